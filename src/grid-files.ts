import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseMicro } from './core/decimal.ts';
import { parseUtcInstant } from './core/instant.ts';
import type { GridLookup, GridValues } from './core/methodology/reduction.ts';
import type { GridFiles } from './registry/ports.ts';

const HEADER = 'start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh';
const HOUR_MS = 3_600_000;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/** Values by the hour's start in milliseconds. */
type Series = ReadonlyMap<number, GridValues>;

/** Reference series the operator put into `<folder>/<sha256>.csv` (statements section 5, `grid_series`). Read once each. */
export function openGridFiles(folder: string): GridFiles {
  const cache = new Map<string, Series>();
  const load = async (sha256: string): Promise<Series | undefined> => {
    const known = cache.get(sha256);
    if (known !== undefined || !SHA256_HEX.test(sha256)) return known;
    const series = await readSeries(path.join(folder, `${sha256}.csv`), sha256);
    if (series !== undefined) cache.set(sha256, series);
    return series;
  };
  return {
    has: async (sha256) => (await load(sha256)) !== undefined,
    open: async (inForce) => {
      const loaded = await Promise.all(inForce.map(async ({ zone, sha256 }) => ({ zone, series: await load(sha256) })));
      const newestFirst = loaded.reverse();
      if (newestFirst.length === 0) return undefined;
      const lookup: GridLookup = (zone, hour) => {
        const holder = newestFirst.find((one) => one.zone === zone && one.series?.has(hour.getTime()));
        return holder?.series?.get(hour.getTime());
      };
      return lookup;
    },
  };
}

async function readSeries(file: string, sha256: string): Promise<Series | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined;
  return parseSeries(bytes.toString('utf8'));
}

/** The rows of a series: hourly, sorted, no hour twice. undefined when any line is not in that form. */
export function parseSeries(text: string): Series | undefined {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== HEADER || lines.length === 0) return undefined;
  const series = new Map<number, GridValues>();
  let last = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    const row = parseRow(line);
    if (row === undefined || row.start % HOUR_MS !== 0 || row.start <= last) return undefined;
    series.set(row.start, row.values);
    last = row.start;
  }
  return series;
}

function parseRow(line: string): { start: number; values: GridValues } | undefined {
  const [start = '', share = '', intensity = '', price = '', ...rest] = line.split(',');
  const instant = parseUtcInstant(start);
  const cfeShare = parseMicro(share);
  const carbonIntensity = parseMicro(intensity);
  const cost = parseMicro(price, true);
  if (
    rest.length > 0 ||
    instant === undefined ||
    cfeShare === undefined ||
    carbonIntensity === undefined ||
    cost === undefined
  )
    return undefined;
  return { start: instant.getTime(), values: { cfeShare, carbonIntensity, price: cost } };
}
