import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HARDWARE, organisationRow, rowOf, rowsOf, SITE } from '../../../test/support/live-rows.ts';
import type { Reduction } from '../methodology/reduction.ts';
import {
  EMPTY_SUMS,
  INVENTORY_SUM_NAMES,
  mergeSums,
  mergeWorkloads,
  SITE_SUM_NAMES,
  sumsOf,
  type WorkloadSums,
} from '../methodology/sums.ts';
import { rational, ZERO } from '../rational.ts';
import type { OrganisationRow, SiteRow } from '../telemetry/accumulator-row.ts';
import { addDays, daysFrom } from '../telemetry/day.ts';
import { type DaySpan, reduceDays, type ScopeSite, scopedRows } from './reduce-days.ts';

const FIRST = '2026-01-01';
const SITES: readonly ScopeSite[] = [
  { site_id: 'a', minutes: 15 },
  { site_id: 'b', minutes: 60 },
];

/** Day by day and site by site, with the sums of the methodology. */
function slowly(siteRows: readonly SiteRow[], organisationRows: readonly OrganisationRow[], span: DaySpan) {
  const days = daysFrom(span.from, span.to).filter((day) => span.only?.has(day) ?? true);
  let sums = mergeSums(EMPTY_SUMS, HARDWARE.sums);
  const workloads: WorkloadSums[] = [];
  const siteCoverage = new Map(SITES.map(({ site_id }) => [site_id, { valid: 0, expected: 0 }]));
  for (const day of days) {
    for (const { site_id, minutes } of SITES) {
      const row = siteRows.find((one) => one.site === site_id && one.day === day);
      const there = row?.sums ?? { intervals_expected: rational(BigInt(1440 / minutes)) };
      sums = mergeSums(sums, sumsOf(there));
      workloads.push(...(row?.workloads ?? []));
      const known = siteCoverage.get(site_id) ?? { valid: 0, expected: 0 };
      siteCoverage.set(site_id, {
        valid: known.valid + Number(row?.sums.intervals_valid.num ?? 0n),
        expected: known.expected + Number(there.intervals_expected.num),
      });
    }
    for (const row of organisationRows.filter((one) => one.day === day)) sums = mergeSums(sums, sumsOf(row.sums));
  }
  return { sums, workloads: mergeWorkloads(workloads), siteCoverage };
}

const quickly = (siteRows: readonly SiteRow[], organisationRows: readonly OrganisationRow[], span: DaySpan) => {
  const { sums, workloads, siteCoverage } = reduceDays(scopedRows(SITES, siteRows, organisationRows), span, HARDWARE);
  return { sums, workloads: mergeWorkloads(workloads), siteCoverage };
};

const quantity = fc.bigInt({ min: 0n, max: 10n ** 15n });
const use: fc.Arbitrary<WorkloadSums> = fc.record({
  id: fc.constantFrom('a', 'b', 'u b', '1 true'),
  visible: fc.boolean(),
  redundancy: fc.constantFrom(1, 2),
  unit: fc.constantFrom('vcpu', 'u', '', 'null', null),
  deferrable: fc.boolean(),
  measured: fc.boolean(),
  energy: quantity,
  reserved: quantity,
  used: quantity,
  discarded: quantity,
});
const energy = fc.tuple(quantity, fc.constantFrom(1n, 10n ** 6n, 10n ** 12n)).map(([num, den]) => rational(num, den));
const offset = fc.integer({ min: 0, max: 9 });
const counts = fc.record({ valid: fc.integer({ min: 0, max: 24 }), expected: fc.constantFrom(24, 48, 96) });

const siteRow: fc.Arbitrary<SiteRow> = fc
  .record({
    site: fc.constantFrom('a', 'b', 'elsewhere'),
    at: offset,
    energies: fc.array(energy, { minLength: 12, maxLength: 12 }),
    counts,
    workloads: fc.array(use, { maxLength: 6 }),
  })
  .map(({ site, at, energies, counts: { valid, expected }, workloads }) => {
    const row = rowOf(addDays(FIRST, at), { site, valid, expected, workloads });
    const named = SITE_SUM_NAMES.slice(0, 12).map((name, index) => [name, energies[index] ?? ZERO]);
    return { ...row, sums: { ...row.sums, ...Object.fromEntries(named) } };
  });
