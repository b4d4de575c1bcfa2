/** Typical days of example grids, by UTC hour. Invented figures in the range of real zones; no zone's own data. */
export interface GridShape {
  /** Carbon-free share, permille. */
  readonly cfe: readonly number[];
  /** gCO2e per kWh. */
  readonly intensity: readonly number[];
  /** Day-ahead price, cents per MWh. */
  readonly price: readonly number[];
}

/** Much sun, coal at night, gas on the evening peak: clean from 10 to 18 and 20 to 22, cheap from 9 to 17 and 22 to 0. */
const SOLAR_AND_COAL: GridShape = {
  cfe: [
    412, 372, 322, 322, 321, 320, 327, 339, 342, 448, 542, 597, 622, 627, 607, 557, 545, 505, 477, 422, 472, 485, 465,
    420,
  ],
  intensity: [
    398, 427, 462, 468, 471, 474, 466, 451, 437, 362, 301, 262, 243, 239, 255, 292, 306, 331, 345, 389, 350, 342, 356,
    393,
  ],
  price: [
    7150, 8460, 9130, 9410, 9570, 9720, 10840, 12190, 12630, 5820, 3160, 1750, 990, 840, 1420, 2810, 4430, 6670, 9880,
    13150, 12720, 10460, 7990, 7480,
  ],
};

/** Wind with gas behind it: clean at night and around noon, dear in the morning and the evening. */
const WIND_AND_GAS: GridShape = {
  cfe: [
    640, 650, 660, 655, 645, 600, 560, 530, 540, 575, 610, 635, 650, 645, 625, 595, 560, 525, 500, 505, 520, 550, 590,
    620,
  ],
  intensity: [
    181, 176, 171, 173, 179, 203, 224, 241, 236, 216, 197, 184, 175, 178, 189, 206, 226, 245, 258, 254, 246, 231, 208,
    191,
  ],
  price: [
    5110, 4620, 4380, 4290, 4460, 6530, 7780, 9640, 9120, 7210, 5890, 4940, 4310, 4150, 4740, 5560, 7630, 9880, 11820,
    11340, 9930, 8210, 5680, 6120,
  ],
};

/** Coal and gas around the clock with a little sun: the price follows the demand, the carbon hardly moves. */
const COAL_AND_GAS: GridShape = {
  cfe: [
    168, 164, 161, 160, 162, 170, 188, 214, 246, 277, 301, 314, 318, 312, 296, 271, 240, 206, 181, 172, 170, 171, 172,
    170,
  ],
  intensity: [
    611, 617, 622, 624, 620, 608, 590, 566, 538, 513, 492, 481, 477, 483, 498, 520, 546, 575, 598, 606, 609, 610, 607,
    612,
  ],
  price: [
    6120, 5840, 5630, 5590, 5810, 6640, 8310, 9420, 9180, 8470, 7830, 7390, 7210, 7340, 7720, 8360, 9240, 10450, 11370,
    11190, 10120, 8740, 7460, 6610,
  ],
};

/** Water and nuclear power: below 100 g/kWh in every hour, so every hour is clean. */
const WATER_AND_NUCLEAR: GridShape = {
  cfe: [
    945, 947, 949, 950, 948, 943, 935, 927, 929, 934, 940, 944, 946, 945, 942, 938, 932, 925, 920, 922, 927, 933, 938,
    942,
  ],
  intensity: [32, 31, 30, 29, 31, 34, 40, 46, 44, 41, 36, 33, 32, 33, 35, 38, 43, 49, 53, 51, 47, 42, 38, 35],
  price: [
    3820, 3610, 3470, 3410, 3560, 4230, 5640, 6830, 6510, 5720, 4980, 4410, 4090, 4030, 4330, 4960, 5810, 7020, 7940,
    7580, 6670, 5610, 4790, 4180,
  ],
};

export interface ZoneProfile {
  readonly shape: GridShape;
  /** Hours by which the zone's local day runs ahead of UTC, beside the shape's own. */
  readonly hoursAhead: number;
  /** Added to the carbon-free share, permille. */
  readonly cfeShift: number;
  /** Factor of the carbon intensity, permille. */
  readonly intensityScale: number;
  /** Added to the price, cents per MWh. */
  readonly priceShift: number;
  /** Days by which the weather pattern is moved. */
  readonly weatherShift: number;
}

const zone = (
  shape: GridShape,
  weatherShift: number,
  [hoursAhead, cfeShift, intensityScale, priceShift]: readonly [number, number, number, number],
): ZoneProfile => ({ shape, weatherShift, hoursAhead, cfeShift, intensityScale, priceShift });

/** The zones the story's organisations draw from. */
export const ZONES: ReadonlyMap<string, ZoneProfile> = new Map([
  ['DE', zone(SOLAR_AND_COAL, 0, [0, 0, 1000, 0])],
  ['ES', zone(SOLAR_AND_COAL, 9, [0, 140, 520, -300])],
  ['IT-NO', zone(SOLAR_AND_COAL, 17, [0, -30, 860, 1400])],
  ['PT', zone(SOLAR_AND_COAL, 11, [-1, 170, 470, -200])],
  ['AU-NSW', zone(SOLAR_AND_COAL, 23, [10, -90, 1310, 300])],
  ['US-CAL-CISO', zone(SOLAR_AND_COAL, 31, [-8, 60, 690, 700])],
  ['DK1', zone(WIND_AND_GAS, 3, [0, 40, 720, 0])],
  ['GB', zone(WIND_AND_GAS, 5, [-1, -20, 960, 900])],
  ['IE', zone(WIND_AND_GAS, 6, [-1, -110, 1350, 1700])],
  ['NL', zone(WIND_AND_GAS, 2, [0, -60, 1240, 400])],
  ['BE', zone(WIND_AND_GAS, 4, [0, 60, 830, 350])],
  ['AT', zone(WIND_AND_GAS, 13, [0, 130, 700, 200])],
  ['PL', zone(COAL_AND_GAS, 7, [0, 60, 1060, 300])],
  ['CZ', zone(COAL_AND_GAS, 8, [0, 240, 760, 200])],
  ['US-MIDA-PJM', zone(COAL_AND_GAS, 29, [-6, 190, 640, -900])],
  ['JP-TK', zone(COAL_AND_GAS, 37, [8, 60, 820, 2100])],
  ['SG', zone(COAL_AND_GAS, 41, [7, -110, 790, 2600])],
  ['IN-WE', zone(COAL_AND_GAS, 43, [5, 10, 1140, -1500])],
  ['ZA', zone(COAL_AND_GAS, 47, [1, -40, 1230, -800])],
  ['SE3', zone(WATER_AND_NUCLEAR, 1, [0, 30, 620, -900])],
  ['FI', zone(WATER_AND_NUCLEAR, 10, [1, -10, 1150, -500])],
  ['FR', zone(WATER_AND_NUCLEAR, 14, [0, -5, 1280, 600])],
  ['CH', zone(WATER_AND_NUCLEAR, 15, [0, 5, 900, 900])],
  ['CA-QC', zone(WATER_AND_NUCLEAR, 33, [-6, 40, 600, -1800])],
]);
