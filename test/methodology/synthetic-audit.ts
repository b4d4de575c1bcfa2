import type { RegistryFacts } from '../../src/core/methodology/tiers.ts';
import { rational } from '../../src/core/rational.ts';
import type { WireAudit, WireSite, WireWorkload } from './wire-audit.ts';

/**
 * An audit whose score can be worked out by hand. Per day: IT 2,400 kWh, facility 1.25 times that, 2 kWh an hour in no table,
 * 120 kWh of batch work from 10 to 16 h. Hours 8 to 20 are clean, hours 0 to 12 cheap. Readings alternate and drift from day
 * to day around those means, so that no plausibility flag is raised.
 */
export interface SyntheticOptions {
  readonly organisation?: string;
  readonly name?: string;
  readonly level?: 1 | 2 | 3 | 4;
  /** First day, `YYYY-MM-DD`. */
  readonly start?: string;
  /** Even, so that the daily drift sums to zero. */
  readonly days?: number;
  /** Into how many equal services the main one is split. */
  readonly services?: number;
  readonly siteId?: string;
}

export const SYNTHETIC = {
  submetrics: {
    E1: '4/5',
    E2: '49/50',
    E3: '61/80',
    T1: '7/10',
    T2: '5/7',
    T3: '5/21',
    D1: '4/5',
    D2: '33/50',
    D3: '4/5',
    C1: '22/25',
    C2: '7/10',
    C3: '97/100',
    C4: '1/10',
  },
  mirrors: { efficiency: '6799/8000', timing: '46/75', data_diet: '379/500', circularity: '1577/2000' },
  composite_percent: '74.7',
} as const;

/** Facts under which the synthetic audit is Silver: everything but telemetry and level holds for more. */
export const SYNTHETIC_FACTS: RegistryFacts = {
  auditLevel: 2,
  countersigned: true,
  scopeShare: rational(4n, 5n),
  telemetryDays: 0,
  telemetryCoverage: rational(0n),
  surveillanceDelta: null,
  measuredShareConfirmed: true,
};

const MS_PER_DAY = 86_400_000;
/** Thousandths, exact as long as the arithmetic stays on integers. */
export const thousandths = (value: number): string =>
  `${Math.floor(value / 1000)}.${(value % 1000).toString().padStart(3, '0')}`.replace(/\.?0+$/, '') || '0';
const instant = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** Wh of IT in an hour: 100 kWh, 10 more in even hours, 10 less in odd ones, drifting with the day. */
export function itWattHours(day: number, hour: number, days: number): number {
  return 100_000 + (hour % 2 === 0 ? 10_000 : -10_000) + 40 * (2 * day - days + 1);
}

export const batchWattHours = (hour: number): number => (hour >= 10 && hour < 16 ? 20_000 : 0);

function syntheticSite(siteId: string, days: number): WireSite {
  const hours = Array.from({ length: 24 * days }, (_, index) => ({ day: Math.floor(index / 24), hour: index % 24 }));
  const it = hours.map(({ day, hour }) => itWattHours(day, hour, days));
  const total = 2_400_000 * days;
  const meter = (measures: string, advance: number) => ({
    meter_id: `${siteId}-${measures}`,
    measures,
    accuracy_class: '1',
    opening_kwh: '1000',
    closing_kwh: thousandths(1_000_000 + advance),
  });
  return {
    site_id: siteId,
    kind: 'owned',
    grid_zone: 'ZZ',
    pue_category: 2,
    interval_minutes: 60,
    meters: [meter('facility', (total / 4) * 5), meter('it', total)],
    carbon_source: 'synthetic zone',
    price_source: 'synthetic zone',
    cfe_evidence: [{ type: 'granular_certificate', ref: `GC-${siteId}`, kwh: thousandths(1_200_000 * days) }],
    heat_reused_kwh: thousandths(300_000 * days),
    series: {
      facility_kwh: it.map((value) => thousandths((value / 4) * 5)),
      it_kwh: it.map(thousandths),
      visible_kwh: it.map((value) => thousandths(value - 2_000)),
      deferrable_kwh: hours.map(({ hour }) => thousandths(batchWattHours(hour))),
      matched_cfe_kwh: hours.map(() => '50'),
      grid_cfe_share: hours.map(() => '0.5'),
      carbon_intensity_g_per_kwh: hours.map(({ hour }) => (hour >= 8 && hour < 20 ? '150' : '300')),
      price_per_mwh: hours.map(({ hour }) => (hour < 12 ? '40' : '80')),
    },
  };
}

