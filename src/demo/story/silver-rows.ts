import { BANK, INDUSTRY, MEDIA, PUBLIC, RESEARCH, SOFTWARE } from './archetypes.ts';
import type { OrganisationRow } from './certified.ts';
import { CLEARWATER, ELBE, half, KARST, NORTHLIGHT, run, who } from './rows.ts';

/** Half a year of data, level 2. Grades are efficiency, timing, data, circularity. */
export const SILVER: readonly OrganisationRow[] = [
  {
    ...who('meridian-payments', 'Meridian Payments', 'IE', 'K'),
    archetype: BANK,
    ...run('IE', 13_800, 978, [83, 84, 82, 80]),
    ...half(41, CLEARWATER, '0.93'),
    zones: ['IE', 'DE'],
    claimTenths: -4,
    missingHours: 31,
  },
  {
    ...who('fjordlys-media', 'Fjordlys Media AS', 'NO', 'J'),
    archetype: MEDIA,
    ...run('SE3', 21_400, 971, [70, 58, 66, 68]),
    ...half(63, NORTHLIGHT, '0.88'),
  },
  {
    ...who('aurora-genomics', 'Aurora Genomics Oy', 'FI', 'M'),
    archetype: RESEARCH,
    ...run('FI', 17_300, 964, [81, 69, 60, 66]),
    ...half(27, NORTHLIGHT, '0.95'),
  },
  {
    ...who('polder-cloud', 'Polder Cloud B.V.', 'NL', 'J'),
    archetype: SOFTWARE,
    ...run('NL', 26_900, 952, [72, 63, 64, 60]),
    ...half(88, KARST, '0.91'),
  },
  {
    ...who('helvetia-registers', 'Helvetia Registers AG', 'CH', 'O'),
    archetype: PUBLIC,
    ...run('CH', 9_600, 981, [64, 60, 74, 61]),
    ...half(104, CLEARWATER, '0.97'),
  },
  {
    ...who('solterra-energia', 'Solterra Energía S.A.', 'ES', 'D'),
    archetype: INDUSTRY,
    ...run('ES', 11_200, 943, [57, 74, 50, 58]),
    ...half(19, KARST, '0.84'),
  },
  {
    ...who('kestrel-robotics', 'Kestrel Robotics Ltd', 'GB', 'C'),
    archetype: INDUSTRY,
    ...run('GB', 7_900, 958, [68, 60, 52, 71]),
    ...half(132, CLEARWATER, '0.89'),
  },
  {
    ...who('lumen-logistik', 'Lumen Logistik GmbH', 'DE', 'H'),
    archetype: INDUSTRY,
    ...run('DE', 12_700, 936, [54, 63, 51, 62]),
    ...half(75, ELBE, '0.82'),
    claimTenths: 13,
  },
  {
    ...who('tamarind-labs', 'Tamarind Labs Pvt Ltd', 'IN', 'J'),
    archetype: SOFTWARE,
    ...run('IN-WE', 15_500, 949, [70, 74, 66, 49]),
    ...half(56, NORTHLIGHT, '0.9'),
  },
  {
    ...who('cote-ouest-assurances', 'Côte Ouest Assurances', 'FR', 'K'),
    archetype: BANK,
    ...run('FR', 10_100, 968, [51, 47, 58, 50]),
    ...half(118, KARST, '0.79'),
  },
  {
    ...who('pacific-ledger', 'Pacific Ledger Corp.', 'US', 'K'),
    archetype: BANK,
    ...run('US-CAL-CISO', 22_600, 973, [80, 74, 73, 64]),
    ...half(34, CLEARWATER, '0.94'),
  },
  {
    ...who('borealis-hpc', 'Borealis HPC Centre', 'CA', 'M'),
    archetype: RESEARCH,
    ...run('CA-QC', 38_400, 985, [86, 73, 69, 78]),
    ...half(97, NORTHLIGHT, '1'),
  },
  {
    ...who('ceska-dopravni-data', 'Česká dopravní data a.s.', 'CZ', 'H'),
    archetype: PUBLIC,
    ...run('CZ', 6_800, 931, [44, 59, 41, 46]),
    ...half(12, ELBE, '0.76'),
  },
  {
    ...who('atlantic-tides', 'Atlantic Tides Lda', 'PT', 'J'),
    archetype: MEDIA,
    ...run('PT', 8_300, 946, [60, 71, 49, 57]),
    ...half(146, KARST, '0.87'),
    claimTenths: 9,
  },
  {
    ...who('wattle-health', 'Wattle Health Pty Ltd', 'AU', 'Q'),
    archetype: PUBLIC,
    ...run('AU-NSW', 9_100, 938, [47, 63, 48, 43]),
    ...half(82, CLEARWATER, '0.83'),
  },
  {
    ...who('ginkgo-systems', 'Ginkgo Systems K.K.', 'JP', 'J'),
    archetype: SOFTWARE,
    ...run('JP-TK', 18_700, 967, [79, 81, 74, 70]),
    ...half(49, NORTHLIGHT, '0.92'),
  },
  {
    ...who('petrel-notes', 'Petrel Notes Inc.', 'US', 'J'),
    archetype: SOFTWARE,
    ...run('US-CAL-CISO', 3_600, 962, [73, 64, 60, 0]),
    ...half(61, NORTHLIGHT, '0.99'),
    kind: 'cloud',
  },
];
