import { decodeBase64url } from '../core/base64url.ts';
import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest, isPartyId } from '../core/ids.ts';
import { parseLeaf } from '../log/leaf.ts';
import { type CollectedRows, collectRows } from './collect-rows.ts';
import { isAccept } from './grounds.ts';
import type { CertificateRow, OpinionRow } from './ports/audits.ts';
import type { CredentialRow, StatusListRow } from './ports/credentials.ts';
import type { StoredStatement } from './ports/records.ts';
import type { Stores } from './ports.ts';
import { requirePublic } from './read-organisation.ts';

/* Which statements a certificate rests on, as of the last leaves about it and about its status list. */

/** A certificate with its signed forms. */
export interface Located {
  readonly certificate: CertificateRow;
  /** Index of the last leaf about it. */
  readonly certificateSeq: number;
  /** Its credentials, newest first. */
  readonly credentials: readonly CredentialRow[];
  /** The status list of the newest one. */
  readonly list: StatusListRow | undefined;
  /** Nothing later than this leaf is looked at. */
  readonly untilSeq: number;
}

const CERTIFICATE_ID = /^[0-9a-f-]{36}$/;

/** @throws RegistryError not_found, also where its holder is not public */
export async function locateEvidence(tx: Stores, id: string): Promise<Located> {
  const certificate = CERTIFICATE_ID.test(id) ? await tx.certificates.find(id) : undefined;
  assertThat(certificate !== undefined, 'not_found', 'no such certificate');
  await requirePublic(tx, certificate.partyId);
  const changes = await tx.evidence.changes(certificate.partyId, id);
  const certificateSeq = changes.at(-1) ?? certificate.leaf;
  const credentials = await credentialsOf(tx, id, certificateSeq);
  const [newest] = credentials;
  const list = newest && (await tx.statusLists.find(newest.list));
  const untilSeq = Math.max(certificateSeq, list?.seq ?? -1);
  return { certificate, certificateSeq, credentials, list, untilSeq };
}

async function credentialsOf(tx: Stores, id: string, untilSeq: number): Promise<CredentialRow[]> {
  const found: CredentialRow[] = [];
  for (let until = untilSeq; ; ) {
    const next = await tx.credentials.newest(id, until);
    if (next === undefined) return found;
    found.push(next);
    until = next.issuedSeq - 1;
  }
}

export interface Collected {
  readonly statements: readonly StoredStatement[];
  /** SHA-256 of the grid series in force for the audit's zones, hexadecimal. */
  readonly series: readonly string[];
  /** Of a certificate that rests on telemetry. */
  readonly rows: CollectedRows;
}

/** The audit, the opinions, the acts, and whatever brought the keys they are signed with. */
export async function collectEvidence(tx: Stores, located: Located): Promise<Collected> {
  const { certificate, untilSeq } = located;
  const audit = await tx.statements.find(certificate.audit);
  assertThat(audit !== undefined, 'log_damaged', `the audit ${certificate.audit} of the certificate is missing`);
  const opinions = await opinionsOf(tx, located);
  const auditors = [...new Set([...certificate.record.auditors, ...opinions.map(({ auditor }) => auditor)])];
  const rows = await collectRows(tx, certificate);
  const isLive = rows.days.length > 0;
  // A live tier takes series for its days, which came after the audit.
  const grid = await tx.evidence.gridActs(zonesOf(audit), isLive ? certificate.leaf : audit.seq);
  const digests = new Set<Digest>([certificate.audit, ...opinions.map(({ digest }) => digest)]);
  const add = (more: readonly Digest[]): void => {
    for (const digest of more) digests.add(digest);
  };
  for (const party of [certificate.partyId, ...auditors].filter((one) => isPartyId(one)))
    add(await tx.evidence.keyStatements(party, untilSeq));
  for (const auditor of auditors) add(await tx.evidence.acts(auditor, ACCREDITATION, untilSeq));
  add(await tx.evidence.acts(certificate.partyId, ['resolve'], untilSeq));
  const ledger = isLive ? await tx.inventories.newestLedger(certificate.partyId, certificate.leaf) : undefined;
  if (ledger !== undefined) add([ledger.digest]);
  for (const { act } of grid) add(await tx.evidence.signatures(act));
  for (const digest of await causesOf(tx, located)) add([digest, ...(await tx.evidence.signatures(digest))]);
  const series = [...new Set(grid.map(({ sha256 }) => sha256))];
  return { statements: await readAll(tx, digests), series, rows };
}

const ACCREDITATION = ['accredit', 'suspend_accreditation', 'withdraw_accreditation'];

/** Accepts the certificate was issued on, and those that stand as of the bundle. */
async function opinionsOf(tx: Stores, { certificate, untilSeq }: Located): Promise<readonly OpinionRow[]> {
  const opinions = (await tx.opinions.of(certificate.audit)).filter(({ acceptedSeq }) => acceptedSeq <= untilSeq);
  const lastOf = (before: number): OpinionRow[] => [
    ...new Map(opinions.filter((one) => one.acceptedSeq < before).map((one) => [one.auditor, one])).values(),
  ];
  return [...new Set([...lastOf(certificate.leaf), ...lastOf(untilSeq + 1)])].filter(isAccept);
}

/** Statements that leaves about the certificate name as their cause. */
async function causesOf(tx: Stores, { certificate, untilSeq }: Located): Promise<readonly Digest[]> {
  const causes = new Set<Digest>();
  for (const seq of await tx.evidence.changes(certificate.partyId, certificate.id)) {
    const [text = ''] = seq <= untilSeq ? await tx.tree.leaves(seq, 1) : [];
    const named = parseLeaf(text)?.['in'];
    if (!Array.isArray(named)) continue;
    for (const digest of named) if (isDigest(digest)) causes.add(digest);
  }
  return [...causes];
}

async function readAll(tx: Stores, digests: ReadonlySet<Digest>): Promise<StoredStatement[]> {
  const found: StoredStatement[] = [];
  for (const digest of digests) {
    const statement = await tx.statements.find(digest);
    // Causes may be roots of telemetry, which are no statements.
    if (statement !== undefined) found.push(statement);
  }
  return found;
}

/** Grid zones of an audit's sites. The registry parsed it when it accepted it. */
function zonesOf({ jws }: StoredStatement): ReadonlySet<string> {
  const [, payload = ''] = jws.split('.');
  const { body }: { body: { sites: readonly { grid_zone: string }[] } } = JSON.parse(
    Buffer.from(decodeBase64url(payload) ?? []).toString('utf8'),
  );
  return new Set(body.sites.map(({ grid_zone }) => grid_zone));
}
