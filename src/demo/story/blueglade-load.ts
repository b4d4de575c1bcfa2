import { type GridHour, gridDay, WEATHER_DAYS } from './grid.ts';
import { epochDay } from './moment.ts';
import type { EnergyHour } from './series.ts';

/**
 * The load of Blueglade's one site. An average day draws 4,000 kWh at the facility meter and 2,500 kWh at the IT meter, 450 of
 * them for job-7731, so that 56 days give the totals of methodology 5.1.
 */

/** kWh of an average day by UTC hour. */
const PORTAL = [30, 25, 21, 18, 17, 19, 28, 40, 54, 62, 66, 68, 68, 66, 64, 63, 64, 66, 70, 74, 76, 66, 47, 28];
const BILLING = [18, 17, 17, 17, 17, 18, 19, 21, 23, 25, 25, 25, 24, 24, 24, 23, 22, 22, 21, 20, 20, 20, 19, 19];
const BACKUP = [40, 40, 30, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 30];
const PLATFORM = Array.from({ length: 24 }, () => 5);
/** In no table: drawn by machines nobody listed. */
const UNLISTED = [2, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2];
const COOLING_AND_LOSSES = [
  59, 58, 58, 57, 57, 57, 58, 60, 62, 63, 64, 65, 68, 69, 69, 69, 68, 65, 64, 64, 63, 62, 61, 60,
];

/**
 * How much of an average day's load each day draws, permille; weekends draw less. It repeats with the weather, sums to 56
 * days, has no day twice, and neither follows the wind nor avoids it: its products with the wind sum to nothing. That is why
 * every 56-day window gives the same exact score.
 */
const DAY_LOAD = [
  1062, 1068, 865, 930, 1032, 1024, 1022, 1018, 1008, 940, 875, 1058, 1034, 1016, 1052, 1002, 895, 870, 1074, 1042,
  1070, 1066, 1014, 920, 935, 1040, 1044, 1006, 1076, 1030, 885, 925, 1050, 1000, 1060, 1020, 1046, 880, 905, 1078,
  1056, 1028, 1004, 1010, 915, 900, 1012, 1036, 1072, 1038, 1054, 890, 910, 1064, 1026, 1048,
];

/** 10^-6 kWh of job-7731 by UTC hour: 75 kW for six hours, the same every day. */
const JOB_AT_NIGHT = perHour({
  2: 61_250_000n,
  3: 75_000_000n,
  4: 75_000_000n,
  5: 75_000_000n,
  6: 75_000_000n,
  7: 75_000_000n,
  8: 13_750_000n,
});
const JOB_AT_NOON = perHour({
  10: 75_000_000n,
  11: 75_000_000n,
  12: 75_000_000n,
  13: 75_000_000n,
  14: 75_000_000n,
  15: 75_000_000n,
});

function perHour(energy: Readonly<Record<number, bigint>>): bigint[] {
  return Array.from({ length: 24 }, (_, hour) => energy[hour] ?? 0n);
}

export const BLUEGLADE_ZONE = 'DE';
export const BLUEGLADE_DAYS = WEATHER_DAYS;

/** The hours of the window. `fixed`: the job is registered and starts at 10:00 instead of 02:11. */
export function bluegladeHours(windowStart: Date, fixed: boolean): EnergyHour[] {
  const first = epochDay(windowStart);
  return Array.from({ length: BLUEGLADE_DAYS }, (_, index) => dayHours(first + index, fixed)).flat();
}

/** The grid of the same hours. */
export function bluegladeGrid(windowStart: Date): GridHour[] {
  const first = epochDay(windowStart);
  return Array.from({ length: BLUEGLADE_DAYS }, (_, index) => gridDay(BLUEGLADE_ZONE, first + index)).flat();
}

function dayHours(day: number, fixed: boolean): EnergyHour[] {
  const load = DAY_LOAD[day % WEATHER_DAYS] ?? 0;
  const scaled = (profile: readonly number[], hour: number): bigint => BigInt((profile[hour] ?? 0) * load) * 1000n;
  return Array.from({ length: 24 }, (_, hour) => {
    const job = (fixed ? JOB_AT_NOON : JOB_AT_NIGHT)[hour] ?? 0n;
    const backup = scaled(BACKUP, hour);
    const listed = scaled(PORTAL, hour) + scaled(BILLING, hour) + backup + scaled(PLATFORM, hour);
    const it = listed + job + scaled(UNLISTED, hour);
    return {
      facility: it + scaled(COOLING_AND_LOSSES, hour),
      it,
      visible: listed + (fixed ? job : 0n),
      deferrable: backup + (fixed ? job : 0n),
      matched: 0n,
    };
  });
}
