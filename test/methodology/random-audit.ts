import { SERIES_NAMES } from '../../src/core/documents/audit-site.ts';
import type { WireAudit, WireBatch, WireDataset, WireFlow, WireSite, WireWorkload } from './wire-audit.ts';

/** Seeded source of chance (mulberry32), so that every run compares the same documents. */
export type Chance = () => number;

export function seededChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const whole = (chance: Chance, low: number, high: number): number =>
  low + Math.floor(chance() * (high - low + 1));
export const often = (chance: Chance, share: number): boolean => chance() < share;
export const pick = <T>(chance: Chance, items: readonly T[], otherwise: T): T =>
  items[whole(chance, 0, items.length - 1)] ?? otherwise;

/** A decimal with up to six fraction digits between two whole numbers. */
export function decimal(chance: Chance, low: number, high: number): string {
  const digits = whole(chance, 0, 6);
  const fraction =
    digits === 0
      ? ''
      : `.${whole(chance, 0, 10 ** digits - 1)
          .toString()
          .padStart(digits, '0')}`;
  return `${whole(chance, low, high)}${fraction}`;
}

const instant = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

interface Shape {
  readonly start: number;
  readonly days: number;
  /** How wild the figures are: 0 stays near a sound document. */
  readonly wildness: number;
}

function randomSite(chance: Chance, id: string, shape: Shape): WireSite {
  const minutes = pick(chance, [60, 60, 60, 30, 15], 60);
  const length = (shape.days * 1440) / minutes + (often(chance, 0.03) ? whole(chance, -3, 3) : 0);
  const habit = pick(chance, ['live', 'live', 'live', 'live', 'flat', 'lean', 'exact'], 'live');
  const hours = Array.from({ length: Math.max(0, length) }, () => randomHour(chance, shape.wildness, habit));
  const gaps = often(chance, 0.3) ? 0.05 : 0;
  const column = (index: number) => hours.map((hour) => (often(chance, gaps) ? null : (hour[index] ?? '0')));
  const series = Object.fromEntries(SERIES_NAMES.map((name, index) => [name, column(index)])) as WireSite['series'];
  const total = (name: 'facility_kwh' | 'it_kwh') =>
    Math.round(
      series[name].reduce((sum, value) => sum + Number(value ?? 0), 0) * (1 + (chance() - 0.5) * shape.wildness * 0.03),
    );
  const meter = (measures: 'facility' | 'it') => ({
    meter_id: `${id}-${measures}`,
    measures,
    accuracy_class: '1',
    opening_kwh: '1000',
    closing_kwh: (1000 + total(`${measures}_kwh`)).toString(),
  });
  return {
    site_id: id,
    kind: 'owned',
    grid_zone: 'DE',
    pue_category: 2,
    interval_minutes: minutes,
    meters: often(chance, 0.04) ? [meter('it')] : [meter('facility'), meter('it')],
    carbon_source: 'random',
    price_source: 'random',
    cfe_evidence: [{ type: 'gc', ref: `GC-${id}`, kwh: decimal(chance, 0, 100 * length) }],
    heat_reused_kwh: often(chance, 0.5) ? '0' : decimal(chance, 0, 120 * length),
    series,
  };
}

/** In the order of the series: facility, IT, visible, deferrable, matched, grid share, intensity, price. */
function randomHour(chance: Chance, wildness: number, habit: string): readonly string[] {
  const it = habit === 'flat' ? '100' : decimal(chance, 80, 120);
  const base = Math.floor(Number(it));
  const spill = often(chance, 0.01 * wildness) ? 60 : 0;
  const visible = often(chance, habit === 'exact' ? 0.8 : 0.2) ? it : decimal(chance, base - 40, base - 1 + spill);
  return [
    decimal(chance, base + 1 - spill, base + (habit === 'lean' ? 2 : 60)),
    it,
    visible,
    decimal(chance, 0, Math.max(0, Math.floor(Number(visible)) - 1 + spill)),
    often(chance, 0.4) ? '0' : decimal(chance, 0, 60 + 3 * spill),
    often(chance, 0.005 * wildness) ? '1.000001' : `0.${whole(chance, 0, 999999).toString().padStart(6, '0')}`,
    decimal(chance, 20, often(chance, 0.003 * wildness) ? 1600 : 400),
    `${often(chance, 0.1) ? '-' : ''}${decimal(chance, 0, 120)}`,
  ];
}

function randomWorkload(chance: Chance, index: number, site: string, shape: Shape): WireWorkload {
  const missing = (value: string): string | null => (often(chance, 0.08) ? null : value);
  const reserved = whole(chance, 0, 20) === 0 ? 0 : whole(chance, 100, 3000);
  const kind = pick(chance, ['service', 'batch', 'platform'], 'service');
  const row: WireWorkload = {
    workload_id: `w-${often(chance, 0.02) ? 0 : index}`,
    site_id: site,
    name: `workload ${index}`,
    owner: missing('team'),
    schedule_ref: missing('cron:x'),
    registered_at: missing(instant(shape.start + whole(chance, -20, 2) * 86_400_000)),
    kind,
    deferrable: kind === 'batch' ? often(chance, 0.9) : often(chance, 0.1),
    capacity_unit: often(chance, 0.05) ? null : pick(chance, ['vcpu', 'vcpu', 'gpu', 'node', 'tpu'], 'vcpu'),
    redundancy: pick(chance, [1, 1, 1, 2, 2, often(chance, 0.2) ? 3 : 1], 1),
    energy_basis: pick(chance, ['measured', 'modelled'], 'measured'),
    energy_kwh: decimal(chance, 0, 40 * 24 * shape.days),
    reserved_units_h: reserved === 0 ? '0' : decimal(chance, reserved, reserved + 10),
    used_units_h: decimal(chance, 0, often(chance, 0.03) ? 4000 : Math.max(0, reserved - 1)),
    discarded_kwh: decimal(chance, 0, often(chance, 0.05) ? 500 : 5),
  };
  if (often(chance, 0.1)) row.first_run_at = instant(shape.start + whole(chance, -3, 3) * 86_400_000);
  if (often(chance, 0.3)) row.not_deferrable_reason = 'settlement deadline';
  return row;
}

