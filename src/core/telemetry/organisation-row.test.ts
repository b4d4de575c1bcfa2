import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inventory, parseInventory } from '../documents/inventory.ts';
import type { PartyId } from '../ids.ts';
import type { JsonObject } from '../json-value.ts';
import { formatRational } from '../rational.ts';
import type { OrganisationRow } from './accumulator-row.ts';
import { addDays, dayStart, daysFrom } from './day.ts';
import { inventoryFindings, inventoryInForce, organisationRows, type StatedInventory } from './organisation-row.ts';
import { encodeRow, parseRow } from './row-text.ts';

const ORG = 'acme' as PartyId;

interface Shape {
  readonly gb?: string;
  readonly dataset?: JsonObject;
  readonly flow?: JsonObject;
  readonly hardware?: JsonObject;
}

function inventory(start: string, end: string, shape: Shape = {}): Inventory {
  return parseInventory({
    schema: 'cms-inventory/1',
    period: { start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z` },
    storage: {
      metered_gb: shape.gb ?? '100',
      datasets: [
        {
          dataset_id: 'd',
          owner: 'team-a',
          retention_rule: 'r',
          stored_gb: '90',
          justified_gb: '80',
          unique_gb: '30',
          required_copies: 2,
          ...shape.dataset,
        },
      ],
    },
    network: {
      metered_gb: '70',
      flows: [{ flow_id: 'f', owner: 'team-a', gb: '60', redundant_gb: '10', ...shape.flow }],
    },
    capacity: [],
    ...(shape.hardware === undefined ? {} : { hardware: shape.hardware }),
  });
}

const stated = (...inventories: readonly Inventory[]): StatedInventory[] =>
  inventories.map((one, index) => ({ acceptedSeq: index, inventory: one }));
const texts = ({ sums }: OrganisationRow) => Object.values(sums).map(formatRational);
const rowsOf = (from: string, to: string, known: readonly StatedInventory[]) =>
  organisationRows(ORG, { from, to }, known);

describe('the inventory that counts for a day', () => {
  const week = inventory('2026-01-05', '2026-01-12', { gb: '1' });
  const wednesday = inventory('2026-01-07', '2026-01-08', { gb: '2' });
  const meters = (known: readonly StatedInventory[], days: readonly string[]) =>
    days.map((day) => inventoryInForce(day, known)?.inventory.storage.metered_gb);
  const days = ['2026-01-04', '2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-11', '2026-01-12'];

  it('is the newest that names it', () => {
    const [one, two] = [1_000_000n, 2_000_000n];
    expect(meters(stated(week, wednesday), days)).toEqual([undefined, one, one, two, one, one, one]);
    expect(meters(stated(wednesday, week), days)).toEqual([undefined, one, one, one, one, one, one]);
  });

  it('is the last earlier one, however it was sent', () => {
    const later = inventory('2026-01-14', '2026-01-15', { gb: '3' });
    expect(meters(stated(later, wednesday), ['2026-01-13', '2026-01-14', '2026-01-15'])).toEqual([
      2_000_000n,
      3_000_000n,
      3_000_000n,
    ]);
  });
});

describe('against the rule read day by day', () => {
  const FIRST = '2026-01-01';
  const period = fc.tuple(fc.nat(120), fc.integer({ min: 1, max: 31 }), fc.nat(99));

  /** The newest statement that names a day. */
  const naming = (day: string, known: readonly StatedInventory[]) =>
    known.findLast(({ inventory: { period: named } }) => named.start <= dayStart(day) && dayStart(day) < named.end);

  /** Goes back from a day until one is named. */
  function byHand(day: string, known: readonly StatedInventory[]): [metered: bigint, isFull: boolean] | undefined {
    for (let back = 0; back <= 200; back++) {
      const found = naming(addDays(day, -back), known);
      if (found !== undefined) return [found.inventory.storage.metered_gb, back <= 31];
    }
    return undefined;
  }

  it('rows are the same', () => {
    fc.assert(
      fc.property(fc.array(period, { maxLength: 6 }), (periods) => {
        const known = stated(
          ...periods.map(([start, days, gb]) =>
            inventory(addDays(FIRST, start), addDays(FIRST, start + days), { gb: (gb + 90).toString() }),
          ),
        );
        const days = daysFrom(FIRST, addDays(FIRST, 199));
        const rows = new Map(rowsOf(FIRST, addDays(FIRST, 199), known).map((row) => [row.day, row]));
        for (const day of days) {
          const row = rows.get(day);
          const hours = row && [row.sums.gbh_metered.num, row.sums.gbh_needed.num > 0n];
          const expected = byHand(day, known);
          expect(hours).toEqual(expected && [(expected[0] * 24n) / 1_000_000n, expected[1]]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('rows of an organisation', () => {
  it('have storage by the hour and the share of the traffic of one day', () => {
    const [row, ...rest] = rowsOf('2026-01-04', '2026-01-05', stated(inventory('2026-01-05', '2026-01-12')));
    expect(rest).toEqual([]);
    expect(row && texts(row)).toEqual(['2400/1', '2160/1', '1920/1', '1440/1', '10/1', '60/7', '50/7']);
    expect(row && parseRow(encodeRow(row))).toEqual(row);
  });

  it('go on for 31 days, then count the meters alone', () => {
    const known = stated(inventory('2026-01-05', '2026-01-06'));
    const rows = rowsOf('2026-01-05', '2026-03-01', known);
    expect(rows).toHaveLength(56);
    const [named, last, first] = [rows[0], rows[31], rows[32]];
    if (!named || !last || !first) throw new Error('there are rows');
    expect([last.day, first.day]).toEqual(['2026-02-05', '2026-02-06']);
    expect(texts(last)).toEqual(texts(named));
    expect(texts(first)).toEqual(['2400/1', '0/1', '0/1', '0/1', '70/1', '0/1', '0/1']);
    expect(texts(rows[55] ?? named)).toEqual(texts(first));
  });

  it('do not depend on how days are grouped, nor on later statements about other days', () => {
    const known = stated(
      inventory('2026-01-05', '2026-01-12'),
      inventory('2026-01-10', '2026-01-20', { gb: '150' }),
      inventory('2026-01-08', '2026-01-09', { gb: '99' }),
    );
    const whole = rowsOf('2026-01-01', '2026-02-20', known);
    const parts = [...rowsOf('2026-01-01', '2026-01-11', known), ...rowsOf('2026-01-12', '2026-02-20', known)];
    expect(parts).toEqual(whole);
    const early = rowsOf('2026-01-01', '2026-01-07', known.slice(0, 1));
    expect(rowsOf('2026-01-01', '2026-01-07', known)).toEqual(early);
  });

  it('give back the period that was stated', () => {
    const month = inventory('2026-01-05', '2026-02-05');
    const rows = rowsOf('2026-01-05', '2026-02-04', stated(month));
    const sum = rows
      .map((row) => row.sums.net_needed)
      .reduce((a, b) => ({ num: a.num * b.den + b.num * a.den, den: a.den * b.den }));
    expect(sum.num).toBe(50n * sum.den);
  });

  it('may be below zero where a statement is absurd, and stay readable', () => {
    const known = stated(inventory('2026-01-05', '2026-01-06', { flow: { redundant_gb: '61' } }));
    const [row] = rowsOf('2026-01-05', '2026-01-05', known);
    expect(row && formatRational(row.sums.net_needed)).toBe('-1/1');
    expect(row && parseRow(encodeRow(row))).toEqual(row);
  });
});

describe('findings of an inventory', () => {
  const codes = (shape: Shape) =>
    inventoryFindings(inventory('2026-01-05', '2026-01-06', shape)).map((one) => [one.code, one.pointer]);

  it.each<[string, Shape, [string, string][]]>([
    ['a sound one', {}, []],
    ['datasets above the meter', { gb: '80' }, [['R15', '/storage/metered_gb']]],
    ['justified above stored', { dataset: { justified_gb: '91' } }, [['R15', '/storage/datasets/0/justified_gb']]],
    ['four copies', { dataset: { required_copies: 4 } }, [['R15', '/storage/datasets/0/required_copies']]],
    ['redundant above moved', { flow: { redundant_gb: '61' } }, [['R16', '/network/flows/0/redundant_gb']]],
    ['flows above the meter', { flow: { gb: '72' } }, [['R16', '/network/metered_gb']]],
    [
      'a fleet that does not reconcile',
      { hardware: { owned: true, fleet_open: 1, acquired: 1, fleet_close: 1, retired: [] } },
      [['R17', '/hardware/fleet_close']],
    ],
  ])('%s', (_, shape, expected) => {
    expect(codes(shape)).toEqual(expected);
  });
});
