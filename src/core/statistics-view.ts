import type { FacetCount } from './views.ts';

/* The register in numbers (`GET /v1/statistics`): counts of what the listing shows at the same position, and how it came to that. */

/** Days of a row's sparkline, up to the last closed day. */
export const TREND_DAYS = 56;

/** Live composites of the last closed days in per cent, oldest first; null where a day has no evaluation. `TREND_DAYS` of them. */
export type Trend = readonly (string | null)[];

/** Changes of certificates that a month's leaves record. */
export const CERTIFICATE_CHANGES = [
  'issued',
  'watch',
  'suspended',
  'reinstated',
  'superseded',
  'withdrawn',
  'expired',
] as const;
export type CertificateChange = (typeof CERTIFICATE_CHANGES)[number];

/** One calendar month, UTC. The newest goes as far as the position. */
export interface StatisticsMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Leaves of the month, by what they record. */
  readonly changes: Readonly<Record<CertificateChange, number>>;
  /** Organisations certified when it ended, by tier; tiers that nobody holds are left out. */
  readonly certified: readonly FacetCount[];
}

/** Medians over the organisations certified, per cent, one digit, half to even; of an even number the mean of the middle two. */
export interface Medians {
  /** From composites of six digits: their exact form is a root. */
  readonly composite: string;
  readonly efficiency: string;
  readonly timing: string;
  readonly data_diet: string;
  readonly circularity: string;
}

/** Energy that the newest evaluations of certified organisations saw, over their trailing windows. */
export interface EnergySeen {
  readonly organisations: number;
  /** Exact, reduced `num/den`, kWh. */
  readonly it_kwh: string;
  /** Of it, what no registered, owned workload answers for. */
  readonly unattributed_kwh: string;
}

/** `GET /v1/statistics` without its position. Counts without an organisation are left out; the order is that of the count. */
export interface StatisticsView {
  /** With a public entry, certified or not. */
  readonly organisations: number;
  /** With a standing certificate, state `active` or `watch`: over these the rest is counted, `states` apart. */
  readonly certified: number;
  readonly tiers: readonly FacetCount[];
  /** Over all organisations; those who never had a certificate have none. */
  readonly states: readonly FacetCount[];
  readonly assurance: readonly FacetCount[];
  readonly countries: readonly FacetCount[];
  readonly sectors: readonly FacetCount[];
  /** Freshness now; `none` for all where the past is asked for. */
  readonly live: readonly FacetCount[];
  /** By composite, 20 steps of five points from 0; 100 is in the last. */
  readonly composites: readonly number[];
  /** Null while nobody is certified. */
  readonly medians: Medians | null;
  /** Null without an evaluation. */
  readonly energy: EnergySeen | null;
  /** From the first leaf to the position, oldest first. */
  readonly months: readonly StatisticsMonth[];
}
