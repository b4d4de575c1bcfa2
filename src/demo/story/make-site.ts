import type { ArchetypeWorkload, InvisibleWorkload } from './archetype.ts';
import { permilleText } from './grid.ts';
import type { SiteProfile, WorkloadProfile } from './profile.ts';
import { graded, type ProfileSpec } from './profile-spec.ts';
import { between, mix, seedOf } from './random.ts';

/** Ids of the organisation's own, so that no two certificates of the registry speak of one site. */
const SITE_NAMES = ['a', 'b', 'c'];

/** Meter totals, workloads and timing of one site. */
export function siteProfile(spec: ProfileSpec, zone: string, index: number, seed: number): SiteProfile {
  const efficiency = graded(spec.quality.efficiency, seed, 1);
  const timing = graded(spec.quality.timing, seed, 2);
  const itShare = 520 + efficiency * 4;
  const itKwh = Math.floor((spec.facilityKwhPerDay * itShare) / 1000);
  const site_id = `${spec.organisation}-${SITE_NAMES[index] ?? index}`;
  const workloads = [...visibleWorkloads(spec, itKwh, index), ...invisibleWorkloads(spec, itKwh, index)];
  const deferrable = workloads.reduce((sum, row) => sum + (row.deferrable ? Number(row.kwhPerDay) : 0), 0);
  return {
    site_id,
    kind: spec.kind,
    zone,
    pueCategory: 2,
    facilityKwhPerDay: spec.facilityKwhPerDay.toString(),
    itShare: permilleText(itShare),
    workloads,
    cleanKwhPerDay: Math.floor((deferrable * (280 + timing * 7)) / 1000).toString(),
    cheapKwhPerDay: Math.floor((deferrable * (260 + Math.floor((timing * 65) / 10))) / 1000).toString(),
    supply: { kind: 'contract', permille: Math.max(0, (timing - 35) * 11) },
    heatShare: permilleText(Math.max(0, (spec.quality.circularity - 62) * 2)),
    missingHours: spec.missingHours ?? 0,
  };
}

/** kWh a day that reserved capacity draws per unit, in watts. */
const WATTS = { vcpu: [5, 11], gpu: [180, 420], node: [200, 600] } as const;

function visibleWorkloads(spec: ProfileSpec, itKwh: number, site: number): WorkloadProfile[] {
  const visibleKwh = Math.floor((itKwh * spec.visible) / 1000);
  return spec.archetype.workloads.map((row, index) => {
    const seed = seedOf(`${spec.organisation}/${row.id}`);
    const kwh = Math.floor((visibleKwh * row.weight) / 100);
    return {
      ...workloadOf(spec, row, seed, site),
      ...figuresOf(spec, row, kwh, mix(seed, site, index)),
    };
  });
}

const localId = (id: string, site: number): string => (site === 0 ? id : `${id}-${SITE_NAMES[site] ?? site}`);

function workloadOf(spec: ProfileSpec, row: ArchetypeWorkload, seed: number, site: number) {
  const scheduler =
    row.kind !== 'batch' ? 'svc' : row.unit === 'gpu' ? 'slurm' : mix(seed) % 2 === 0 ? 'cron' : 'airflow';
  return {
    id: localId(row.id, site),
    name: row.name,
    owner: row.team,
    scheduleRef: `${scheduler}:${row.id}`,
    registered: 'before',
    kind: row.kind,
    deferrable: row.kind === 'batch',
    basis: spec.modelled?.includes(row.id) === true ? 'modelled' : 'measured',
    unit: row.unit,
    redundancy: row.redundancy,
  } as const;
}

function figuresOf(spec: ProfileSpec, row: ArchetypeWorkload, kwh: number, seed: number) {
  const grade = graded(spec.quality.efficiency, seed, 3);
  const waste = 260 - Math.floor((graded(spec.quality.circularity, seed, 4) * 23) / 10);
  return {
    kwhPerDay: kwh.toString(),
    units: unitsFor(row.unit, kwh, seed),
    utilisation: permilleText(Math.floor((row.use * (200 + grade * 8)) / 1000)),
    discardedKwhPerDay: Math.floor((kwh * Math.max(8, waste)) / 1000).toString(),
  };
}

function unitsFor(unit: WorkloadProfile['unit'], kwh: number, seed: number): number {
  const [low, high] = WATTS[unit];
  return Math.max(1, Math.floor((kwh * 1000) / (24 * between(low, high, seed, 5))));
}

/** Most of what has no owner is in the catalogue all the same; the rest is in no table. */
function invisibleWorkloads(spec: ProfileSpec, itKwh: number, site: number): WorkloadProfile[] {
  const hidden = Math.floor((itKwh * (1000 - spec.visible)) / 1000);
  const rows =
    spec.visible >= 985 ? [] : spec.visible >= 930 ? spec.archetype.invisible.slice(0, 1) : spec.archetype.invisible;
  const parts = rows.length === 1 ? [62] : [48, 25];
  return rows.map((row, index) => invisibleWorkload(spec, row, Math.floor((hidden * (parts[index] ?? 0)) / 100), site));
}

function invisibleWorkload(spec: ProfileSpec, row: InvisibleWorkload, kwh: number, site: number): WorkloadProfile {
  const seed = seedOf(`${spec.organisation}/${row.id}`);
  const known = row.lacks !== 'owner';
  return {
    id: localId(row.id, site),
    name: row.name,
    owner: known ? 'team-unassigned' : null,
    scheduleRef: row.lacks === 'time' ? `cron:${row.id}` : null,
    registered: row.lacks === 'time' ? 'late' : 'never',
    kind: 'batch',
    deferrable: false,
    kwhPerDay: kwh.toString(),
    basis: 'measured',
    unit: 'vcpu',
    units: unitsFor('vcpu', kwh, seed),
    utilisation: permilleText(between(90, 340, seed, 6)),
    redundancy: 1,
    discardedKwhPerDay: '0',
  };
}
