import { BANK, INDUSTRY, MEDIA, PUBLIC, RESEARCH, RETAIL, SOFTWARE } from './archetypes.ts';
import type { OrganisationRow } from './certified.ts';
import { CLEARWATER, ELBE, half, KARST, NORTHLIGHT, short } from './rows.ts';

/** Organisations to whom something happened. */
export const NORDHAFEN_BEFORE: OrganisationRow = {
  id: 'nordhafen-retail',
  name: 'Nordhafen Retail',
  country: 'DE',
  sector: 'G',
  archetype: RETAIL,
  zones: ['DE'],
  kwhPerDay: 4_000,
  visible: 800,
  grades: [30, 24, 32, 55],
  ...short(301, ELBE, '0.62'),
  claimTenths: 13,
};
export const NORDHAFEN_AFTER: OrganisationRow = {
  ...NORDHAFEN_BEFORE,
  visible: 976,
  grades: [58, 74, 55, 63],
  claimTenths: 0,
  ...half(21, ELBE, '0.83'),
};

export const GLASSWING: OrganisationRow = {
  id: 'glasswing-post',
  name: 'Glasswing Post AB',
  country: 'SE',
  sector: 'H',
  archetype: PUBLIC,
  zones: ['SE3'],
  kwhPerDay: 5_100,
  visible: 868,
  grades: [44, 40, 43, 50],
  ...short(398, NORTHLIGHT, '0.69'),
};

export const QUARRYSTONE: OrganisationRow = {
  id: 'quarrystone-hosting',
  name: 'Quarrystone Hosting Ltd',
  country: 'IE',
  sector: 'J',
  archetype: SOFTWARE,
  zones: ['IE'],
  kind: 'colocation',
  kwhPerDay: 19_800,
  visible: 951,
  grades: [66, 69, 61, 64],
  ...half(124, CLEARWATER, '0.88'),
};

export const FERRUM: OrganisationRow = {
  id: 'ferrum-analytics',
  name: 'Ferrum Analytics Inc.',
  country: 'US',
  sector: 'M',
  archetype: SOFTWARE,
  zones: ['US-MIDA-PJM'],
  kwhPerDay: 12_300,
  visible: 987,
  grades: [72, 77, 71, 69],
  ...half(167, KARST, '0.9'),
};

export const LAKESHORE: OrganisationRow = {
  id: 'lakeshore-clinics',
  name: 'Lakeshore Clinics',
  country: 'CA',
  sector: 'Q',
  archetype: PUBLIC,
  zones: ['CA-QC'],
  kwhPerDay: 3_300,
  visible: 849,
  grades: [42, 38, 46, 48],
  ...short(86, NORTHLIGHT, '0.73'),
};

export const OAKHAVEN: OrganisationRow = {
  id: 'oakhaven-networks',
  name: 'Oakhaven Networks Ltd',
  country: 'GB',
  sector: 'J',
  archetype: MEDIA,
  zones: ['GB'],
  kwhPerDay: 8_700,
  visible: 948,
  grades: [63, 66, 58, 60],
  ...half(28, CLEARWATER, '0.85'),
};

export const CRESTLINE: OrganisationRow = {
  id: 'crestline-hosting',
  name: 'Crestline Hosting S.A.',
  country: 'ES',
  sector: 'J',
  archetype: SOFTWARE,
  zones: ['ES'],
  kwhPerDay: 15_900,
  visible: 881,
  grades: [48, 45, 44, 46],
  ...short(33, KARST, '0.8'),
  claimTenths: 87,
  claimTier: 'Silver',
};

export const TANAGER: OrganisationRow = {
  id: 'tanager-freight',
  name: 'Tanager Freight B.V.',
  country: 'NL',
  sector: 'H',
  archetype: INDUSTRY,
  zones: ['NL'],
  kwhPerDay: 6_900,
  visible: 874,
  grades: [46, 49, 42, 53],
  ...short(26, KARST, '0.67'),
};

export const IRONBARK: OrganisationRow = {
  id: 'ironbark-storage',
  name: 'Ironbark Storage Pty Ltd',
  country: 'AU',
  sector: 'J',
  archetype: RESEARCH,
  zones: ['AU-NSW'],
  kwhPerDay: 7_500,
  visible: 801,
  grades: [35, 40, 31, 38],
  ...short(14, CLEARWATER, '0.6'),
};

export const HOLLINBROOK: OrganisationRow = {
  id: 'hollinbrook-savings',
  name: 'Hollinbrook Savings Bank',
  country: 'GB',
  sector: 'K',
  archetype: BANK,
  zones: ['GB'],
  kwhPerDay: 7_700,
  visible: 902,
  grades: [51, 47, 50, 52],
  ...short(37, CLEARWATER, '0.75'),
};
