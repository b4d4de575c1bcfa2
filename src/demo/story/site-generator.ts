import { formatMicro } from '../../core/decimal.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { matchedEnergy } from './carbon-free.ts';
import { classifyDay } from './clean-hours.ts';
import { spreadDeferrable } from './deferrable.ts';
import { distribute, floorToStep, micro, sumOf } from './energy.ts';
import { type GridHour, gridDay } from './grid.ts';
import { hourWeights, isMissing } from './load-shape.ts';
import { isVisibleProfile, type SiteProfile, type WorkloadProfile } from './profile.ts';
import { between } from './random.ts';
import { CARBON_SOURCE, type EnergyHour, meterJson, PRICE_SOURCE, seriesJson, sumHours } from './series.ts';

/** Whole UTC days, the first as days since 1970-01-01. */
export interface DayWindow {
  readonly firstDay: number;
  readonly days: number;
}

export interface GeneratedSite {
  readonly profile: SiteProfile;
  readonly json: JsonObject;
  /** Over the hours that have a reading. */
  readonly sums: EnergyHour;
}

/** The energy of one site over the window, in 10^-6 kWh and whole steps. */
interface SiteBudget {
  readonly facility: bigint;
  readonly it: bigint;
  readonly services: bigint;
  readonly deferrable: bigint;
  readonly clean: bigint;
  readonly cheap: bigint;
}

/** Meters, series and evidence of one site. */
export function generateSite(profile: SiteProfile, window: DayWindow, seed: number): GeneratedSite {
  const days = Array.from({ length: window.days }, (_, index) => window.firstDay + index);
  const grid = days.flatMap((day) => gridDay(profile.zone, day));
  const known = days.flatMap((day) => knownHours(profile, window, day, seed));
  const hours = siteHours(profile, budgetOf(profile, window.days), { days, grid, known }, seed);
  const sums = sumHours(hours);
  return { profile, sums, json: siteJson(profile, { hours, grid, sums }, window, seed) };
}

const knownHours = (profile: SiteProfile, window: DayWindow, day: number, seed: number): boolean[] =>
  Array.from({ length: 24 }, (_, hour) => {
    const index = (day - window.firstDay) * 24 + hour;
    return !isMissing(index, window.days * 24, profile.missingHours, seed);
  });

function budgetOf(profile: SiteProfile, days: number): SiteBudget {
  const inWindow = (perDay: string): bigint => floorToStep(micro(perDay) * BigInt(days));
  const energyOf = (rows: readonly WorkloadProfile[]): bigint => sumOf(rows.map((row) => inWindow(row.kwhPerDay)));
  const visible = profile.workloads.filter(isVisibleProfile);
  const facility = inWindow(profile.facilityKwhPerDay);
  return {
    facility,
    it: floorToStep((facility * micro(profile.itShare)) / 1_000_000n),
    services: energyOf(visible.filter((row) => !row.deferrable)),
    deferrable: energyOf(visible.filter((row) => row.deferrable)),
    clean: inWindow(profile.cleanKwhPerDay),
    cheap: inWindow(profile.cheapKwhPerDay),
  };
}

interface Calendar {
  readonly days: readonly number[];
  readonly grid: readonly GridHour[];
  readonly known: readonly boolean[];
}

function siteHours(
  profile: SiteProfile,
  budget: SiteBudget,
  { days, grid, known }: Calendar,
  seed: number,
): (EnergyHour | null)[] {
  const weights = (kind: Parameters<typeof hourWeights>[0]): number[] =>
    days.flatMap((day) => hourWeights(kind, profile.zone, day, seed)).map((weight, hour) => (known[hour] ? weight : 0));
  const classes = days.flatMap((_, index) =>
    classifyDay(grid.slice(index * 24, index * 24 + 24), known.slice(index * 24, index * 24 + 24)),
  );
  const services = distribute(budget.services, weights('service'));
  const deferrable = spreadDeferrable(
    { total: budget.deferrable, clean: budget.clean, cheap: budget.cheap },
    classes,
    weights('batch'),
  );
  const unattributed = distribute(budget.it - budget.services - budget.deferrable, weights('remainder'));
  const overhead = distribute(budget.facility - budget.it, weights('overhead'));
  const visible = services.map((energy, hour) => energy + (deferrable[hour] ?? 0n));
  const it = visible.map((energy, hour) => energy + (unattributed[hour] ?? 0n));
  const facility = it.map((energy, hour) => energy + (overhead[hour] ?? 0n));
  const matched = matchedEnergy(profile.supply, facility, grid);
  return known.map((isKnown, hour) => {
    if (!isKnown) return null;
    return {
      facility: facility[hour] ?? 0n,
      it: it[hour] ?? 0n,
      visible: visible[hour] ?? 0n,
      deferrable: deferrable[hour] ?? 0n,
      matched: matched[hour] ?? 0n,
    };
  });
}

function siteJson(
  profile: SiteProfile,
  { hours, grid, sums }: { hours: readonly (EnergyHour | null)[]; grid: readonly GridHour[]; sums: EnergyHour },
  window: DayWindow,
  seed: number,
): JsonObject {
  const { site_id } = profile;
  // The register runs on while readings are missing.
  const registered = (energy: bigint): bigint => {
    const valid = BigInt(hours.length - profile.missingHours);
    return energy + floorToStep((energy * BigInt(profile.missingHours)) / valid);
  };
  const opening = (meter: number): bigint => BigInt(between(200_000, 9_000_000, seed, meter));
  return {
    site_id,
    kind: profile.kind,
    grid_zone: profile.zone,
    pue_category: profile.pueCategory,
    interval_minutes: 60,
    meters: [
      meterJson({ id: `${site_id}-main`, measures: 'facility', openingKwh: opening(1) }, registered(sums.facility)),
      meterJson({ id: `${site_id}-it`, measures: 'it', openingKwh: opening(2) }, registered(sums.it)),
    ],
    carbon_source: CARBON_SOURCE,
    price_source: PRICE_SOURCE,
    cfe_evidence: evidenceJson(site_id, sums.matched, window),
    heat_reused_kwh: formatMicro(floorToStep((sums.facility * micro(profile.heatShare)) / 1_000_000n)),
    series: seriesJson(hours, grid),
  };
}

/** One cancelled batch of granular certificates per window, for exactly what is matched. */
function evidenceJson(siteId: string, matched: bigint, { firstDay, days }: DayWindow): JsonObject[] {
  if (matched === 0n) return [];
  return [{ type: 'granular_certificate', ref: `GC-${siteId}-${firstDay}-${days}`, kwh: formatMicro(matched) }];
}
