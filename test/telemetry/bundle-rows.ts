import type { Digest, PartyId } from '../../src/core/ids.ts';
import type { RegisterEntry, TelemetryBundle, TelemetryRecord } from '../../src/core/methodology/telemetry-bundle.ts';
import type { AcceptedInterval } from '../../src/core/telemetry/accepted-interval.ts';
import type { SiteRow } from '../../src/core/telemetry/accumulator-row.ts';
import { dayOf } from '../../src/core/telemetry/day.ts';
import type { WorkloadFacts } from '../../src/core/telemetry/register.ts';
import { type FactsAt, type SiteDay, siteRow } from '../../src/core/telemetry/site-row.ts';

/** A record of a bundle as an attestation that was accepted in time. */
export function toInterval(record: TelemetryRecord): AcceptedInterval {
  return {
    // Rows do not look at digests.
    digest: `${record.site_id} ${record.start.toISOString()}` as Digest,
    attestation: {
      site_id: record.site_id,
      chain: { epoch: 0, seq: 0, prev: null },
      start: record.start,
      minutes: 60,
      facility_kwh: record.facility_kwh,
      it_kwh: record.it_kwh,
      registers: { facility_kwh: 0n, it_kwh: 0n },
      matched_cfe_kwh: record.matched_cfe_kwh,
      heat_reused_kwh: record.heat_reused_kwh,
      grid_cfe_share: record.grid_cfe_share,
      carbon_intensity_g_per_kwh: record.carbon_intensity_g_per_kwh,
      price_per_mwh: record.price_per_mwh,
      workloads: record.workloads.map((use) => ({ ...use, discarded_kwh: use.discarded_kwh ?? 0n })),
    },
    acceptedAt: record.start,
    late: false,
    counted: true,
    grid: {
      cfeShare: record.grid_cfe_share,
      carbonIntensity: record.carbon_intensity_g_per_kwh,
      price: record.price_per_mwh,
    },
    gridFromRegistry: false,
  };
}

/** The register of a bundle as facts: what it says of a workload counts, as if an audit had confirmed all of it. */
export function bundleFacts(bundle: TelemetryBundle): FactsAt {
  const register = new Map(bundle.register.map((entry) => [entry.workload_id, entry]));
  return (id, start) => {
    const entry = register.get(id);
    return entry === undefined ? UNKNOWN : factsOf(entry, start);
  };
}

const UNKNOWN: WorkloadFacts = {
  visible: false,
  redundancy: 1,
  unit: null,
  deferrable: false,
  measured: false,
  kind: null,
  name: null,
};

function factsOf(entry: RegisterEntry, start: Date): WorkloadFacts {
  const registered = entry.registered_at !== null && entry.registered_at <= start;
  return {
    visible: registered && entry.owner !== null && entry.schedule_ref !== null,
    redundancy: entry.redundancy === 2 ? 2 : 1,
    unit: entry.capacity_unit,
    deferrable: entry.deferrable,
    measured: entry.energy_basis === 'measured',
    kind: entry.kind,
    name: entry.name,
  };
}

/** The records of a bundle that it counts, by site and day. */
export function siteDays(bundle: TelemetryBundle): readonly SiteDay[] {
  const factsAt = bundleFacts(bundle);
  const days = new Map<string, { site: string; minutes: number; day: string; intervals: AcceptedInterval[] }>();
  const seen = new Set<string>();
  for (const record of bundle.records) {
    const site = bundle.sites.find((one) => one.site_id === record.site_id);
    const interval = toInterval(record);
    const isInside = bundle.window.start <= record.start && record.start < bundle.window.end;
    if (site === undefined || !isInside || seen.has(interval.digest)) continue;
    seen.add(interval.digest);
    const day = dayOf(record.start);
    const key = JSON.stringify([site.site_id, day]);
    const known = days.get(key) ?? { site: site.site_id, minutes: site.interval_minutes, day, intervals: [] };
    days.set(key, known);
    known.intervals.push(interval);
  }
  const org: PartyId = bundle.organisation.id;
  return [...days.values()].map((day) => ({ org, factsAt, ...day }));
}

export const siteRows = (bundle: TelemetryBundle): readonly SiteRow[] => siteDays(bundle).map((day) => siteRow(day));
