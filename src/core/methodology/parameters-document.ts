import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { formatExactDecimal, formatRational, type Rational } from '../rational.ts';
import { CMS_1, type Parameters, type Range } from './cms-1.ts';

/**
 * Every weight, bound and threshold as a document that can be canonicalised and hashed (methodology 7). Exact values are
 * decimal strings, or `num/den` where a decimal does not end.
 */
export function parametersDocument(p: Parameters = CMS_1): JsonObject {
  return {
    methodology: p.methodology,
    weights_percent: mapValues(p.weights, (weights) => mapValues(weights, (weight) => Number(weight))),
    tiers: mapValues(p.tiers, (tier) => ({
      composite: exact(tier.composite),
      every_mirror: exact(tier.everyMirror),
      visibility: exact(tier.visibility),
      measured_share: exact(tier.measuredShare),
      scope_share: exact(tier.scopeShare),
      assurance_level: tier.assuranceLevel,
      telemetry_days: tier.telemetryDays,
      telemetry_coverage: exact(tier.telemetryCoverage),
      surveillance_delta_points: tier.surveillanceDelta === null ? null : exact(tier.surveillanceDelta),
      site_coverage: exact(tier.siteCoverage),
      allows_no_hardware: tier.allowsNoHardware,
    })),
    reference: {
      utilisation: exact(p.referenceUtilisation),
      ratio_parts: Number(p.ratioParts),
      redundancies: [...p.redundancies],
      clean_intensity_g_per_kwh: exact(p.cleanIntensity),
      max_copies: p.maxCopies,
      life_months: Number(p.lifeMonths),
      interval_minutes: [...p.intervalMinutes],
    },
    tolerances: {
      meter: exact(p.meterTolerance),
      parts: exact(p.partsTolerance),
      capacity: exact(p.capacityTolerance),
      capacity_reject_level: p.capacityRejectLevel,
    },
    window_days: { min: p.windowDays.min, level_1_max: p.windowDays.levelOneMax, max_age: p.windowDays.maxAge },
    level_2_days: p.levelTwoDays,
    plausibility: plausibility(p),
    claim: {
      confirmed_points: exact(p.claim.confirmed),
      materiality: exact(p.claim.materiality),
      materiality_obsidian: exact(p.claim.materialityHigh),
    },
    live: live(p),
  };
}

function plausibility(p: Parameters): JsonObject {
  return {
    pue: range(p.pue),
    max_intensity_g_per_kwh: exact(p.maxIntensity),
    flat_line_readings: p.flatLineReadings,
    copied_days: p.copiedDays,
    constant_share_intervals: p.constantShareIntervals,
    watts_per_unit: mapValues(p.watts, range),
    kg_per_unit: range(p.kgPerUnit),
    kgco2e_per_unit: range(p.embodiedPerUnit),
  };
}

function live(p: Parameters): JsonObject {
  return {
    issue_days: p.live.issueDays,
    hold_composite: exact(p.live.holdComposite),
    hold_mirror: exact(p.live.holdMirror),
    hold_visibility: exact(p.live.holdVisibility),
    downgrade_days: p.live.downgradeDays,
    below_plain: { days: p.live.belowPlain.days, of: p.live.belowPlain.of },
    invisible_factor: p.live.invisibleFactor,
    invisible_days: p.live.invisibleDays,
    reject_cure_days: p.live.rejectCureDays,
    late_hours: p.live.lateHours,
    stale_hours: p.live.staleHours,
    silent_days: p.live.silentDays,
    silent_downgrade_days: p.live.silentDowngradeDays,
    cure_days: p.live.cureDays,
    trailing_days: { short: p.live.trailingDays.short, long: p.live.trailingDays.long },
  };
}

const exact = (value: Rational): string => formatExactDecimal(value) ?? formatRational(value);
const range = (value: Range): JsonObject => ({ low: exact(value.low), high: exact(value.high) });

function mapValues<V>(record: Readonly<Record<string, V>>, convert: (value: V) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}

/** SHA-256, lower-case hexadecimal, of RFC 8785 of the parameters document: names the methodology in force, to the last bound. */
export function methodologySha256(p: Parameters = CMS_1): string {
  return createHash('sha256')
    .update(canonicalize(parametersDocument(p)) ?? '')
    .digest('hex');
}
