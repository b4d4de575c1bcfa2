import { formatUtcInstant } from '../../core/instant.ts';
import type { LeafType, ParsedLeaf } from '../../log/leaf.ts';
import { type CredentialContent, readCredential } from './credential-content.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import type { ParsedJwt } from './jwt.ts';
import { proveDigest } from './proof-check.ts';
import { signatureOf } from './registry-signature.ts';
import { CLOCK_SKEW_MS, leafTime } from './statement-check.ts';
import { checkStatus } from './status-check.ts';
import { tellAnswer, tellLog } from './tell.ts';
import { type Answer, refuted } from './verdict.ts';

/** Leaves that name a credential. */
const ISSUING: readonly LeafType[] = ['certificate.issued', 'certificate.reissued', 'certificate.reinstated'];

/** A credential whose form was read, with its leaf. */
export interface CheckedCredential {
  readonly content: CredentialContent;
  readonly log: Answer<ProvenLeaf>;
}

/** Checks everything about a credential that it and its leaf show; tells what it finds. */
export async function checkCredential(x: Examination, jwt: ParsedJwt): Promise<CheckedCredential | undefined> {
  const { tell, state } = x.notebook;
  const read = readCredential(jwt.payload);
  if (read.word !== 'ok') {
    tell('scope', read.word, read.reason);
    tell('signature', 'unknown', `not looked at: ${read.reason}`);
    return undefined;
  }
  const content = read.value;
  const { results } = content;
  state({
    digest: jwt.digest,
    organisation: { party_id: content.party },
    certificate: content.certificate,
    methodology: content.methodology,
    valid_from: formatUtcInstant(content.validFrom),
    valid_until: formatUtcInstant(content.validUntil),
    ...named('tier', results.get('tier')),
    ...named('composite_percent', results.get('composite_percent')),
    ...named('composite_6', results.get('composite_6')),
  });
  const log = await proveCredential(x, jwt);
  tellLog(x, log, 'the leaf that names the credential');
  tellAnswer(x, 'signature', await signatureOf(x, jwt, log, content.origin), (how) => how);
  tellTime(x, content, log);
  tellScope(x, content, log);
  await checkStatus(x, content);
  return { content, log };
}

export const named = <Name extends string>(name: Name, value: string | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: string });

async function proveCredential(x: Examination, { digest }: ParsedJwt): Promise<Answer<ProvenLeaf>> {
  const proven = await proveDigest(x, digest);
  if (proven.word !== 'ok') return proven;
  const { leaf } = proven.value;
  return ISSUING.includes(leaf.t) ? proven : refuted(`a leaf ${leaf.t} issues no credential`);
}

/** Validity now; and it began when its leaf was written, so that nobody dated it back. */
function tellTime(
  { now, notebook }: Examination,
  { validFrom, validUntil }: CredentialContent,
  log: Answer<ProvenLeaf>,
) {
  const { tell } = notebook;
  const [from, until] = [formatUtcInstant(validFrom), formatUtcInstant(validUntil)];
  if (now.getTime() + CLOCK_SKEW_MS < validFrom.getTime())
    tell('time', 'failed', `valid from ${from}, which has not come yet`);
  else if (now >= validUntil) tell('time', 'failed', `it ended at ${until}`);
  else if (log.word !== 'ok') tell('time', 'unknown', `valid until ${until}; no leaf shows when it was signed`);
  else if (leafTime(log.value).getTime() !== validFrom.getTime())
    tell('time', 'failed', `it begins at ${from}, its leaf was written at ${log.value.leaf.at}`);
  else tell('time', 'ok', `valid from ${from}, when its leaf was written, until ${until}`);
}

function tellScope(x: Examination, content: CredentialContent, log: Answer<ProvenLeaf>): void {
  const { tell } = x.notebook;
  const { origin } = x.trust;
  if (content.origin !== origin) tell('scope', 'failed', `it is of the registry ${content.origin}, not ${origin}`);
  if (log.word !== 'ok') return;
  const wrong = disagreement(content, log.value.leaf);
  if (wrong !== undefined) tell('scope', 'failed', `the credential and its leaf state different values of ${wrong}`);
}

/** The member in which a credential and its leaf differ. */
function disagreement(content: CredentialContent, leaf: ParsedLeaf): string | undefined {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['org', content.party, leaf['org']],
    ['certificate', content.certificate, leaf['certificate']],
    ['tier', content.results.get('tier'), leaf['tier']],
    ['composite_6', content.results.get('composite_6'), leaf['composite_6']],
    ['methodology', content.methodology, leaf['methodology']],
    ['valid_from', content.awarded, leaf['valid_from']],
  ];
  const isWithin = formatUtcInstant(content.validUntil) <= String(leaf['valid_to']);
  return pairs.find(([, a, b]) => a !== b)?.[0] ?? (isWithin ? undefined : 'valid_to');
}
