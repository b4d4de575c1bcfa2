import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseGridSeries } from '../../core/methodology/grid-series.ts';
import { liveHolders } from '../story/live-holders.ts';
import { epochDay } from '../story/moment.ts';
import { placeGridSeries } from './grid-series.ts';
import { siteOf } from './plan.ts';

const HOUR_MS = 3_600_000;
const TODAY = new Date('2026-11-25T12:07:00Z');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cms-grid-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every zone has its file under its digest, with every hour from before the telemetry to months ahead', async () => {
  const holders = liveHolders();
  const placed = await placeGridSeries(folder, holders, TODAY);
  const zones = holders.flatMap(({ live }) => (live === undefined ? [] : [siteOf(live).zone]));
  expect(placed.map(({ zone }) => zone)).toEqual([...new Set(zones)].sort());
  for (const { sha256 } of placed) {
    const text = await readFile(path.join(folder, `${sha256}.csv`), 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    const series = parseGridSeries(text);
    const first = (epochDay(TODAY) - 304) * 24;
    const last = (epochDay(TODAY) + 180) * 24;
    const missing = Array.from({ length: last - first }, (_, hour) => (first + hour) * HOUR_MS).filter(
      (start) => series?.has(start) !== true,
    );
    expect(missing).toEqual([]);
  }
});

test('the same day gives the same files', async () => {
  const again = await placeGridSeries(folder, liveHolders(), new Date('2026-11-25T23:00:00Z'));
  expect(await readdir(folder)).toHaveLength(again.length);
});
