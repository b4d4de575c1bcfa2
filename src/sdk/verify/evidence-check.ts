import canonicalize from 'canonicalize';
import { sha256Base64url } from '../../core/base64url.ts';
import { BUNDLE, isLiveEntry, readEntryName } from '../../core/evidence-bundle.ts';
import { bundleReadme, methodologyText } from '../../core/evidence-texts.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { parametersDocument } from '../../core/methodology/parameters-document.ts';
import { parseVerifierKey } from '../../log/note.ts';
import type { Bundle, BundledStatement } from './bundle.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { kidOfJwk, readObject } from './jwt.ts';
import { openPace, type Pace } from './pace.ts';
import { proveDigest } from './proof-check.ts';
import { checkStatement } from './statement-check.ts';
import type { Answer } from './verdict.ts';

/* Every entry of an evidence bundle by itself: nothing in it may be there unchecked. */

/** Checks statements, receipts, keys and texts, and tells what does not hold. */
export async function checkEntries(x: Examination, bundle: Bundle): Promise<void> {
  const pace = openPace();
  checkNames(x, bundle);
  for (const statement of bundle.statements) {
    await checkBundled(x, bundle, statement);
    await pace(statement.jws.length);
  }
  const proven = await checkReceipts(x, bundle, pace);
  checkKeys(x, bundle);
  checkTexts(x, bundle);
  if (proven === undefined) return;
  const { checkpoint } = proven;
  const count = `${bundle.statements.length} statements are signed by keys their issuers registered`;
  x.notebook.tell('signature', 'ok', `${count}, and the credential by the registry`);
  const where = `the log ${checkpoint.origin}, up to size ${checkpoint.size}`;
  x.notebook.tell('log', 'ok', `all ${bundle.receipts.length} receipts lead to ${where}`);
}

function checkNames({ notebook }: Examination, { entries }: Bundle): void {
  for (const { name, isSound } of entries.values()) {
    if (readEntryName(name) === undefined) notebook.tell('scope', 'failed', `${name} is no part of an evidence bundle`);
    else if (!isSound) notebook.tell('scope', 'failed', `${name} is damaged: its checksum is another one`);
  }
}

async function checkBundled(
  x: Examination,
  { receipts }: Bundle,
  { digest, jws, typ }: BundledStatement,
): Promise<void> {
  const { tell } = x.notebook;
  const name = BUNDLE.statement(digest);
  if (typ === undefined) return tell('signature', 'failed', `${name} is no signed statement`);
  if (sha256Base64url(jws.slice(0, jws.lastIndexOf('.'))) !== digest)
    return tell('signature', 'failed', `${name} holds another statement than its name says`);
  const { signature, claims, log, time } = await checkStatement(x, jws, typ);
  const note = (aspect: 'signature' | 'log' | 'time' | 'scope', answer: Answer<unknown>): void => {
    if (answer.word !== 'ok') tell(aspect, answer.word, `${name}: ${answer.reason}`);
  };
  note('signature', signature);
  if (signature.word !== 'ok') return;
  note('scope', claims);
  note('time', time);
  // Its receipt is told of by itself; what only the statement shows is whether its leaf speaks of it.
  if (log.word === 'failed' || !receipts.includes(digest)) note('log', log);
}

/** A proof costs as much as reading so many bytes. */
const RECEIPT_WORK = 65_536;

/** Proves every receipt; the one with the largest tree. */
async function checkReceipts(x: Examination, { receipts }: Bundle, pace: Pace): Promise<ProvenLeaf | undefined> {
  let newest: ProvenLeaf | undefined;
  for (const digest of receipts) {
    const proven = await proveDigest(x, digest);
    await pace(RECEIPT_WORK);
    if (proven.word !== 'ok') x.notebook.tell('log', proven.word, `${BUNDLE.receipt(digest)}: ${proven.reason}`);
    else if (newest === undefined || proven.value.checkpoint.size > newest.checkpoint.size) newest = proven.value;
  }
  return newest;
}

/** Keys are what they are called. Whose they are, the log says through what they signed. */
function checkKeys({ notebook }: Examination, { entries }: Bundle): void {
  const keys = entries.get(BUNDLE.keys);
  const members = keys === undefined ? undefined : readObject(keys.bytes);
  const list = members?.['keys'];
  const isRight = Array.isArray(list) && Object.keys(members ?? {}).join() === 'keys' && list.every(isNamedRight);
  if (keys !== undefined && !isRight)
    notebook.tell('signature', 'failed', `${BUNDLE.keys} holds a key that is not what it is called`);
  const logKeys = entries.get(BUNDLE.logKeys);
  const lines = Buffer.from(logKeys?.bytes ?? [])
    .toString('utf8')
    .split('\n');
  const areKeys = lines.pop() === '' && lines.length > 0 && lines.every((line) => parseVerifierKey(line) !== undefined);
  if (logKeys !== undefined && !areKeys)
    notebook.tell('log', 'failed', `${BUNDLE.logKeys} holds what is no verifier key`);
}

const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['RS256'],
  OKP: ['EdDSA', 'Ed25519'],
  EC: ['ES256'],
};

function isNamedRight(jwk: JsonValue): boolean {
  if (!isJsonObject(jwk)) return false;
  const { kid, kty, alg, use } = jwk;
  const thumbprint = kidOfJwk(jwk);
  const isAlgorithm = alg === undefined || ALGORITHMS[String(kty)]?.includes(String(alg)) === true;
  const isName = typeof kid === 'string' && thumbprint !== undefined && kid.split('/').at(-1) === thumbprint;
  return isName && isAlgorithm && (use === undefined || use === 'sig');
}

/** What no leaf stands for must be, character for character, what this version of the bundle says. */
function checkTexts({ notebook, trust }: Examination, { entries, certificate = {} }: Bundle): void {
  const { tell } = notebook;
  const text = (name: string): string | undefined => {
    const entry = entries.get(name);
    return entry && Buffer.from(entry.bytes).toString('utf8');
  };
  const methodology = String(certificate['methodology']);
  const isLive = [...entries.keys()].some(isLiveEntry);
  const readme = bundleReadme({ origin: trust.origin, certificate: String(certificate['id']), methodology, isLive });
  if (text(BUNDLE.readme) !== readme)
    tell('scope', 'failed', `${BUNDLE.readme} is not the text of this version of bundles`);
  if (methodology !== METHODOLOGY) {
    tell('recomputation', 'unknown', `the methodology ${methodology} is not known here`);
    return;
  }
  const parameters = text(BUNDLE.parameters(methodology)) ?? '';
  if (sha256Hex(parameters) !== certificate['methodology_sha256'] || parameters !== canonicalize(parametersDocument()))
    tell('scope', 'failed', `${BUNDLE.parameters(methodology)} does not have the digest the certificate names`);
  if (text(BUNDLE.methodology(methodology)) !== methodologyText())
    tell('scope', 'failed', `${BUNDLE.methodology(methodology)} is not the text of this methodology`);
}

const sha256Hex = (text: string): string => Buffer.from(sha256Base64url(text), 'base64url').toString('hex');
