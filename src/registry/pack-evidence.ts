import { zipSync } from 'fflate';

/** The entries of an archive by name. */
export type Entries = ReadonlyMap<string, string | Uint8Array>;

/** The archive of these entries: stored, dated 1980-01-01, sorted by name bytewise. Equal entries give equal bytes. */
export function packEvidence(entries: Entries): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const files = sorted.map(
    ([name, content]) => [name, typeof content === 'string' ? Buffer.from(content) : content] as const,
  );
  // The library reads the date off in local time: written in local time it is the same everywhere.
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}
