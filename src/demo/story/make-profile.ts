import type { Archetype, ArchetypeDataset, ArchetypeWorkload, InvisibleWorkload } from './archetype.ts';
import { permilleText } from './grid.ts';
import type {
  BatchProfile,
  DatasetProfile,
  HardwareProfile,
  SiteProfile,
  StoryProfile,
  WorkloadProfile,
} from './profile.ts';
import { between, mix, seedOf } from './random.ts';

/** How well an organisation does under each mirror, 0 (unmanaged) to 100 (as well as anyone). */
export interface Quality {
  readonly efficiency: number;
  readonly timing: number;
  readonly data: number;
  readonly circularity: number;
}

export interface ProfileSpec {
  readonly organisation: string;
  readonly archetype: Archetype;
  readonly zones: readonly [string, ...string[]];
  readonly kind: SiteProfile['kind'];
  /** kWh a day at each site's facility meter. */
  readonly facilityKwhPerDay: number;
  readonly quality: Quality;
  /** E2: IT energy with owner and schedule, permille. */
  readonly visible: number;
  /** Workloads whose energy is modelled instead of measured. */
  readonly modelled?: readonly string[];
  readonly missingHours?: number;
  readonly ownsHardware?: boolean;
}

/** Ids of the organisation's own, so that no two certificates of the registry speak of one site. */
const SITE_NAMES = ['a', 'b', 'c'];

/** A full profile from a row of grades. */
export function makeProfile(spec: ProfileSpec): StoryProfile {
  const seed = seedOf(spec.organisation);
  const sites = spec.zones.map((zone, index) => siteProfile(spec, zone, index, seed + index));
  return {
    seed,
    sites,
    storage: storageProfile(spec, seed),
    network: networkProfile(spec, seed),
    hardware: (spec.ownsHardware ?? spec.kind !== 'cloud') ? hardwareProfile(spec, seed) : null,
  };
}

/** A grade with a little of the organisation's own, 0..100. */
const graded = (grade: number, seed: number, topic: number): number =>
  Math.min(100, Math.max(0, grade + between(-2, 2, seed, topic)));

function siteProfile(spec: ProfileSpec, zone: string, index: number, seed: number): SiteProfile {
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

function storageProfile(spec: ProfileSpec, seed: number): StoryProfile['storage'] {
  const grade = graded(spec.quality.data, seed, 7);
  const meteredGb = spec.facilityKwhPerDay * spec.zones.length * between(45, 120, seed, 8);
  const justified = 240 + Math.floor((grade * 70) / 10);
  const needed = 860 + grade;
  const owned = spec.archetype.datasets.filter((row) => row.team !== null).reduce((sum, row) => sum + row.weight, 0);
  // The better the archive is kept, the less of it is dark.
  const darkWeight = Math.max(1, 97 - Math.max(owned, Math.ceil(justified / 10) + 3));
  const share = (row: ArchetypeDataset): number =>
    row.team === null ? darkWeight : (row.weight * (97 - darkWeight)) / owned;
  return {
    meteredGb,
    datasets: spec.archetype.datasets.map((row) => datasetOf(row, meteredGb, share(row), { justified, needed, owned })),
  };
}

function datasetOf(
  row: ArchetypeDataset,
  meteredGb: number,
  weight: number,
  { justified, needed, owned }: { justified: number; needed: number; owned: number },
): DatasetProfile {
  const storedGb = Math.floor((meteredGb * weight) / 100);
  const isDark = row.team === null;
  const justifiedGb = isDark
    ? 0
    : Math.min(storedGb, Math.floor((meteredGb * justified * row.weight) / (1000 * owned)));
  const uniqueGb = isDark ? Math.floor(storedGb / 2) : Math.floor((justifiedGb * needed) / (1000 * row.copies));
  return { id: row.id, owner: row.team, rule: row.rule, storedGb, justifiedGb, uniqueGb, copies: row.copies };
}

function networkProfile(spec: ProfileSpec, seed: number): StoryProfile['network'] {
  const grade = graded(spec.quality.data, seed, 9);
  const meteredGb = spec.facilityKwhPerDay * spec.zones.length * between(8, 40, seed, 10);
  const redundant = 1000 - (460 + Math.floor((grade * 53) / 10));
  return {
    meteredGb,
    flows: spec.archetype.flows.map((row) => {
      const gb = Math.floor((meteredGb * row.weight) / 100);
      return { id: row.id, owner: row.team, gb, redundantGb: Math.floor((gb * redundant) / 1000) };
    }),
  };
}

function hardwareProfile(spec: ProfileSpec, seed: number): HardwareProfile {
  const grade = graded(spec.quality.circularity, seed, 11);
  const fleet = Math.max(60, Math.floor((spec.facilityKwhPerDay * spec.zones.length) / 9));
  const retired = Math.floor((fleet * between(9, 16, seed, 12)) / 100);
  const reused = Math.floor((retired * grade * 8) / 1000);
  const months = 24 + Math.floor((grade * 44) / 100);
  return {
    fleetOpen: fleet,
    acquired: retired + between(0, 20, seed, 13),
    retired: [
      batchOf(spec.organisation, 'reuse', { units: reused, months: months - 4, grade }),
      batchOf(spec.organisation, 'material', { units: retired - reused, months, grade }),
    ],
  };
}

function batchOf(
  organisation: string,
  fate: 'reuse' | 'material',
  { units, months, grade }: { units: number; months: number; grade: number },
): BatchProfile {
  const seed = seedOf(`${organisation}/${fate}`);
  const massKg = units * between(17, 29, seed, 14);
  const isReuse = fate === 'reuse';
  return {
    id: isReuse ? 'reuse' : 'material',
    units,
    massKg,
    embodiedKg: units * between(900, 1500, seed, 15),
    months,
    route: isReuse
      ? ((['resold', 'redeployed', 'refurbished', 'donated'] as const)[mix(seed) % 4] ?? 'resold')
      : 'recycled',
    recoveredKg: isReuse ? 0 : Math.floor((massKg * (300 + grade * 5)) / 1000),
    certificate: `CERT-${organisation}-${fate}`,
  };
}
