import { issuerUrl, statusListUrl } from '../../core/credential.ts';
import { isDigest, isPartyId } from '../../core/ids.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { isOrigin } from './trust.ts';
import { type Answer, found, refuted } from './verdict.ts';

/** What a credential says, as far as it can be checked (certificates, "Credential"). */
export interface CredentialContent {
  readonly origin: string;
  readonly party: string;
  readonly certificate: string;
  readonly methodology: string;
  readonly awarded: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** Its results by the name of what they describe: `tier`, `composite_6` … */
  readonly results: ReadonlyMap<string, string>;
  /** Digests of the audits it rests on. */
  readonly audits: readonly string[];
  readonly place: { readonly list: number; readonly index: number };
}

/** The registry a credential names; `undefined` where it names none. */
export function originOfIssuer(iss: JsonValue | undefined): string | undefined {
  const origin = typeof iss === 'string' ? iss.replace(/\/issuer$/, '') : '';
  return isOrigin(origin) && iss === issuerUrl(origin) ? origin : undefined;
}

/** Reads a payload; what it says twice it must say alike. */
export function readCredential(payload: JsonObject): Answer<CredentialContent> {
  const origin = originOfIssuer(payload['iss']);
  if (origin === undefined) return refuted('the credential names no registry as its issuer');
  const subject = objectAt(payload, 'credentialSubject');
  const party = textAt(payload, 'sub').replace(`${origin}/organisations/`, '');
  const [validFrom, validUntil] = [textAt(payload, 'validFrom'), textAt(payload, 'validUntil')].map(parseUtcInstant);
  const place = readPlace(objectAt(payload, 'credentialStatus'), origin);
  if (validFrom === undefined || validUntil === undefined) return refuted('the credential states no validity');
  if (place === undefined) return refuted('the credential names no status entry of this registry');
  if (!isPartyId(party)) return refuted('the credential names no organisation of this registry');
  const fault = contradiction(payload, subject, { origin, party, validFrom, validUntil });
  if (fault !== undefined) return refuted(fault);
  return found({
    origin,
    party,
    certificate: textAt(subject, 'licenseNumber'),
    methodology: textAt(objectAt(subject, 'achievement'), 'version'),
    awarded: textAt(payload, 'awardedDate'),
    validFrom,
    validUntil,
    results: readResults(subject['result']),
    audits: readAudits(payload['evidence'], origin),
    place,
  });
}

const objectAt = (value: JsonObject, name: string): JsonObject => {
  const member = value[name];
  return isJsonObject(member) ? member : {};
};
const textAt = (value: JsonObject, name: string): string => {
  const member = value[name];
  return typeof member === 'string' ? member : '';
};
const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

type Head = Pick<CredentialContent, 'origin' | 'party' | 'validFrom' | 'validUntil'>;

function contradiction(payload: JsonObject, subject: JsonObject, { origin, party, validFrom, validUntil }: Head) {
  const issuer = payload['issuer'];
  const issuerId = isJsonObject(issuer) ? issuer['id'] : issuer;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['issuer', issuerId, payload['iss']],
    ['subject', subject['id'], `${origin}/organisations/${party}`],
    ['subject', payload['sub'], subject['id']],
    ['identifier', payload['jti'], payload['id']],
    ['beginning', payload['nbf'], validFrom.getTime() / 1000],
    ['end', payload['exp'], validUntil.getTime() / 1000],
  ];
  const wrong = pairs.find(([, a, b]) => a !== b);
  return wrong === undefined ? undefined : `the credential states two values of its ${wrong[0]}`;
}

function readPlace(status: JsonObject, origin: string): CredentialContent['place'] | undefined {
  const list = /\/status\/(0|[1-9][0-9]{0,8})$/.exec(textAt(status, 'statusListCredential'))?.[1];
  const index = /^(0|[1-9][0-9]{0,8})$/.exec(textAt(status, 'statusListIndex'))?.[1];
  if (list === undefined || index === undefined) return undefined;
  const isOurs = status['statusListCredential'] === statusListUrl(origin, Number(list));
  const isEntry = status['type'] === 'BitstringStatusListEntry' && status['statusPurpose'] === 'revocation';
  return isOurs && isEntry ? { list: Number(list), index: Number(index) } : undefined;
}

const MAX_RESULTS = 100;

function readResults(results: JsonValue | undefined): ReadonlyMap<string, string> {
  const named = listOf(results).slice(0, MAX_RESULTS);
  return new Map(named.map((one) => [textAt(one, 'resultDescription').split('#')[1] ?? '', textAt(one, 'value')]));
}

function readAudits(evidence: JsonValue | undefined, origin: string): readonly string[] {
  const prefix = `${origin}/v1/receipts/`;
  const names = listOf(evidence).map((one) => textAt(one, 'id'));
  const digests = names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return digests.map((name) => name.replace(/\.tlog-proof$/, '')).filter(isDigest);
}
