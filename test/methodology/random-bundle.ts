import { type Chance, decimal, often, pick, randomAudit, whole } from './random-audit.ts';
import type { WireSite, WireWorkload } from './wire-audit.ts';

/** Live data around a random audit: its sites, its register, its inventory, and records that may be missing or doubled. */
export function randomBundle(chance: Chance) {
  const audit = randomAudit(chance);
  const { schema: _, level: __, storage, network, sites, workloads, ...rest } = audit;
  const opened = Date.parse(audit.window.start);
  const distinct = sites.filter((site, index) => sites.findIndex((other) => other.site_id === site.site_id) === index);
  return {
    ...rest,
    schema: 'cms-telemetry-bundle/1',
    sites: distinct.map(({ site_id, kind, grid_zone, interval_minutes }) => ({
      site_id,
      kind,
      grid_zone,
      interval_minutes,
    })),
    register: registerOf(workloads),
    records: distinct.flatMap((site) => recordsOf(chance, site, workloads, opened)),
    inventory: Array.from({ length: whole(chance, 0, 2) }, () => ({ ...audit.window, storage, network })),
  };
}

function registerOf(workloads: readonly WireWorkload[]) {
  const distinct = new Map(workloads.map((row) => [row.workload_id, row]));
  return [...distinct.values()].map(
    ({ energy_kwh: _e, reserved_units_h: _r, used_units_h: _u, discarded_kwh: _d, ...entry }) => entry,
  );
}

function recordsOf(chance: Chance, site: WireSite, workloads: readonly WireWorkload[], opened: number) {
  const step = site.interval_minutes * 60_000;
  const ids = [...new Set(workloads.map((row) => row.workload_id)), 'stranger'];
  const constant = often(chance, 0.3);
  return site.series.it_kwh.flatMap((it, index) => {
    if (it === null || often(chance, 0.02)) return [];
    const at = often(chance, 0.003) ? index + pick(chance, [1, -1, 5000], 1) : index;
    const value = (name: keyof WireSite['series']): string => site.series[name][index] ?? '0';
    const uses = ids
      .filter(() => often(chance, 0.9))
      .map((id) => ({
        workload_id: id,
        energy_kwh: constant && id === ids[0] ? '0' : decimal(chance, 0, 15),
        reserved_units_h: decimal(chance, 10, 20),
        used_units_h: decimal(chance, 0, 11),
        ...(often(chance, 0.5) ? { discarded_kwh: decimal(chance, 0, 0) } : {}),
      }));
    return [
      {
        schema: 'cms-telemetry/1',
        site_id: site.site_id,
        seq: index,
        start: new Date(opened + at * step).toISOString().replace('.000Z', 'Z'),
        minutes: site.interval_minutes,
        facility_kwh: value('facility_kwh'),
        it_kwh: it,
        matched_cfe_kwh: value('matched_cfe_kwh'),
        grid_cfe_share: value('grid_cfe_share'),
        carbon_intensity_g_per_kwh: value('carbon_intensity_g_per_kwh'),
        price_per_mwh: value('price_per_mwh'),
        heat_reused_kwh: decimal(chance, 0, 5),
        workloads: uses,
      },
    ];
  });
}