function randomDataset(chance: Chance, index: number): WireDataset {
  const stored = whole(chance, 0, 300);
  return {
    dataset_id: `d-${index}`,
    owner: often(chance, 0.15) ? null : 'team',
    retention_rule: often(chance, 0.15) ? null : 'rule',
    stored_gb: decimal(chance, stored, stored),
    justified_gb: decimal(chance, 0, often(chance, 0.03) ? 400 : Math.max(0, stored - 1)),
    unique_gb: decimal(chance, 0, Math.max(0, stored - 1)),
    required_copies: pick(chance, [1, 2, 3, often(chance, 0.1) ? 5 : 2], 1),
  };
}

function randomFlow(chance: Chance, index: number): WireFlow {
  const moved = whole(chance, 1, 200);
  return {
    flow_id: `f-${index}`,
    owner: often(chance, 0.15) ? null : 'team',
    gb: decimal(chance, moved, moved),
    redundant_gb: decimal(chance, 0, often(chance, 0.03) ? 300 : moved - 1),
  };
}

function randomBatch(chance: Chance, index: number): WireBatch {
  const units = whole(chance, 0, 20);
  const routes = ['redeployed', 'resold', 'refurbished', 'donated', 'recycled', 'landfilled', 'unknown'];
  return {
    batch_id: `b-${index}`,
    units,
    mass_kg: decimal(chance, 20 * units, often(chance, 0.1) ? 400 * units : 25 * units + 5),
    embodied_kgco2e: decimal(chance, 900 * units, 1100 * units + 5),
    months_in_service: whole(chance, 0, 90),
    route: often(chance, 0.03) ? 'dropped' : pick(chance, routes, 'resold'),
    recovered_kg: decimal(chance, 0, often(chance, 0.05) ? 900 : 19 * units),
    certificate_ref: often(chance, 0.2) ? null : 'CERT',
  };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A small document that may break any rule a document can break without leaving the schema. */
export function randomAudit(chance: Chance): WireAudit {
  const days = often(chance, 0.04) ? 56 : whole(chance, 1, 4);
  const shape: Shape = { start: Date.parse('2026-01-05T00:00:00Z'), days, wildness: pick(chance, [0, 0, 1, 3], 0) };
  const late = often(chance, 0.03) ? 3_600_000 : 0;
  const sites = times(whole(chance, 1, 2), (index) =>
    randomSite(chance, often(chance, 0.02) ? 's' : `s-${index}`, shape),
  );
  const retired = times(whole(chance, 0, 4), (index) => randomBatch(chance, index));
  const close = 300 - retired.reduce((sum, batch) => sum + batch.units, 0) + (often(chance, 0.05) ? 1 : 0);
  const hardware = { owned: often(chance, 0.9), fleet_open: 250, acquired: 50, fleet_close: close, retired };
  const audit: WireAudit = {
    schema: 'cms-audit/1',
    methodology: 'CMS-1.0.0',
    level: whole(chance, 1, 4),
    organisation: { id: 'random', name: 'Random' },
    window: { start: instant(shape.start), end: instant(shape.start + days * 86_400_000 + late) },
    sites,
    capacity: times(whole(chance, 0, 3), (index) => ({
      unit: ['vcpu', 'gpu', 'node'][index] ?? 'vcpu',
      installed_units_h: decimal(chance, 0, 6000),
    })),
    workloads: times(whole(chance, 0, 6), (index) => randomWorkload(chance, index, 's-0', shape)),
    storage: {
      metered_gb: decimal(chance, 0, 900),
      datasets: times(whole(chance, 0, 4), (i) => randomDataset(chance, i)),
    },
    network: { metered_gb: decimal(chance, 0, 500), flows: times(whole(chance, 0, 4), (i) => randomFlow(chance, i)) },
    hardware: often(chance, 0.1) ? null : hardware,
  };
  if (often(chance, 0.7)) audit.claim = { composite_percent: decimal(chance, 20, 80) };
  return audit;
}

/** A fault that leaves the schema; whoever reads the document must refuse it. */
export function breakShape(audit: WireAudit, chance: Chance): void {
  const bad = pick(chance, ['1e3', '01', '1.', '.5', '1.1234567', '-1', '1234567890123456', '١'], '1e3');
  const site = audit.sites[0];
  if (site === undefined) return;
  const workload = randomWorkload(chance, 99, 's-0', { start: 0, days: 1, wildness: 0 });
  const faults: readonly (() => unknown)[] = [
    () => Object.assign(audit.network, { metered_gb: bad }),
    () => breakFirstInterval(site, bad),
    () => Object.assign(site, { interval_minutes: 20 }),
    () => Object.assign(audit.window, { end: '2026-02-30T00:00:00Z' }),
    () => Object.assign(audit.window, { start: '2026-01-05T00:00:00+00:00' }),
    () => audit.workloads.push({ ...workload, redundancy: -1 }),
    () => Object.assign(site, { heat_reused_kwh: bad }),
  ];
  pick(chance, faults, () => undefined)();
}

/** The reference script looks at no value of an interval in which another one is missing. */
function breakFirstInterval(site: WireSite, bad: string): void {
  for (const name of SERIES_NAMES) site.series[name][0] = '1';
  site.series.it_kwh[0] = bad;
}
