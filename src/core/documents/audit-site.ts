import type { Micro } from '../decimal.ts';
import { intervalMinutes, ROW_LIMIT } from './audit-parts.ts';
import { count, decimal, list, object, oneOf, optional, type Reader, series, text } from './audit-reader.ts';

export interface AuditMeter {
  readonly meter_id: string;
  readonly measures: 'facility' | 'it';
  readonly accuracy_class: string;
  readonly opening_kwh: Micro;
  readonly closing_kwh: Micro;
}

/** One value per interval; null is a missing measurement, never zero. */
export type Series = readonly (Micro | null)[];

export const SERIES_NAMES = [
  'facility_kwh',
  'it_kwh',
  'visible_kwh',
  'deferrable_kwh',
  'matched_cfe_kwh',
  'grid_cfe_share',
  'carbon_intensity_g_per_kwh',
  'price_per_mwh',
] as const;
export type SeriesName = (typeof SERIES_NAMES)[number];

export interface CfeEvidence {
  readonly type: string;
  readonly ref: string;
  readonly kwh: Micro;
}

export interface AuditSite {
  readonly site_id: string;
  readonly kind: 'owned' | 'colocation' | 'cloud';
  readonly grid_zone: string;
  readonly interval_minutes: number;
  readonly pue_category: number;
  readonly meters: readonly AuditMeter[];
  readonly series: Readonly<Record<SeriesName, Series>>;
  readonly cfe_evidence: readonly CfeEvidence[];
  readonly carbon_source: string;
  readonly price_source: string;
  /** Heat meter at the hand-off; null when absent, which scores 0. */
  readonly heat_reused_kwh: Micro | null;
}

/** Entries of one series: 400 days of quarter-hours and room for a wrong length to be reported as R03. */
const INTERVAL_LIMIT = 131_072;

const meter: Reader<AuditMeter> = object({
  meter_id: text,
  measures: oneOf('facility', 'it'),
  accuracy_class: text,
  opening_kwh: decimal,
  closing_kwh: decimal,
});

const unsigned = series(false, INTERVAL_LIMIT);
const siteSeries: Reader<AuditSite['series']> = object({
  facility_kwh: unsigned,
  it_kwh: unsigned,
  visible_kwh: unsigned,
  deferrable_kwh: unsigned,
  matched_cfe_kwh: unsigned,
  grid_cfe_share: unsigned,
  carbon_intensity_g_per_kwh: unsigned,
  price_per_mwh: series(true, INTERVAL_LIMIT),
});

/** One site of an audit (methodology 4.1). */
export const site: Reader<AuditSite> = object({
  site_id: text,
  kind: oneOf('owned', 'colocation', 'cloud'),
  grid_zone: text,
  interval_minutes: intervalMinutes,
  pue_category: count(1, 3),
  meters: list(meter, 100),
  series: siteSeries,
  cfe_evidence: list(object({ type: text, ref: text, kwh: decimal }), ROW_LIMIT),
  carbon_source: text,
  price_source: text,
  heat_reused_kwh: optional(decimal),
});
