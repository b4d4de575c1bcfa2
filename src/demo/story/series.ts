import { formatMicro } from '../../core/decimal.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { centsText, type GridHour, permilleText } from './grid.ts';

/** 10^-6 kWh of one site and hour. */
export interface EnergyHour {
  readonly facility: bigint;
  readonly it: bigint;
  readonly visible: bigint;
  readonly deferrable: bigint;
  readonly matched: bigint;
}

const total = (hours: readonly (EnergyHour | null)[], member: keyof EnergyHour): bigint =>
  hours.reduce((sum, hour) => sum + (hour === null ? 0n : hour[member]), 0n);

/** Sums of a site's hours; missing ones add nothing. */
export function sumHours(hours: readonly (EnergyHour | null)[]): EnergyHour {
  return {
    facility: total(hours, 'facility'),
    it: total(hours, 'it'),
    visible: total(hours, 'visible'),
    deferrable: total(hours, 'deferrable'),
    matched: total(hours, 'matched'),
  };
}

/** `sites[].series` of an audit. A missing hour is null in the metered columns; the grid's values are known all the same. */
export function seriesJson(hours: readonly (EnergyHour | null)[], grid: readonly GridHour[]): JsonObject {
  const column = (member: keyof EnergyHour): (string | null)[] =>
    hours.map((hour) => (hour === null ? null : formatMicro(hour[member])));
  return {
    facility_kwh: column('facility'),
    it_kwh: column('it'),
    visible_kwh: column('visible'),
    deferrable_kwh: column('deferrable'),
    matched_cfe_kwh: column('matched'),
    grid_cfe_share: grid.map((hour) => permilleText(hour.cfe)),
    carbon_intensity_g_per_kwh: grid.map((hour) => hour.intensity.toString()),
    price_per_mwh: grid.map((hour) => centsText(hour.price)),
  };
}

/** What a meter is, and its register before the window. */
export interface MeterPlan {
  readonly id: string;
  readonly measures: 'facility' | 'it';
  readonly openingKwh: bigint;
}

/** A cumulative meter whose register advances by `energy` (10^-6 kWh) in the window. */
export function meterJson({ id, measures, openingKwh }: MeterPlan, energy: bigint): JsonObject {
  const opening = openingKwh * 1_000_000n;
  return {
    meter_id: id,
    measures,
    accuracy_class: '1',
    opening_kwh: formatMicro(opening),
    closing_kwh: formatMicro(opening + energy),
  };
}

export const CARBON_SOURCE = 'consumption-based hourly average, location-based, example series';
export const PRICE_SOURCE = 'day-ahead price of the bidding zone, example series';
