import { describe, expect, test } from 'vitest';
import { inventoryBody } from '../../../test/support/inventory-body.ts';
import { type DayShape, HARDWARE, rowOf, SITE } from '../../../test/support/live-rows.ts';
import { type Inventory, parseInventory } from '../documents/inventory.ts';
import type { WorkloadSums } from '../methodology/sums.ts';
import { dayRejects } from './day-findings.ts';
import { reduceDays, scopedRows } from './reduce-days.ts';

const DAY = '2026-03-04';
const [WEB] = rowOf(DAY).workloads.filter(({ id }) => id === 'web');
if (WEB === undefined) throw new Error('the row has that workload');
const using = (change: Partial<WorkloadSums>): DayShape => ({ workloads: [{ ...WEB, ...change }] });

/** Of ten days; its capacity for all of them. */
const inventory = (members: Readonly<Record<string, unknown>> = {}): Inventory =>
  parseInventory(JSON.parse(JSON.stringify(inventoryBody('2026-03-01', '2026-03-11', members))));
const installed = (unitHours: string): Inventory =>
  inventory({ capacity: [{ unit: 'vcpu', installed_units_h: unitHours }] });

const rejects = (shape: DayShape = {}, stated: Inventory | null = null, level = 3): readonly string[] =>
  dayRejects(reduceDays(scopedRows([SITE], [rowOf(DAY, shape)], []), { from: DAY, to: DAY }, HARDWARE), stated, level);

describe('what rows show', () => {
  test('nothing on a good day', () => {
    expect(rejects()).toEqual([]);
    expect(rejects({}, installed('12050'))).toEqual([]);
  });

  test.each([
    [102, []],
    [102.001, ['R06']],
  ])('R06: parts of %d kWh under a meter of 100', (w_all, codes) => {
    expect(rejects({ energies: { w_all } })).toEqual(codes);
  });

  test.each([
    [0, ['R13']],
    [1, []],
    [2, []],
    [3, ['R13']],
  ])('R13: redundancy %i', (redundancy, codes) => {
    expect(rejects(using({ redundancy }))).toEqual(codes);
  });

  test("R25: visible work without a unit; nobody's work needs none", () => {
    expect(rejects(using({ unit: null }))).toEqual(['R25']);
    expect(rejects(using({ unit: null, visible: false }))).toEqual([]);
  });
});

describe('what the inventory in force shows', () => {
  test('R15, R16 and R17, each once and in order', () => {
    const storage = { metered_gb: '10', datasets: [] };
    const dataset = {
      dataset_id: 'd',
      owner: 'a',
      retention_rule: 'r',
      stored_gb: '20',
      justified_gb: '21',
      unique_gb: '1',
      required_copies: 9,
    };
    const network = { metered_gb: '1', flows: [{ flow_id: 'f', owner: 'a', gb: '60', redundant_gb: '61' }] };
    const hardware = { owned: true, fleet_open: 5, acquired: 0, fleet_close: 9, retired: [] };
    const stated = inventory({ storage: { ...storage, datasets: [dataset] }, network, hardware, capacity: [] });
    expect(rejects({ workloads: [] }, stated)).toEqual(['R15', 'R16', 'R17']);
    expect(rejects({ workloads: [] }, null)).toEqual([]);
  });

  // 1000 unit-hours reserved on the day.
  test.each([
    ['9523', 3, ['R25']],
    ['9524', 3, []],
    ['10526', 3, []],
    ['10527', 3, ['R25']],
    ['10527', 2, []],
    ['9523', 1, ['R25']],
  ])('R25: %s unit-hours installed in ten days, level %i', (unitHours, level, codes) => {
    expect(rejects(using({}), installed(unitHours), level)).toEqual(codes);
  });

  test('installed hours count as far as intervals came', () => {
    const half = { ...using({ reserved: 500_000_000n }), valid: 12 };
    expect(rejects(half, installed('10000'))).toEqual([]);
    expect(rejects(half, installed('20000'))).toEqual(['R25']);
  });
});
