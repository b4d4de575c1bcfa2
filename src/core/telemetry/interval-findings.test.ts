import { describe, expect, test } from 'vitest';
import { parseAttestation } from '../documents/attestation.ts';
import type { JsonObject } from '../json-value.ts';
import { intervalFindings } from './interval-findings.ts';
import { intervalGrid } from './interval-grid.ts';

const USE = { workload_id: 'web', energy_kwh: '40', reserved_units_h: '64', used_units_h: '40', discarded_kwh: '0' };
const BODY = {
  schema: 'cms-attestation/1',
  site_id: 'fra-1',
  chain: { epoch: 0, seq: 0, prev: null },
  start: '2026-11-25T10:45:00Z',
  minutes: 15,
  facility_kwh: '100',
  it_kwh: '80',
  registers: { facility_kwh: '1000', it_kwh: '900' },
  matched_cfe_kwh: '100',
  heat_reused_kwh: '80',
  grid_cfe_share: '1',
  carbon_intensity_g_per_kwh: '1500',
  price_per_mwh: '-5',
  workloads: [USE],
} satisfies JsonObject;
const GRID = { cfeShare: 1_000_000n, carbonIntensity: 1_500_000_000n, price: -5_000_000n };

const found = (members: JsonObject, grid = GRID, visible = true): string[] =>
  intervalFindings(parseAttestation({ ...BODY, ...members }), grid, () => visible).map(
    ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`,
  );

describe('findings of one interval', () => {
  test('everything at its limit is sound', () => {
    expect(found({})).toEqual([]);
  });

  // IT may exceed facility by 0.5 %, visible work IT by 2 %.
  test.each([
    ['R04', { it_kwh: '100.5', heat_reused_kwh: '0' }, []],
    ['R04', { it_kwh: '100.500001', heat_reused_kwh: '0' }, ['REJECT R04 /it_kwh']],
    ['R10', { workloads: [{ ...USE, energy_kwh: '81.6' }] }, []],
    ['R10', { workloads: [{ ...USE, energy_kwh: '81.600001' }] }, ['REJECT R10 /workloads']],
    ['R11', { matched_cfe_kwh: '100.000001' }, ['REJECT R11 /matched_cfe_kwh']],
    ['R13', { workloads: [{ ...USE, used_units_h: '64' }] }, []],
    ['R13', { workloads: [{ ...USE, used_units_h: '64.000001' }] }, ['REJECT R13 /workloads/0/used_units_h']],
    ['R14', { workloads: [{ ...USE, discarded_kwh: '40' }] }, []],
    ['R14', { workloads: [{ ...USE, discarded_kwh: '40.000001' }] }, ['REJECT R14 /workloads/0/discarded_kwh']],
    ['R18', { heat_reused_kwh: '80.000001' }, ['REJECT R18 /heat_reused_kwh']],
    ['R21', { workloads: [USE, USE] }, ['REJECT R21 /workloads/1/workload_id']],
  ] satisfies [string, JsonObject, string[]][])('%s of %j', (_, members, expected) => {
    expect(found(members)).toEqual(expected);
  });

  test('R12 is about the values it is scored with', () => {
    expect(found({}, { ...GRID, cfeShare: 1_000_001n })).toEqual(['REJECT R12 /grid_cfe_share']);
    expect(found({}, { ...GRID, carbonIntensity: 1_500_000_001n })).toEqual(['REJECT R12 /carbon_intensity_g_per_kwh']);
  });

  test('work that is not visible is not held against the IT meter', () => {
    expect(found({ workloads: [{ ...USE, energy_kwh: '900' }] }, GRID, false)).toEqual([]);
  });

  test('all of them are named at once', () => {
    const workloads = [{ ...USE, used_units_h: '65', discarded_kwh: '41' }];
    expect(found({ it_kwh: '200', matched_cfe_kwh: '101', heat_reused_kwh: '201', workloads })).toEqual([
      'REJECT R04 /it_kwh',
      'REJECT R11 /matched_cfe_kwh',
      'REJECT R18 /heat_reused_kwh',
      'REJECT R13 /workloads/0/used_units_h',
      'REJECT R14 /workloads/0/discarded_kwh',
    ]);
  });
});

describe('grid values of an interval', () => {
  const sender = parseAttestation(BODY);
  const own = { cfeShare: 1n, carbonIntensity: 2n, price: 3n };
  const hour = new Date('2026-11-25T10:00:00Z').getTime();
  const lookup = (zone: string, at: Date) => (zone === 'DE' && at.getTime() === hour ? own : undefined);

  test('are the registry’s of the hour the interval lies in', () => {
    expect(intervalGrid(sender, 'DE', lookup)).toEqual({ grid: own, fromRegistry: true });
  });

  test.each([
    ['another zone', 'FR'],
    ['no zone', undefined],
  ])('are the sender’s with %s', (_, zone) => {
    expect(intervalGrid(sender, zone, lookup)).toEqual({ grid: GRID, fromRegistry: false });
  });

  test('are missing where neither has all three', () => {
    const { price_per_mwh: _, ...rest } = BODY;
    const without = parseAttestation(rest);
    expect(intervalGrid(without, 'DE', lookup)).toEqual({ grid: own, fromRegistry: true });
    expect(intervalGrid(without, 'FR', lookup)).toMatchObject({
      missing: [{ pointer: '/price_per_mwh', code: 'grid_missing' }],
    });
  });
});
