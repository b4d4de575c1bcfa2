import canonicalize from 'canonicalize';
import { assertThat, RegistryError } from '../core/errors.ts';
import { BUNDLE } from '../core/evidence-bundle.ts';
import { bundleReadme, methodologyText } from '../core/evidence-texts.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { JsonObject } from '../core/json-value.ts';
import { METHODOLOGY } from '../core/methodology/cms-1.ts';
import { parametersDocument } from '../core/methodology/parameters-document.ts';
import { isBy, parseCheckpoint } from '../log/checkpoint.ts';
import { formatVerifierKey } from '../log/note.ts';
import { parseProof } from '../log/proof.ts';
import { isPublishedSoon } from './await-publication.ts';
import { type Collected, collectEvidence, type Located, locateEvidence } from './collect-evidence.ts';
import { logKeys } from './log-keys.ts';
import { packEvidence } from './pack-evidence.ts';
import type { Deps, Stores } from './ports.ts';
import { certificateView } from './publish.ts';
import { readReceipt } from './read-receipt.ts';
import { readRegistryKeys } from './registry-keys.ts';

/** What the bytes of a bundle depend on: the last leaves about its certificate and about the status list of its credential. */
export interface EvidenceVersion {
  readonly certificateSeq: number;
  /** -1 where the certificate has no credential. */
  readonly listSeq: number;
}

const versionOf = ({ certificateSeq, list }: Located): EvidenceVersion => ({
  certificateSeq,
  listSeq: list?.seq ?? -1,
});

/**
 * The version a bundle has now, once all of it is published.
 *
 * @throws RegistryError not_found, overloaded where its last leaf is not published
 */
export async function readEvidenceVersion(deps: Deps, id: string): Promise<EvidenceVersion> {
  const located = await deps.ledger.read((tx) => locateEvidence(tx, id));
  await awaitPublished(deps, located.untilSeq);
  return versionOf(located);
}

/**
 * Everything an outsider needs to check a certificate and to work its score out again, in one archive (certificates, "Evidence
 * bundle"). Equal versions have equal bytes, whatever else has happened since.
 *
 * @throws RegistryError not_found, overloaded where its last leaf is not published
 */
export async function readEvidenceBundle(
  deps: Deps,
  id: string,
): Promise<{ readonly version: EvidenceVersion; readonly bytes: Uint8Array }> {
  const found = await deps.ledger.read(async (tx) => {
    const located = await locateEvidence(tx, id);
    return { located, collected: await collectEvidence(tx, located), record: await recordOf(tx, located) };
  });
  const { located, collected, record } = found;
  await awaitPublished(deps, located.untilSeq);
  const receipts = await readReceipts(deps, located, collected);
  const entries = new Map<string, string>([
    ...textEntries(deps, located, collected),
    ...collected.rows.entries,
    [BUNDLE.certificate, JSON.stringify(record)],
    [BUNDLE.keys, JSON.stringify({ keys: await keysOf(deps, located, collected) })],
    [BUNDLE.logKeys, await logKeysOf(deps, [...receipts.values()])],
    ...collected.statements.map(({ digest, jws }): [string, string] => [BUNDLE.statement(digest), jws]),
    ...[...receipts].map(([digest, proof]): [string, string] => [BUNDLE.receipt(digest), proof]),
    ...(await seriesOf(deps, collected)),
  ]);
  const [credential] = located.credentials;
  if (credential !== undefined) entries.set(BUNDLE.credential, credential.jwt);
  if (located.list !== undefined) entries.set(BUNDLE.statusList, located.list.jwt);
  return { version: versionOf(located), bytes: packEvidence(entries) };
}

async function awaitPublished(deps: Deps, seq: number): Promise<void> {
  if (await isPublishedSoon(deps, seq)) return;
  throw new RegistryError('overloaded', `the bundle shows leaf ${seq}, which the log has not published yet`);
}

/** The decision record at the last leaf about it: its position is the certificate's own and does not move with the log. */
async function recordOf(tx: Stores, { certificate, certificateSeq }: Located) {
  const leaf = await tx.log.at(certificateSeq);
  assertThat(leaf !== undefined, 'log_damaged', `leaf ${certificateSeq} of the log is missing`);
  return { ...certificateView(certificate), seq: certificateSeq, as_of: formatUtcInstant(leaf.at) };
}

function textEntries({ origin }: Deps, { certificate }: Located, { rows }: Collected): [string, string][] {
  const { id, record } = certificate;
  const { methodology } = record;
  assertThat(methodology === METHODOLOGY, 'internal', `this release holds no parameters of ${methodology}`);
  const isLive = rows.days.length > 0;
  return [
    [BUNDLE.readme, bundleReadme({ origin, certificate: id, methodology, isLive })],
    [BUNDLE.parameters(methodology), canonicalize(parametersDocument()) ?? ''],
    [BUNDLE.methodology(methodology), methodologyText()],
  ];
}

/** Receipts as first made: of every statement, closed day, credential of the certificate, and of the status list. */
async function readReceipts(deps: Deps, { credentials, list }: Located, { statements, rows }: Collected) {
  const roots = rows.days.map(({ root }) => root);
  const signed = [...credentials.map(({ digest }) => digest), ...(list === undefined ? [] : [list.digest]), ...roots];
  const receipts = new Map<string, string>();
  for (const digest of [...statements.map((one) => one.digest), ...signed]) {
    const receipt = await readReceipt(deps, digest);
    if (receipt === undefined) throw new RegistryError('overloaded', `the receipt of ${digest} is not there yet`);
    receipts.set(digest, receipt.tlog_proof);
  }
  return receipts;
}

/** The registry's own keys that signed something in the bundle: a key that comes later changes nothing. */
async function keysOf(deps: Deps, { credentials, list }: Located, { statements }: Collected): Promise<JsonObject[]> {
  const jwts = [credentials[0]?.jwt, list?.jwt].filter((jwt) => jwt !== undefined);
  const kids = new Set([...jwts.map(kidOf), ...statements.map(({ kid }) => kid)]);
  const keys = await readRegistryKeys(deps);
  return [...keys].filter(([kid]) => kids.has(kid)).map(([, jwk]) => jwk);
}

/** Thumbprint at the end of the address in a header the registry wrote. */
function kidOf(jwt: string): string {
  const [header = ''] = jwt.split('.', 1);
  const { kid }: { kid: string } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  return kid.slice(kid.lastIndexOf('/') + 1);
}

/** Verifier keys that these proofs open with, one a line. */
async function logKeysOf(deps: Deps, proofs: readonly string[]): Promise<string> {
  const keys = await deps.ledger.read((tx) => logKeys(tx, deps));
  const lines = proofs.flatMap((proof) => parseCheckpoint(parseProof(proof)?.note ?? '')?.signatures ?? []);
  const used = keys.filter((key) => lines.some((line) => isBy(line, key))).map(formatVerifierKey);
  return [...new Set(used)]
    .sort()
    .map((vkey) => `${vkey}\n`)
    .join('');
}

async function seriesOf({ gridFiles }: Deps, { series }: Collected): Promise<[string, string][]> {
  const entries: [string, string][] = [];
  for (const sha256 of series) {
    const text = await gridFiles.read(sha256);
    assertThat(text !== undefined, 'internal', `the grid series ${sha256} is gone`);
    entries.push([BUNDLE.grid(sha256), text]);
  }
  return entries;
}
