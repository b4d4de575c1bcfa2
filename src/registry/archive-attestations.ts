import { isDigest } from '../core/ids.ts';
import { type ArchivedAttestation, type ArchivePlace, archiveLine, checkArchive } from '../log/attestation-archive.ts';
import type { Verdict } from '../log/checkpoint.ts';
import { parseLeaf } from '../log/leaf.ts';
import type { ArchiveFiles, Month } from './ports/archive.ts';
import type { AttestationRow } from './ports/telemetry.ts';
import type { Deps } from './ports.ts';

/** An interval is taken until seven days after its end: then nothing more comes into a month. */
const LATEST_MS = 7 * 86_400_000;
/** Digests asked for at once. */
const AT_ONCE = 1_000;

/** What `archiveMonths` did, by month. */
export interface ArchiveReport {
  readonly archived: readonly Month[];
  readonly dropped: readonly Month[];
}

/**
 * Archives every month into which nothing more can come and that has no archive yet, and lets go of the attestations of months
 * older than the retention, each only after its archive was read back and found whole. Idempotent.
 *
 * @param retentionMonths whole months that attestations stay in the database after theirs has ended
 * @throws Error where an archive is not whole: nothing is let go then
 */
export async function archiveMonths(deps: Deps, files: ArchiveFiles, retentionMonths: number): Promise<ArchiveReport> {
  const months = await deps.ledger.read((tx) => tx.archive.months());
  const now = deps.now();
  const archived: Month[] = [];
  const dropped: Month[] = [];
  for (const month of months.filter((one) => endOf(one, 0).getTime() + LATEST_MS < now.getTime())) {
    if ((await deps.ledger.read((tx) => tx.archive.count(month))) === 0) continue;
    if (!(await files.has(month))) {
      await files.write(month, linesOf(deps, month));
      archived.push(month);
    }
    if (endOf(month, retentionMonths) > now) continue;
    await letGo(deps, files, month);
    dropped.push(month);
  }
  return { archived, dropped };
}

/** End of the month that comes so many months after a month. */
const endOf = (month: Month, later: number): Date =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) + later, 1));

async function letGo(deps: Deps, files: ArchiveFiles, month: Month): Promise<void> {
  const checked = await checkMonth(deps, files, month);
  const kept = await deps.ledger.read((tx) => tx.archive.count(month));
  if (!checked.ok) throw new Error(`the archive of ${month} is not whole: ${checked.reason}`);
  if (checked.value.attestations !== kept)
    throw new Error(`the archive of ${month} holds ${checked.value.attestations} of ${kept} attestations`);
  await deps.ledger.write((tx) => tx.archive.drop(month));
}

/** Checks a kept archive against the log of this registry. */
export async function checkMonth(
  { ledger }: Pick<Deps, 'ledger'>,
  files: ArchiveFiles,
  month: Month,
): Promise<Verdict<{ readonly attestations: number; readonly windows: number }>> {
  return checkArchive(files.read(month), async (index) => {
    const [text] = await ledger.read((tx) => tx.tree.leaves(index, 1));
    return text === undefined ? undefined : parseLeaf(text);
  });
}

/** The lines of a month, window by window: what is closed never changes, so each is read by itself. */
async function* linesOf({ ledger }: Deps, month: Month): AsyncGenerator<string> {
  const { windows, count } = await ledger.read(async (tx) => ({
    windows: await tx.archive.windowsOf(month),
    count: await tx.archive.count(month),
  }));
  let found = 0;
  for (const leaf of windows) {
    const { digests, rows } = await ledger.read(async (tx) => {
      const names = (await tx.archive.window(leaf)).map((one) => Buffer.from(one).toString('base64url'));
      const of: AttestationRow[] = [];
      for (let at = 0; at < names.length; at += AT_ONCE)
        of.push(...(await tx.archive.rows(month, names.slice(at, at + AT_ONCE).filter(isDigest))));
      return { digests: names, rows: new Map(of.map((row) => [String(row.digest), row])) };
    });
    found += rows.size;
    if (rows.size === 0) continue;
    for (const [index, digest] of digests.entries())
      yield archiveLine(entryOf({ digest, window: { leaf, index } }, rows.get(digest)));
  }
  if (found !== count) throw new Error(`${count - found} attestations of ${month} are in no window`);
}

function entryOf(place: ArchivePlace, row: AttestationRow | undefined): ArchivePlace | ArchivedAttestation {
  if (row === undefined) return place;
  const { partyId, siteId, chain, acceptedAt, late, counted, jws } = row;
  const { epoch, seq } = chain;
  const stands = { accepted_at: acceptedAt.toISOString(), late, counted };
  return { digest: place.digest, party: partyId, site: siteId, epoch, seq, ...stands, window: place.window, jws };
}
