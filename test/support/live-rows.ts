import type { PartyId } from '../../src/core/ids.ts';
import type { LiveAudit, LiveInputs, LiveSite } from '../../src/core/live/evaluate-live.ts';
import { reduceDays, scopedRows } from '../../src/core/live/reduce-days.ts';
import { CMS_1 } from '../../src/core/methodology/cms-1.ts';
import { type HardwareReduction, reduceHardware } from '../../src/core/methodology/hardware.ts';
import type { GridLookup } from '../../src/core/methodology/reduction.ts';
import { type Score, scoreReduction } from '../../src/core/methodology/score.ts';
import type { InventorySumName, SiteSumName, WorkloadSums } from '../../src/core/methodology/sums.ts';
import { type Rational, rational } from '../../src/core/rational.ts';
import type { OrganisationRow, SiteRow } from '../../src/core/telemetry/accumulator-row.ts';
import { addDays, dayStart, daysFrom } from '../../src/core/telemetry/day.ts';
import { PRIME_FACTS, percent } from './scores.ts';

const ORG = 'acme' as PartyId;
export const SITE: LiveSite = { site_id: 'dc-1', minutes: 60, zone: 'DK1' };

const kwh = (value: number): Rational => rational(BigInt(Math.round(value * 1000)), 1000n);

const USE: WorkloadSums = {
  id: 'web',
  visible: true,
  redundancy: 1,
  unit: 'vcpu',
  deferrable: false,
  measured: true,
  energy: 80_000_000n,
  reserved: 1_000_000_000n,
  used: 480_000_000n,
  discarded: 0n,
};

/** Energies of a day that Obsidian Prime can stand on. */
const ENERGIES: Readonly<Record<Exclude<SiteSumName, 'intervals_valid' | 'intervals_expected'>, number>> = {
  facility: 110,
  it: 100,
  cfe: 105,
  deferrable: 20,
  unattributed: 0,
  def_clean: 19,
  def_cheap: 18,
  heat: 80,
  w_visible: 99.5,
  w_all: 100,
  w_measured: 98,
  w_discarded: 0.5,
};

export interface DayShape {
  readonly site?: string;
  readonly valid?: number;
  readonly expected?: number;
  readonly energies?: Partial<typeof ENERGIES>;
  readonly workloads?: readonly WorkloadSums[];
}

export function rowOf(day: string, shape: DayShape = {}): SiteRow {
  const { site = SITE.site_id, expected = 24, valid = expected, energies, workloads } = shape;
  const sums = Object.entries({ ...ENERGIES, ...energies }).map(([name, value]) => [name, kwh(value)]);
  return {
    org: ORG,
    site,
    day,
    sums: {
      ...Object.fromEntries(sums),
      intervals_valid: rational(BigInt(valid)),
      intervals_expected: rational(BigInt(expected)),
    },
    workloads: workloads ?? [
      { ...USE, id: 'batch', deferrable: true, energy: 20_000_000n, reserved: 200_000_000n, used: 95_000_000n },
      { ...USE, id: 'ghost', visible: false, unit: null, energy: 500_000n, reserved: 5_000_000n, used: 0n },
      { ...USE, energy: 79_500_000n },
    ],
  };
}

export const rowsOf = (from: string, to: string, shape?: DayShape): readonly SiteRow[] =>
  daysFrom(from, to).map((day) => rowOf(day, shape));

export const organisationRow = (
  day: string,
  sums: Partial<Record<InventorySumName, Rational>> = {},
): OrganisationRow => ({
  org: ORG,
  site: null,
  day,
  sums: {
    gbh_metered: rational(2400n),
    gbh_listed: rational(2300n),
    gbh_justified: rational(2300n),
    gbh_needed: rational(2200n),
    net_metered: rational(70n, 31n),
    net_listed: rational(66n, 31n),
    net_needed: rational(65n, 31n),
    ...sums,
  },
});

/** Everything that was retired is used on. */
export const HARDWARE: HardwareReduction = reduceHardware(
  {
    owned: true,
    fleet_open: 100,
    acquired: 10,
    fleet_close: 100,
    retired: [
      {
        batch_id: 'b',
        units: 10,
        mass_kg: 200_000_000n,
        embodied_kgco2e: 8_000_000_000n,
        months_in_service: 70,
        route: 'resold',
        recovered_kg: 0n,
        certificate_ref: 'c',
      },
    ],
  },
  CMS_1,
  () => undefined,
);

/** What an audit of a day like these scores. */
export const auditScore = (shape?: DayShape, sums?: Parameters<typeof organisationRow>[1]): Score => {
  const day = '2025-06-01';
  const rows = scopedRows([SITE], [rowOf(day, shape)], [organisationRow(day, sums)]);
  return scoreReduction(reduceDays(rows, { from: day, to: day }, HARDWARE)).score;
};

export const GRID: GridLookup = () => ({ cfeShare: 900_000n, carbonIntensity: 50_000_000n, price: 40_000_000n });

export interface Case extends Partial<Omit<LiveInputs, 'day' | 'audit'>> {
  readonly audit?: Partial<LiveAudit>;
}

/** Inputs of a closed day, with a row for every day from `first` on and an audit of the year before it. */
export function inputsOf(first: string, day: string, { audit, ...rest }: Case = {}): LiveInputs {
  return {
    day,
    siteRows: rowsOf(first, day),
    organisationRows: daysFrom(first, day).map((one) => organisationRow(one)),
    hardware: HARDWARE,
    inventory: null,
    grid: GRID,
    firstCounted: null,
    suspendedOn: null,
    audit: {
      digest: 'audit',
      score: auditScore(),
      sites: [SITE],
      windowStart: dayStart(addDays(first, -200)),
      windowEnd: dayStart(first),
      acceptedAt: dayStart(first),
      facts: {
        auditLevel: 4,
        countersigned: true,
        scopeShare: percent(95),
        measuredShareConfirmed: PRIME_FACTS.measuredShareConfirmed,
      },
      claimed: null,
      isClaimAllowed: false,
      ...audit,
    },
    ...rest,
  };
}
