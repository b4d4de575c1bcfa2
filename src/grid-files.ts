import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GridSeries, gridLookup, parseGridSeries } from './core/methodology/grid-series.ts';
import type { GridFiles } from './registry/ports.ts';

const SHA256_HEX = /^[0-9a-f]{64}$/;

/** Reference series the operator put into `<folder>/<sha256>.csv` (statements section 5, `grid_series`). Parsed once each. */
export function openGridFiles(folder: string): GridFiles {
  const cache = new Map<string, GridSeries>();
  const read = async (sha256: string): Promise<string | undefined> => {
    if (!SHA256_HEX.test(sha256)) return undefined;
    const bytes = await readFile(path.join(folder, `${sha256}.csv`)).catch(() => undefined);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined;
    return bytes.toString('utf8');
  };
  const load = async (sha256: string): Promise<GridSeries | undefined> => {
    const known = cache.get(sha256);
    if (known !== undefined) return known;
    const text = await read(sha256);
    const series = text === undefined ? undefined : parseGridSeries(text);
    if (series !== undefined) cache.set(sha256, series);
    return series;
  };
  return {
    has: async (sha256) => (await load(sha256)) !== undefined,
    open: async (inForce) =>
      gridLookup(await Promise.all(inForce.map(async ({ zone, sha256 }) => ({ zone, series: await load(sha256) })))),
    read: async (sha256) => ((await load(sha256)) === undefined ? undefined : read(sha256)),
  };
}
