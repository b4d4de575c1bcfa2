import type { JsonObject } from '../../core/json-value.ts';

/** What Blueglade lists beside its meters: the totals and shares of methodology 5.1. */

const SITE = 'blueglade-dc1';

const workload = (
  workload_id: string,
  name: string,
  [owner, schedule_ref, registered_at]: readonly [string | null, string | null, string | null],
  kind: 'service' | 'batch' | 'platform',
  figures: JsonObject,
): JsonObject => ({
  workload_id,
  site_id: SITE,
  name,
  owner,
  schedule_ref,
  registered_at,
  kind,
  deferrable: kind === 'batch',
  energy_basis: 'measured',
  capacity_unit: 'vcpu',
  redundancy: 1,
  discarded_kwh: '0',
  ...figures,
});

const JOB_FIGURES: JsonObject = {
  first_run_at: '2024-01-08T02:11:00Z',
  energy_kwh: '25200',
  reserved_units_h: '1344000',
  used_units_h: '403200',
};
const JOB_NAME = 'ARCHIVAL_REBUILD_LEGACY_2019-2023.sh';

/** The job as the audit finds it, or with the owner and the schedule it was given at `registeredAt`. */
function job(registeredAt: string | null): JsonObject {
  if (registeredAt !== null) {
    return workload(
      'job-7731',
      JOB_NAME,
      ['team-archive', 'cron:archival-rebuild', registeredAt],
      'batch',
      JOB_FIGURES,
    );
  }
  // Nobody registered it, so nobody declared that it can wait.
  return workload('job-7731', JOB_NAME, [null, null, null], 'batch', { ...JOB_FIGURES, deferrable: false });
}

/** The workload table. `since`: when the known workloads were registered; `jobSince`: when the job was, null if never. */
export function bluegladeWorkloads(since: string, jobSince: string | null): JsonObject[] {
  return [
    workload('customer-portal', 'customer portal', ['team-portal', 'svc:customer-portal', since], 'service', {
      energy_kwh: '67200',
      reserved_units_h: '6720000',
      used_units_h: '1008000',
    }),
    workload('billing-db', 'billing database', ['team-billing', 'svc:billing-db', since], 'service', {
      redundancy: 2,
      energy_kwh: '28000',
      reserved_units_h: '2800000',
      used_units_h: '336000',
    }),
    workload('nightly-backup', 'nightly backup', ['team-operations', 'cron:backup-all', since], 'batch', {
      energy_kwh: '10080',
      reserved_units_h: '1120000',
      used_units_h: '392000',
      discarded_kwh: '3500',
    }),
    workload('platform', 'platform overhead', ['team-operations', 'svc:platform', since], 'platform', {
      energy_kwh: '6720',
      reserved_units_h: '896000',
      used_units_h: '89600',
      discarded_kwh: '2100',
    }),
    job(jobSince),
  ];
}

export const BLUEGLADE_SITE = SITE;

export const BLUEGLADE_CAPACITY: JsonObject[] = [{ unit: 'vcpu', installed_units_h: '13200000' }];

type DatasetRow = readonly [string, string | null, string | null, number, number, number, number];
const dataset = ([dataset_id, owner, retention_rule, stored, justified, unique, copies]: DatasetRow): JsonObject => ({
  dataset_id,
  owner,
  retention_rule,
  stored_gb: stored.toString(),
  justified_gb: justified.toString(),
  unique_gb: unique.toString(),
  required_copies: copies,
});

export const BLUEGLADE_STORAGE: JsonObject = {
  metered_gb: '400000',
  datasets: [
    dataset(['customer-records', 'team-portal', 'contract-10y', 95_000, 84_000, 42_000, 2]),
    dataset(['billing', 'team-billing', 'tax-10y', 58_000, 50_000, 25_000, 2]),
    dataset(['backups', 'team-operations', 'backup-35d', 105_000, 18_000, 16_000, 1]),
    dataset(['archive-2019-2023', null, null, 125_000, 0, 61_000, 1]),
  ],
};

const flow = (flow_id: string, owner: string, gb: number, redundant: number): JsonObject => ({
  flow_id,
  owner,
  gb: gb.toString(),
  redundant_gb: redundant.toString(),
});

export const BLUEGLADE_NETWORK: JsonObject = {
  metered_gb: '50000',
  flows: [
    flow('portal-egress', 'team-portal', 21_000, 2_600),
    flow('backup-copy', 'team-operations', 14_000, 6_800),
    flow('billing-replication', 'team-billing', 5_700, 800),
  ],
};

const BATCHES: JsonObject[] = [
  {
    batch_id: 'servers-2020',
    units: 20,
    mass_kg: '520',
    embodied_kgco2e: '26000',
    months_in_service: 58,
    route: 'resold',
    recovered_kg: '0',
    certificate_ref: 'CERT-BG-2020-S',
  },
  {
    batch_id: 'storage-2021',
    units: 16,
    mass_kg: '380',
    embodied_kgco2e: '24000',
    months_in_service: 50,
    route: 'recycled',
    recovered_kg: '290',
    certificate_ref: 'CERT-BG-2021-R',
  },
];

export const BLUEGLADE_HARDWARE: JsonObject = {
  owned: true,
  fleet_open: 236,
  acquired: 28,
  fleet_close: 228,
  retired: BATCHES,
};
