import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../test/support/live-rows.ts';
import { type Canary, canaryDay, canaryKey, hasFailed } from './canary.ts';

const canary = (kwh: string, observed_kwh: string, interval = '2026-03-04T10:00:00Z'): Canary => ({
  site_id: 'dc-1',
  interval,
  kwh,
  observed_kwh,
});
const row = (unattributed: number) => rowOf('2026-03-04', { energies: { unattributed } });

describe('a load that was run unregistered', () => {
  test.each([
    ['5', false],
    ['4.5', false],
    ['4.499999', true],
    ['5.5', false],
    ['5.500001', true],
    ['0', true],
  ])('of 5 kWh, of which the remainder rose by %s', (observed, failed) => {
    expect(hasFailed(canary('5', observed), undefined)).toBe(failed);
  });

  test.each([
    [4.499, true],
    [4.5, false],
    [5, false],
    [80, false],
  ])('is refuted by a row with less: %d kWh in the day', (unattributed, failed) => {
    expect(hasFailed(canary('5', '5'), row(unattributed))).toBe(failed);
  });

  test('is not confirmed by a row: a day is longer than the load', () => {
    expect(hasFailed(canary('5', '0'), row(80))).toBe(true);
  });
});

test('its day is that of the interval, with or without an end', () => {
  expect(canaryDay(canary('5', '5'))).toBe('2026-03-04');
  expect(canaryDay(canary('5', '5', '2026-03-04T23:00:00Z/2026-03-05T00:00:00Z'))).toBe('2026-03-04');
});

test('reports on one load are one canary, whatever was seen and by whom', () => {
  const key = canaryKey(canary('5', '5'));
  expect(canaryKey(canary('5', '0', '2026-03-04T10:00:00Z/2026-03-04T11:00:00Z'))).toBe(key);
  expect(canaryKey(canary('5', '5', '2026-03-04T11:00:00Z'))).not.toBe(key);
  expect(canaryKey({ ...canary('5', '5'), site_id: 'dc-2' })).not.toBe(key);
});
