import { BANK, INDUSTRY, RETAIL, SOFTWARE } from './archetypes.ts';
import type { OrganisationRow } from './certified.ts';
import { CLEARWATER, half, KARST, NORTHLIGHT, run, who } from './rows.ts';

/** Organisations that send telemetry beside VelocityTech. Grades are efficiency, timing, data, circularity. */
export const TIDEWATER: OrganisationRow = {
  ...who('tidewater-clearing', 'Tidewater Clearing AB', 'SE', 'K'),
  archetype: BANK,
  ...run('SE3', 12_600, 985, [88, 86, 84, 80]),
  ...half(44, NORTHLIGHT, '0.96'),
};

export const MARRAM: OrganisationRow = {
  ...who('marram-cloud', 'Marram Cloud A/S', 'DK', 'J'),
  archetype: SOFTWARE,
  ...run('DK1', 15_300, 981, [86, 88, 80, 78]),
  ...half(41, CLEARWATER, '0.95'),
};

/** Its line went dead four days before the demo starts. */
export const OSPREY: OrganisationRow = {
  ...who('osprey-mobility', 'Osprey Mobility Oy', 'FI', 'H'),
  archetype: INDUSTRY,
  ...run('SE3', 9_400, 986, [92, 90, 90, 88]),
  ...half(46, NORTHLIGHT, '0.94'),
};

/** Two different accounts of one interval. */
export const GREYWACKE: OrganisationRow = {
  ...who('greywacke-hosting', 'Greywacke Hosting GmbH', 'AT', 'J'),
  archetype: SOFTWARE,
  ...run('AT', 13_900, 978, [84, 88, 82, 80]),
  ...half(50, KARST, '0.93'),
};

/** One of its teams was dissolved; what it ran goes on. */
export const LARKFIELD: OrganisationRow = {
  ...who('larkfield-insurance', 'Larkfield Insurance plc', 'IE', 'K'),
  archetype: BANK,
  ...run('AT', 11_700, 976, [88, 90, 86, 82]),
  ...half(55, CLEARWATER, '0.97'),
};

/** Good enough, and not yet for long enough. */
export const BEACON: OrganisationRow = {
  ...who('beacon-telehealth', 'Beacon Telehealth AG', 'CH', 'Q'),
  archetype: RETAIL,
  ...run('SE3', 7_200, 983, [86, 84, 82, 78]),
  ...half(28, NORTHLIGHT, '0.92'),
};
