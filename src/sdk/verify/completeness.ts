import { sha256Base64url } from '../../core/base64url.ts';
import { BUNDLE } from '../../core/evidence-bundle.ts';
import { isDigest } from '../../core/ids.ts';
import type { JsonValue } from '../../core/json-value.ts';
import { parseLeaf } from '../../log/leaf.ts';
import { parseProof } from '../../log/proof.ts';
import type { Bundle } from './bundle.ts';
import type { Examination } from './examination.ts';
import { kidOfJwk, readObject } from './jwt.ts';

/*
 * A bundle stands for itself, with no network (certificates, "Evidence bundle"): what it lacks is told even where the verifier
 * could find it elsewhere, for the next reader may not be able to.
 */

/** Tells what the bundle should hold and does not. */
export function checkCompleteness({ notebook }: Examination, bundle: Bundle): void {
  const lacks = missingEntries(bundle);
  const [first] = lacks;
  if (first === undefined) return;
  const more = lacks.length > 1 ? ` and ${lacks.length - 1} more` : '';
  notebook.tell('scope', 'failed', `the bundle is not complete: ${first}${more} is missing`);
  const statement = lacks.find((name) => name.startsWith('statements/'));
  if (statement !== undefined) notebook.tell('recomputation', 'unknown', `${statement} is not in the bundle`);
  const receipt = lacks.find((name) => name.startsWith('receipts/'));
  if (receipt !== undefined) notebook.tell('log', 'unknown', `${receipt} is not in the bundle`);
  if (lacks.includes(BUNDLE.statusList))
    notebook.tell('status', 'unknown', `${BUNDLE.statusList} is not in the bundle`);
  if (lacks.includes(BUNDLE.keys))
    notebook.tell('signature', 'unknown', `${BUNDLE.keys} does not hold the key of the credential`);
}

const FIXED = [BUNDLE.certificate, BUNDLE.credential, BUNDLE.statusList, BUNDLE.keys, BUNDLE.logKeys] as const;

function missingEntries(bundle: Bundle): string[] {
  const { entries, statements, credential } = bundle;
  const list = entries.get(BUNDLE.statusList);
  const names = [
    ...FIXED,
    ...namedStatements(bundle).map(BUNDLE.statement),
    ...receiptsOfStatements(bundle).map(BUNDLE.statement),
    ...statements.map(({ digest }) => BUNDLE.receipt(digest)),
    ...(credential === undefined ? [] : [BUNDLE.receipt(credential.digest)]),
    ...(list === undefined ? [] : [BUNDLE.receipt(sha256Base64url(list.bytes))]),
  ];
  const lacks = [...new Set(names)].filter((name) => !entries.has(name));
  return holdsCredentialKey(bundle) || lacks.includes(BUNDLE.keys) ? lacks : [...lacks, BUNDLE.keys];
}

/** Statements that the record and the leaves of the bundle rest on. */
function namedStatements({ certificate, entries, receipts }: Bundle): string[] {
  const grounds = receipts.map((digest) => leafOf(entries, digest)?.['in']);
  const roots = new Set(receipts.filter((digest) => leafOf(entries, digest)?.t === 'telemetry.day'));
  return [certificate?.['audits'], ...grounds].flatMap(texts).filter((digest) => !roots.has(digest));
}

/** What receipts are there for, less what the registry itself signed. */
const receiptsOfStatements = ({ receipts, entries }: Bundle): readonly string[] =>
  receipts.filter(
    (digest) => !/^(certificate[.]|status[.]|telemetry[.]day)/.test(leafOf(entries, digest)?.t ?? 'certificate.'),
  );

function leafOf(entries: Bundle['entries'], digest: string) {
  const proof = Buffer.from(entries.get(BUNDLE.receipt(digest))?.bytes ?? []).toString('utf8');
  const extra = parseProof(proof)?.extra;
  const text = extra && readObject(extra)?.['leaf'];
  return typeof text === 'string' ? parseLeaf(text) : undefined;
}

const texts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string' && isDigest(one)) : [];

function holdsCredentialKey({ entries, credential }: Bundle): boolean {
  if (credential === undefined) return true;
  const kid = String(credential.header['kid']).split('/').at(-1);
  const keys = readObject(entries.get(BUNDLE.keys)?.bytes ?? new Uint8Array())?.['keys'];
  return Array.isArray(keys) && keys.some((jwk) => kidOfJwk(jwk) === kid);
}
