import { formatUtcInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { BLUEGLADE_DAYS, BLUEGLADE_ZONE, bluegladeGrid, bluegladeHours } from './blueglade-load.ts';
import {
  BLUEGLADE_CAPACITY,
  BLUEGLADE_HARDWARE,
  BLUEGLADE_NETWORK,
  BLUEGLADE_SITE,
  BLUEGLADE_STORAGE,
  bluegladeWorkloads,
} from './blueglade-tables.ts';
import { dayStart, epochDay } from './moment.ts';
import { CARBON_SOURCE, meterJson, PRICE_SOURCE, seriesJson, sumHours } from './series.ts';

export interface BluegladeOptions {
  /** Midnight UTC after the last day of the window. */
  readonly windowEnd: Date;
  /** false: job-7731 has no owner and starts at 02:11. true: it was registered before the window and starts at 10:00. */
  readonly fixed: boolean;
}

/** Days before the window on which the known workloads were registered. */
const REGISTERED_DAYS_BEFORE = 200;
/** The last Friday before a window that starts on a Monday. */
const JOB_REGISTERED_DAYS_BEFORE = 3;

/**
 * The `cms-audit/1` body of Blueglade Technologies over the 56 days before `windowEnd`: composite 45.2 % with the hidden job,
 * 62.6 % with the same job owned, scheduled and moved, on the same machines and the same kWh (methodology 5.1 and 5.1b). The
 * score is exact and the same for every window.
 */
export function bluegladeAudit({ windowEnd, fixed }: BluegladeOptions): JsonObject {
  const end = epochDay(windowEnd);
  const start = end - BLUEGLADE_DAYS;
  const registered = atMorning(start - REGISTERED_DAYS_BEFORE);
  const jobRegistered = fixed ? atMorning(start - JOB_REGISTERED_DAYS_BEFORE) : null;
  return {
    schema: 'cms-audit/1',
    methodology: METHODOLOGY,
    level: 1,
    organisation: { id: 'blueglade', name: 'Blueglade Technologies' },
    window: { start: formatUtcInstant(dayStart(start)), end: formatUtcInstant(dayStart(end)) },
    sites: [siteJson(dayStart(start), fixed)],
    capacity: BLUEGLADE_CAPACITY,
    workloads: bluegladeWorkloads(registered, jobRegistered),
    storage: BLUEGLADE_STORAGE,
    network: BLUEGLADE_NETWORK,
    hardware: BLUEGLADE_HARDWARE,
    claim: { composite_percent: fixed ? '62.6' : '46.5', tier: 'Bronze' },
  };
}

function siteJson(windowStart: Date, fixed: boolean): JsonObject {
  const hours = bluegladeHours(windowStart, fixed);
  const sums = sumHours(hours);
  return {
    site_id: BLUEGLADE_SITE,
    kind: 'owned',
    grid_zone: BLUEGLADE_ZONE,
    pue_category: 2,
    interval_minutes: 60,
    meters: [
      meterJson({ id: 'dc1-main', measures: 'facility', openingKwh: 2_417_386n }, sums.facility),
      meterJson({ id: 'dc1-it', measures: 'it', openingKwh: 1_530_942n }, sums.it),
    ],
    carbon_source: CARBON_SOURCE,
    price_source: PRICE_SOURCE,
    cfe_evidence: [],
    heat_reused_kwh: '0',
    series: seriesJson(hours, bluegladeGrid(windowStart)),
  };
}

const atMorning = (day: number): string => formatUtcInstant(new Date(dayStart(day).getTime() + 30_600_000));
