import { writeFile } from 'node:fs/promises';
import { benchListing } from './listing.ts';
import { benchReads } from './reads.ts';
import { benchReceipts } from './receipts.ts';
import { type BenchRow, benchScore } from './score.ts';
import { benchSequencer } from './sequencer.ts';
import { benchTelemetry } from './telemetry.ts';

/** Runs every bench once and prints figures beside their yardsticks: only ratios of one run mean anything on a shared machine. */
const listing = await benchListing();
const rows: readonly BenchRow[] = [
  ...benchScore(),
  ...(await benchSequencer()),
  ...(await benchTelemetry()),
  ...(await benchReads()),
  ...listing.rows,
];
console.table(
  rows.map(({ name, value, yardstick, ratio }) => ({
    name,
    'ops/s': Math.round(value),
    'yardstick ops/s': Math.round(yardstick),
    ratio: ratio.toFixed(3),
  })),
);
console.table(listing.figures);
const receipts = await benchReceipts();
console.table(
  receipts.map(({ offered, sent, statuses, received, p50Ms, p99Ms }) => ({
    'offered/s': offered,
    sent,
    answers: JSON.stringify(statuses),
    'receipts/s': received,
    'p50 ms': p50Ms,
    'p99 ms': p99Ms,
  })),
);
await writeFile(
  new URL('results.json', import.meta.url),
  `${JSON.stringify({ node: process.version, rows, listing: listing.figures, receipts }, null, 2)}\n`,
);
