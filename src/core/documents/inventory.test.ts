import { describe, expect, it } from 'vitest';
import { RegistryError } from '../errors.ts';
import type { JsonObject } from '../json-value.ts';
import { parseInventory } from './inventory.ts';

const body = (change: JsonObject = {}): JsonObject => ({
  schema: 'cms-inventory/1',
  period: { start: '2026-01-05T00:00:00Z', end: '2026-02-05T00:00:00Z' },
  storage: { metered_gb: '100', datasets: [] },
  network: { metered_gb: '70', flows: [] },
  capacity: [{ unit: 'vcpu', installed_units_h: '5000' }],
  ...change,
});

/** Pointers of what is wrong. */
function faults(value: JsonObject): readonly string[] {
  try {
    parseInventory(value);
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(error.code).toBe('document_invalid');
    return error.issues.map((issue) => issue.pointer);
  }
}

describe('parseInventory', () => {
  it('reads what is stated and null for the rest', () => {
    const read = parseInventory(body());
    expect(read).toMatchObject({ sites: null, hardware: null, auditors: null });
    expect(read.period.end).toEqual(new Date('2026-02-05T00:00:00Z'));
    const full = parseInventory(
      body({
        sites: [{ site_id: 'a', grid_zone: 'DK1', kind: 'owned' }],
        hardware: { owned: false },
        auditors: ['northlight'],
      }),
    );
    expect(full).toMatchObject({ sites: [{ site_id: 'a' }], hardware: { owned: false }, auditors: ['northlight'] });
  });

  const period = (start: string, end: string) => body({ period: { start, end } });

  it.each<[string, JsonObject, readonly string[]]>([
    ['31 days', period('2026-01-05T00:00:00Z', '2026-02-05T00:00:00Z'), []],
    ['32 days', period('2026-01-05T00:00:00Z', '2026-02-06T00:00:00Z'), ['/period/end']],
    ['one day', period('2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'), []],
    ['no day', period('2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z'), ['/period/end']],
    ['a day back', period('2026-01-05T00:00:00Z', '2026-01-04T00:00:00Z'), ['/period/end']],
    ['a start within a day', period('2026-01-05T00:00:01Z', '2026-01-06T00:00:00Z'), ['/period/start']],
    ['an end within a day', period('2026-01-05T00:00:00Z', '2026-01-06T12:00:00Z'), ['/period/end']],
  ])('a period of %s', (_, value, expected) => {
    expect(faults(value)).toEqual(expected);
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ['another schema', body({ schema: 'cms-inventory/2' }), ['/schema']],
    ['an unknown member', body({ extra: 1 }), ['/extra']],
    ['a number', body({ network: { metered_gb: 70, flows: [] } }), ['/network/metered_gb']],
    [
      'hardware without its figures',
      body({ hardware: { owned: true } }),
      ['fleet_open', 'acquired', 'fleet_close', 'retired'].map((name) => `/hardware/${name}`),
    ],
    [
      'a site twice',
      body({ sites: ['DK1', 'DK2'].map((grid_zone) => ({ site_id: 'a', grid_zone, kind: 'owned' })) }),
      ['/sites/1/site_id'],
    ],
    ['no auditor in the list', body({ auditors: [] }), ['/auditors']],
  ])('refuses %s', (_, value, expected) => {
    expect(faults(value)).toEqual(expected);
  });

  it('names what is missing', () => {
    const { storage: _, capacity: __, ...rest } = body();
    expect(faults(rest)).toEqual(['/storage', '/capacity']);
  });
});
