import { writeFile } from 'node:fs/promises';
import { benchScore } from './score.ts';

/** Runs every bench once and prints figures beside their yardsticks: only ratios of one run mean anything on a shared machine. */
const rows = benchScore();
console.table(
  rows.map(({ name, value, yardstick, ratio }) => ({
    name,
    'ops/s': Math.round(value),
    'yardstick ops/s': Math.round(yardstick),
    ratio: ratio.toFixed(3),
  })),
);
await writeFile(
  new URL('results.json', import.meta.url),
  `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`,
);