function workload(
  id: string,
  site: string,
  kind: string,
  figures: readonly [number, number, number, number],
): WireWorkload {
  const [energy, reserved, used, discarded] = figures;
  return {
    workload_id: id,
    site_id: site,
    name: id,
    owner: `team-${kind}`,
    schedule_ref: `${kind}:${id}`,
    registered_at: '2025-06-01T09:00:00Z',
    kind,
    deferrable: kind === 'batch',
    capacity_unit: 'vcpu',
    redundancy: 1,
    energy_basis: 'measured',
    energy_kwh: thousandths(energy),
    reserved_units_h: thousandths(reserved),
    used_units_h: thousandths(used),
    discarded_kwh: thousandths(discarded),
  };
}

function syntheticWorkloads(site: string, days: number, services: number): WireWorkload[] {
  const per = (perDay: number): number => (perDay * 1000 * days) / services;
  const split = Array.from({ length: services }, (_, index) =>
    workload(services === 1 ? 'web' : `web-${index}`, site, 'service', [per(1980), per(180_000), per(72_000), 0]),
  );
  const whole = (perDay: number): number => perDay * 1000 * days;
  const batch = workload('batch', site, 'batch', [whole(120), whole(12_000), whole(6_000), whole(24)]);
  const platform = workload('platform', site, 'platform', [whole(252), whole(36_000), whole(9_000), 0]);
  return [...split, batch, platform];
}

export function syntheticAudit(options: SyntheticOptions = {}): WireAudit {
  const { days = 56, start = '2026-01-05', siteId = 'site-1', services = 1, organisation = 'synthetic' } = options;
  const opened = Date.parse(`${start}T00:00:00Z`);
  return {
    schema: 'cms-audit/1',
    methodology: 'CMS-1.0.0',
    level: options.level ?? 2,
    organisation: { id: organisation, name: options.name ?? 'Synthetic Industries' },
    window: { start: instant(opened), end: instant(opened + days * MS_PER_DAY) },
    sites: [syntheticSite(siteId, days)],
    capacity: [{ unit: 'vcpu', installed_units_h: thousandths(228_000_000 * days) }],
    workloads: syntheticWorkloads(siteId, days, services),
    storage: {
      metered_gb: '1000',
      datasets: [
        {
          dataset_id: 'orders',
          owner: 'team-orders',
          retention_rule: 'tax-10y',
          stored_gb: '600',
          justified_gb: '540',
          unique_gb: '200',
          required_copies: 2,
        },
        {
          dataset_id: 'logs',
          owner: 'team-ops',
          retention_rule: 'logs-90d',
          stored_gb: '300',
          justified_gb: '260',
          unique_gb: '260',
          required_copies: 1,
        },
      ],
    },
    network: {
      metered_gb: '500',
      flows: [
        { flow_id: 'egress', owner: 'team-web', gb: '300', redundant_gb: '30' },
        { flow_id: 'backup', owner: 'team-ops', gb: '150', redundant_gb: '20' },
      ],
    },
    hardware: {
      owned: true,
      fleet_open: 100,
      acquired: 15,
      fleet_close: 95,
      retired: [
        {
          batch_id: 'resold',
          units: 10,
          mass_kg: '200',
          embodied_kgco2e: '8000',
          months_in_service: 48,
          route: 'resold',
          recovered_kg: '0',
          certificate_ref: 'CERT-1',
        },
        {
          batch_id: 'recycled',
          units: 10,
          mass_kg: '300',
          embodied_kgco2e: '12000',
          months_in_service: 36,
          route: 'recycled',
          recovered_kg: '240',
          certificate_ref: 'CERT-2',
        },
      ],
    },
  };
}
