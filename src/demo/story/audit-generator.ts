import { formatMicro } from '../../core/decimal.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { METHODOLOGY } from '../../core/methodology/cms-1.ts';
import { micro } from './energy.ts';
import { hardwareJson, networkJson, storageJson } from './inventory-json.ts';
import { dayStart, epochDay } from './moment.ts';
import type { SiteProfile, StoryProfile } from './profile.ts';
import { type GeneratedSite, generateSite } from './site-generator.ts';
import { workloadsJson } from './workload-json.ts';

export interface StoryAuditOptions {
  readonly organisation: { readonly id: string; readonly name: string };
  /** Midnight UTC. */
  readonly windowStart: Date;
  readonly days: number;
  readonly level: 1 | 2 | 3 | 4;
}

/** Units installed beyond those reserved, per cent. */
const SPARE_PERCENT = 102n;

/**
 * A `cms-audit/1` body without a claim, whose meters, series and tables agree to the last digit (methodology 1.5). The same
 * profile and window give the same bytes.
 */
export function storyAudit(profile: StoryProfile, options: StoryAuditOptions): JsonObject {
  const start = epochDay(options.windowStart);
  const window = { firstDay: start, days: options.days };
  const sites = profile.sites.map((site, index) => generateSite(site, window, profile.seed + index));
  return {
    schema: 'cms-audit/1',
    methodology: METHODOLOGY,
    level: options.level,
    organisation: { id: options.organisation.id, name: options.organisation.name },
    window: { start: formatUtcInstant(dayStart(start)), end: formatUtcInstant(dayStart(start + options.days)) },
    sites: sites.map((site) => site.json),
    capacity: capacityJson(profile.sites, options.days),
    workloads: sites.flatMap((site) => workloadsJson(site, window, profile.seed)),
    storage: storageJson(profile.storage),
    network: networkJson(profile.network),
    hardware: hardwareJson(profile.hardware),
    disclosures: disclosuresJson(profile, sites),
  };
}

function capacityJson(sites: readonly SiteProfile[], days: number): JsonObject[] {
  const units = new Map<string, bigint>();
  for (const { unit, units: reserved } of sites.flatMap((site) => site.workloads)) {
    units.set(unit, (units.get(unit) ?? 0n) + BigInt(reserved * days * 24));
  }
  return [...units].map(([unit, reserved]) => ({
    unit,
    installed_units_h: ((reserved * SPARE_PERCENT) / 100n).toString(),
  }));
}

/** Published and unscored (methodology 4.1): matched energy over facility energy, and water. */
function disclosuresJson(profile: StoryProfile, sites: readonly GeneratedSite[]): JsonObject {
  const sum = (of: (site: GeneratedSite) => bigint): bigint => sites.reduce((total, site) => total + of(site), 0n);
  const facility = sum((site) => site.sums.facility);
  const renewable = facility === 0n ? 0n : (sum((site) => site.sums.matched) * 1000n) / facility;
  return {
    ref: formatMicro(renewable * 1000n),
    wue_m3_per_mwh: formatMicro(micro('0.2') + BigInt(profile.seed % 90) * 10_000n),
  };
}
