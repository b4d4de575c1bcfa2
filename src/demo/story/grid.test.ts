import { describe, expect, test } from 'vitest';
import { classifyDay } from './clean-hours.ts';
import { gridDay, gridSeriesCsv, WEATHER_DAYS } from './grid.ts';
import { ZONES } from './grid-zones.ts';

const DAY = 20_713;
const hoursWhere = (flags: readonly boolean[]): number[] => flags.flatMap((flag, hour) => (flag ? [hour] : []));

describe('the example grid', () => {
  test('zone DE is dirty and dear from 2 to 8, clean and cheap from 10 to 16, on every day of the weather', () => {
    for (let day = DAY; day < DAY + WEATHER_DAYS; day += 1) {
      const hours = gridDay('DE', day);
      const classes = classifyDay(
        hours,
        hours.map(() => true),
      );
      expect(hoursWhere(classes.map((one) => one?.clean === true))).toEqual([
        10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22,
      ]);
      expect(hoursWhere(classes.map((one) => one?.cheap === true))).toEqual([
        0, 9, 10, 11, 12, 13, 14, 15, 16, 17, 22, 23,
      ]);
    }
  });

  test('the wind of 56 days in a row sums to nothing', () => {
    const noon = (day: number): number => gridDay('DE', day)[12]?.cfe ?? 0;
    const mean = (from: number): number =>
      Array.from({ length: WEATHER_DAYS }, (_, index) => noon(from + index)).reduce((sum, one) => sum + one, 0) /
      WEATHER_DAYS;
    expect([mean(DAY), mean(DAY + 9), mean(DAY + 40)]).toEqual([622, 622, 622]);
  });

  test('every zone stays within the bounds of R12', () => {
    for (const zone of ZONES.keys()) {
      for (const hour of Array.from({ length: WEATHER_DAYS }, (_, day) => gridDay(zone, DAY + day)).flat()) {
        expect(hour.cfe).toBeGreaterThan(0);
        expect(hour.cfe).toBeLessThan(1000);
        expect(hour.intensity).toBeLessThan(1500);
      }
    }
    expect(() => gridDay('XX', DAY)).toThrow('no grid zone XX');
  });

  test('the registry series has a header and a row per hour, in the order of the standard', () => {
    const lines = gridSeriesCsv('DE', DAY, 2).trimEnd().split('\n');
    expect(lines).toHaveLength(49);
    expect(lines[0]).toBe('start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh');
    expect(lines[1]).toMatch(/^2026-09-17T00:00:00Z,0[.][0-9]{1,3},[0-9]+,-?[0-9]+([.][0-9]{1,2})?$/);
    expect([...lines.slice(1)].sort()).toEqual(lines.slice(1));
  });
});
