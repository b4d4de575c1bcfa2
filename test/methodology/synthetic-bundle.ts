import { batchWattHours, itWattHours, type SyntheticOptions, syntheticAudit, thousandths } from './synthetic-audit.ts';

const MS_PER_HOUR = 3_600_000;

/** The live form of the synthetic audit: the same window, measured interval by interval. */
export function syntheticBundle(options: SyntheticOptions = {}) {
  const audit = syntheticAudit(options);
  const [site] = audit.sites;
  if (site === undefined) throw new RangeError('the synthetic audit has one site');
  const { series, meters: _, cfe_evidence: __, heat_reused_kwh: ___, ...rest } = site;
  const days = series.it_kwh.length / 24;
  const opened = Date.parse(audit.window.start);
  const records = series.it_kwh.map((it, index) => ({
    schema: 'cms-telemetry/1',
    site_id: site.site_id,
    seq: index,
    start: new Date(opened + index * MS_PER_HOUR).toISOString().replace('.000Z', 'Z'),
    minutes: 60,
    facility_kwh: series.facility_kwh[index] ?? '0',
    it_kwh: it ?? '0',
    matched_cfe_kwh: '50',
    grid_cfe_share: '0.5',
    carbon_intensity_g_per_kwh: series.carbon_intensity_g_per_kwh[index] ?? '0',
    price_per_mwh: series.price_per_mwh[index] ?? '0',
    heat_reused_kwh: '12.5',
    workloads: usesIn(Math.floor(index / 24), index % 24, days),
  }));
  return {
    schema: 'cms-telemetry-bundle/1',
    methodology: audit.methodology,
    organisation: audit.organisation,
    window: audit.window,
    sites: [{ site_id: rest.site_id, kind: rest.kind, grid_zone: rest.grid_zone, interval_minutes: 60 }],
    capacity: audit.capacity,
    register: audit.workloads.map(
      ({ energy_kwh: _e, reserved_units_h: _r, used_units_h: _u, discarded_kwh: _d, ...entry }) => entry,
    ),
    records,
    inventory: [{ ...audit.window, storage: audit.storage, network: audit.network }],
    hardware: audit.hardware,
  };
}

function usesIn(day: number, hour: number, days: number) {
  const batch = batchWattHours(hour);
  const use = (id: string, energy: number, reserved: number, used: number, discarded: number) => ({
    workload_id: id,
    energy_kwh: thousandths(energy),
    reserved_units_h: thousandths(reserved),
    used_units_h: thousandths(used),
    discarded_kwh: thousandths(discarded),
  });
  const web = itWattHours(day, hour, days) - 2_000 - 10_500 - batch;
  const rows = [use('web', web, 7_500_000, 3_000_000, 0), use('platform', 10_500, 1_500_000, 375_000, 0)];
  return batch === 0 ? rows : [...rows, use('batch', batch, 2_000_000, 1_000_000, 4_000)];
}
