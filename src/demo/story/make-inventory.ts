import type { ArchetypeDataset } from './archetype.ts';
import type { BatchProfile, DatasetProfile, HardwareProfile, StoryProfile } from './profile.ts';
import { graded, type ProfileSpec } from './profile-spec.ts';
import { between, mix, seedOf } from './random.ts';

/** Stored data: a share of it justified, a share of that within the needed copies. */
export function storageProfile(spec: ProfileSpec, seed: number): StoryProfile['storage'] {
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

/** Traffic: every flow repeats the same share of itself. */
export function networkProfile(spec: ProfileSpec, seed: number): StoryProfile['network'] {
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

/** A year's ledger: some machines stay machines, the others become material. */
export function hardwareProfile(spec: ProfileSpec, seed: number): HardwareProfile {
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
