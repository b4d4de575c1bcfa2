import type { Attestation } from '../documents/attestation.ts';
import type { Issue } from '../errors.ts';
import type { GridLookup, GridValues } from '../methodology/reduction.ts';

const HOUR_MS = 3_600_000;

/** The grid's values an interval is scored with, or the members whose absence leaves it without. */
export type IntervalGrid =
  | { readonly grid: GridValues; readonly fromRegistry: boolean }
  | { readonly missing: readonly Issue[] };

/**
 * The registry's own values of the interval's hour, where a series in force holds them; the sender's otherwise, all three
 * (statements sections 5 and 6).
 *
 * @param zone of the site; undefined where nothing names one
 */
export function intervalGrid(a: Attestation, zone: string | undefined, lookup: GridLookup | undefined): IntervalGrid {
  const hour = new Date(Math.floor(a.start.getTime() / HOUR_MS) * HOUR_MS);
  const own = zone === undefined ? undefined : lookup?.(zone, hour);
  if (own !== undefined) return { grid: own, fromRegistry: true };
  const { grid_cfe_share, carbon_intensity_g_per_kwh, price_per_mwh } = a;
  if (grid_cfe_share !== null && carbon_intensity_g_per_kwh !== null && price_per_mwh !== null)
    return {
      grid: { cfeShare: grid_cfe_share, carbonIntensity: carbon_intensity_g_per_kwh, price: price_per_mwh },
      fromRegistry: false,
    };
  const absent = Object.entries({ grid_cfe_share, carbon_intensity_g_per_kwh, price_per_mwh }).filter(
    ([, value]) => value === null,
  );
  return {
    missing: absent.map(([name]) => ({
      pointer: `/${name}`,
      code: 'grid_missing',
      detail: 'the registry holds no series for this hour, so the sender must state the value',
    })),
  };
}
