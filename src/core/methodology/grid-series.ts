import { parseMicro } from '../decimal.ts';
import { parseUtcInstant } from '../instant.ts';
import type { GridLookup, GridValues } from './reduction.ts';

/** First line of a series (statements section 5, `grid_series`). */
export const GRID_SERIES_HEADER = 'start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh';
const HOUR_MS = 3_600_000;

/** Reference values of one grid zone by the hour's start in milliseconds (statements section 5, `grid_series`). */
export type GridSeries = ReadonlyMap<number, GridValues>;

/** The rows of a series: hourly, sorted, no hour twice. undefined when any line is not in that form. */
export function parseGridSeries(text: string): GridSeries | undefined {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== GRID_SERIES_HEADER || lines.length === 0) return undefined;
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

/** A series in force, and the zone an act gave it to; undefined where its rows are not to be had. */
export interface SeriesInForce {
  readonly zone: string;
  readonly series: GridSeries | undefined;
}

/** Look-up over series in force, oldest first: the newest one of the zone that holds the hour wins. undefined without any. */
export function gridLookup(inForce: readonly SeriesInForce[]): GridLookup | undefined {
  if (inForce.length === 0) return undefined;
  const newestFirst = [...inForce].reverse();
  return (zone, hour) => {
    const holder = newestFirst.find((one) => one.zone === zone && one.series?.has(hour.getTime()));
    return holder?.series?.get(hour.getTime());
  };
}
