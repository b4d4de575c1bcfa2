import type { OrganisationRow } from './certified.ts';

/** Vocabulary of the tables of organisations, so that a row fits four lines. */

export const CLEARWATER = 'clearwater-assurance';
export const NORTHLIGHT = 'northlight-audit';
export const ELBE = 'pruefhaus-elbe';
export const KARST = 'karst-lune';

/** Half a year of data, level 2: the day of the opinion, the auditor, the scope share. */
export const half = (daysAgo: number, auditor: string, scope: string) =>
  ({ days: 182, daysAgo, auditor, scope }) as const;

/** Eight weeks of data, level 1. */
export const short = (daysAgo: number, auditor: string, scope: string) =>
  ({ days: 56, daysAgo, auditor, scope }) as const;

/** Party id, legal name, country, NACE section. */
export const who = (id: string, name: string, country: string, sector: string) => ({ id, name, country, sector });

/** Grid zone, facility kWh a day, visible permille, grades for efficiency, timing, data, circularity. */
export const run = (zone: string, kwhPerDay: number, visible: number, grades: OrganisationRow['grades']) => ({
  zones: [zone] as const,
  kwhPerDay,
  visible,
  grades,
});