const orgRow: fc.Arbitrary<OrganisationRow> = fc
  .tuple(
    offset,
    fc.array(fc.tuple(quantity, fc.constantFrom(1n, 7n, 31n, 24_000_000n)), { minLength: 7, maxLength: 7 }),
  )
  .map(([at, values]) => {
    const named = INVENTORY_SUM_NAMES.map((name, index) => [name, rational(...(values[index] ?? [0n, 1n]))]);
    return organisationRow(addDays(FIRST, at), Object.fromEntries(named));
  });

const siteRows = fc.uniqueArray(siteRow, { selector: ({ site, day }) => `${site} ${day}`, maxLength: 30 });
const orgRows = fc.uniqueArray(orgRow, { selector: ({ day }) => day, maxLength: 10 });
const span: fc.Arbitrary<DaySpan> = fc
  .tuple(offset, offset, fc.option(fc.subarray([...daysFrom(FIRST, addDays(FIRST, 9))])))
  .map(([from, length, picked]) => {
    const days = { from: addDays(FIRST, from), to: addDays(FIRST, from + length) };
    const within = picked?.filter((day) => days.from <= day && day <= days.to);
    return within === undefined ? days : { ...days, only: new Set(within) };
  });

test('days are reduced to what they sum to one by one', () => {
  fc.assert(
    fc.property(siteRows, orgRows, span, (sites, organisations, days) => {
      expect(quickly(sites, organisations, days)).toEqual(slowly(sites, organisations, days));
    }),
    { numRuns: 150 },
  );
});

test('spans that follow each other sum to the whole', () => {
  fc.assert(
    fc.property(siteRows, orgRows, offset, (sites, organisations, cut) => {
      const to = addDays(FIRST, 20);
      const [head, tail, whole] = [
        { from: FIRST, to: addDays(FIRST, cut) },
        { from: addDays(FIRST, cut + 1), to },
        { from: FIRST, to },
      ].map((days) => quickly(sites, organisations, days));
      const all = mergeWorkloads(head?.workloads ?? [], tail?.workloads ?? []);
      expect(all).toEqual(whole?.workloads);
      expect(mergeSums(head?.sums ?? EMPTY_SUMS, tail?.sums ?? EMPTY_SUMS)).toEqual(
        mergeSums(whole?.sums ?? EMPTY_SUMS, HARDWARE.sums),
      );
    }),
    { numRuns: 60 },
  );
});

describe('a reduction of days', () => {
  const reduce = (rows: readonly SiteRow[], to = FIRST): Reduction =>
    reduceDays(scopedRows([SITE], rows, []), { from: FIRST, to }, HARDWARE);

  test('carries the ledger whatever its days', () => {
    expect(reduce([]).hardware).toBe('ledger');
    expect(reduce([]).sums.kg_kept).toEqual(HARDWARE.sums.kg_kept);
  });

  test('expects the day of a site without a row by the length of its intervals', () => {
    expect(reduce([], addDays(FIRST, 1)).siteCoverage).toEqual(new Map([[SITE.site_id, { valid: 0, expected: 48 }]]));
  });

  test('takes from a row what its own day expected', () => {
    const rows = [rowOf(FIRST, { valid: 90, expected: 96 })];
    expect(reduce(rows, addDays(FIRST, 1)).siteCoverage).toEqual(
      new Map([[SITE.site_id, { valid: 90, expected: 120 }]]),
    );
  });

  test('refuses a sum that no row can have', () => {
    const [row = rowOf(FIRST)] = rowsOf(FIRST, FIRST);
    expect(() => reduce([{ ...row, sums: { ...row.sums, it: rational(1n, 3n) } }])).toThrow('twelve digits');
  });
});
