import type { StoryProfile, WorkloadProfile } from './profile.ts';
import { seedOf } from './random.ts';

const workload = (
  id: string,
  name: string,
  owner: string,
  scheduleRef: string,
  figures: Pick<WorkloadProfile, 'kind' | 'kwhPerDay' | 'units' | 'utilisation'> & Partial<WorkloadProfile>,
): WorkloadProfile => ({
  id,
  name,
  owner,
  scheduleRef,
  registered: 'before',
  deferrable: figures.kind === 'batch',
  basis: 'measured',
  unit: 'vcpu',
  redundancy: 1,
  discardedKwhPerDay: '0',
  ...figures,
});

const batch = (id: string, units: number, massKg: number, embodiedKg: number, months: number) => ({
  id,
  units,
  massKg,
  embodiedKg,
  months,
  recoveredKg: 0,
  certificate: `CERT-VT-${id}`,
});

const dataset = (
  id: string,
  [owner, rule]: readonly [string | null, string | null],
  [storedGb, justifiedGb, uniqueGb]: readonly [number, number, number],
  copies: 1 | 2 | 3,
) => ({ id, owner, rule, storedGb, justifiedGb, uniqueGb, copies });

/**
 * VelocityTech Inc.: the thirteen shares of methodology 5.3, so a composite of exactly 92.4 % over any window. 16,000 kWh a day
 * at the facility meter and 14,560 at the IT meter.
 */
export const VELOCITYTECH: StoryProfile = {
  seed: seedOf('velocitytech'),
  sites: [
    {
      site_id: 'velocitytech-aarhus',
      kind: 'owned',
      zone: 'DK1',
      pueCategory: 3,
      facilityKwhPerDay: '16000',
      itShare: '0.91',
      cleanKwhPerDay: '4600',
      cheapKwhPerDay: '4187.5',
      supply: { kind: 'target', t1: '0.93' },
      heatShare: '0.118',
      missingHours: 0,
      workloads: [
        workload('settlement-api', 'settlement API', 'team-settlement', 'svc:settlement-api', {
          kind: 'service',
          kwhPerDay: '5000',
          units: 50_000,
          utilisation: '0.461872',
        }),
        workload('ledger-db', 'ledger database', 'team-ledger', 'svc:ledger-db', {
          kind: 'service',
          kwhPerDay: '3000',
          units: 30_000,
          utilisation: '0.24',
          redundancy: 2,
        }),
        workload('platform', 'platform overhead', 'team-sre', 'svc:platform', {
          kind: 'platform',
          kwhPerDay: '1560',
          units: 20_000,
          utilisation: '0.25',
        }),
        workload('archive-rebuild', 'archival rebuild', 'team-archive', 'cron:archive-rebuild', {
          kind: 'batch',
          kwhPerDay: '1970.88',
          units: 20_000,
          utilisation: '0.55',
          discardedKwhPerDay: '27.36',
          timing: { cleanKwhPerDay: '1740', cheapKwhPerDay: '1607.5' },
        }),
        workload('model-training', 'model training', 'team-ml', 'slurm:model-training', {
          kind: 'batch',
          kwhPerDay: '3000',
          units: 30_000,
          utilisation: '0.6',
          discardedKwhPerDay: '60',
        }),
      ],
    },
  ],
  storage: {
    meteredGb: 10_000_000,
    datasets: [
      dataset('ledger', ['team-ledger', 'finance-10y'], [3_500_000, 3_500_000, 1_180_000], 3),
      dataset('features', ['team-ml', 'ml-12m'], [2_950_000, 2_750_000, 1_375_000], 2),
      dataset('archive', ['team-archive', 'legal-30y'], [3_050_000, 3_000_000, 1_475_000], 2),
      dataset('logs', ['team-sre', 'logs-90d'], [430_000, 400_000, 400_000], 1),
      dataset('scratch', [null, null], [55_000, 0, 55_000], 1),
    ],
  },
  network: {
    meteredGb: 6_500_000,
    flows: [
      { id: 'client-egress', owner: 'team-settlement', gb: 3_900_000, redundantGb: 39_000 },
      { id: 'replication', owner: 'team-ledger', gb: 1_625_000, redundantGb: 26_000 },
      { id: 'training-data', owner: 'team-ml', gb: 650_000, redundantGb: 32_500 },
      { id: 'backup', owner: 'team-sre', gb: 318_500, redundantGb: 26_000 },
    ],
  },
  hardware: {
    fleetOpen: 4_180,
    acquired: 640,
    retired: [
      { ...batch('2021-A', 240, 7_300, 325_000, 58), route: 'resold' },
      { ...batch('2020-B', 120, 3_500, 155_000, 64), route: 'redeployed' },
      { ...batch('2021-C', 205, 9_200, 270_000, 60), route: 'recycled', recoveredKg: 8_400 },
    ],
  },
};
