import { sha256Base64url } from '../../core/base64url.ts';
import { statusListUrl } from '../../core/credential.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { decodeStatusList, STATUS_LIST_ENTRIES, statusAt } from '../../core/status-list.ts';
import { type CredentialContent, originOfIssuer } from './credential-content.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { type ParsedJwt, parseJwt } from './jwt.ts';
import { proveDigest } from './proof-check.ts';
import { signatureOf } from './registry-signature.ts';
import { CLOCK_SKEW_MS } from './statement-check.ts';
import { tellAnswer } from './tell.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/** A longer list is none of ours; and its bits are unpacked from what a stranger packed. */
const MAX_LIST_JWT = 65_536;

/** Looks up the status bit of a credential in the list it names, and tells what it finds. */
export async function checkStatus(x: Examination, content: CredentialContent): Promise<void> {
  tellAnswer(x, 'status', await readBit(x, content), (sentence) => sentence);
}

async function readBit(x: Examination, { origin, place }: CredentialContent): Promise<Answer<string>> {
  const { list, index } = place;
  const text = await x.source.readText(`/status/${list}`);
  if (text === undefined) return missing(`status list ${list} is not at hand`);
  const opened = await openStatusList(x, text, origin, list);
  if (opened.word !== 'ok') return opened;
  const bit = statusAt(opened.value.bits, index);
  const where = `in status list ${list}, signed at ${opened.value.signedAt}`;
  if (bit === undefined) return refuted(`there is no entry ${index} ${where}`);
  return bit
    ? refuted(`the credential is revoked: bit ${index} is set ${where}`)
    : found(`bit ${index} is not set ${where}`);
}

interface OpenList {
  readonly bits: Uint8Array;
  readonly signedAt: string;
}

/** A status list that is signed, logged and in date. */
async function openStatusList(x: Examination, text: string, origin: string, list: number): Promise<Answer<OpenList>> {
  const jwt = text.length > MAX_LIST_JWT ? undefined : parseJwt(text);
  if (jwt === undefined) return refuted('the status list is not a JWT of the form the registry signs');
  const log = await proveStatusList(x, jwt, list);
  const signature = await signatureOf(x, jwt, log, origin);
  for (const answer of [signature, log]) {
    if (answer.word !== 'ok') return { ...answer, reason: `status list ${list}: ${answer.reason}` };
  }
  const content = readList(jwt, origin, list);
  if (content.word !== 'ok') return content;
  const fault = dateFault(x, jwt.payload);
  return fault === undefined ? content : missing(fault);
}

/** The leaf of a status list names the digest of the exact bytes served. */
export async function proveStatusList(
  x: Examination,
  { jwt }: ParsedJwt,
  list: number | undefined,
): Promise<Answer<ProvenLeaf>> {
  const proven = await proveDigest(x, sha256Base64url(jwt));
  if (proven.word !== 'ok') return proven;
  const { leaf } = proven.value;
  const isOfList = leaf.t === 'status.list' && (list === undefined || leaf['n'] === list);
  return isOfList ? proven : refuted('its leaf is not that of this status list');
}

/** The bits of a list, where it is the list it seems to be. */
export function readList({ payload }: ParsedJwt, origin: string, list: number): Answer<OpenList> {
  const { credentialSubject, validFrom } = payload;
  const isOurs = originOfIssuer(payload['iss']) === origin && payload['id'] === statusListUrl(origin, list);
  if (!isOurs || !isJsonObject(credentialSubject)) return refuted(`it is not status list ${list} of ${origin}`);
  const { type, statusPurpose, encodedList } = credentialSubject;
  if (type !== 'BitstringStatusList' || statusPurpose !== 'revocation') return refuted('it is no list of revocations');
  const bits = typeof encodedList === 'string' ? decodeStatusList(encodedList) : undefined;
  if (bits === undefined || bits.length * 8 < STATUS_LIST_ENTRIES) return refuted('its bits cannot be read');
  return found({ bits, signedAt: typeof validFrom === 'string' ? validFrom : '' });
}

/** Why a list says nothing about now; `undefined` where it does. */
export function dateFault({ now }: Pick<Examination, 'now'>, { nbf, exp }: JsonObject): string | undefined {
  if (typeof nbf !== 'number' || typeof exp !== 'number') return 'the status list states no validity';
  if (now.getTime() + CLOCK_SKEW_MS < nbf * 1000) return 'the status list is of a time that has not come yet';
  return now.getTime() < exp * 1000 ? undefined : 'the status list is out of date: get a newer one';
}
