import { BANK, INDUSTRY, MEDIA, PUBLIC, RESEARCH, RETAIL, SOFTWARE } from './archetypes.ts';
import { certified, type OrganisationRow } from './certified.ts';
import type { StoryOrganisation } from './types.ts';

type Grades = OrganisationRow['grades'];
type Audit = Pick<OrganisationRow, 'days' | 'daysAgo' | 'auditor' | 'scope'>;

const CLEARWATER = 'clearwater-assurance';
const NORTHLIGHT = 'northlight-audit';
const ELBE = 'pruefhaus-elbe';
const KARST = 'karst-lune';

const half = (daysAgo: number, auditor: string, scope: string): Audit => ({ days: 182, daysAgo, auditor, scope });
const short = (daysAgo: number, auditor: string, scope: string): Audit => ({ days: 56, daysAgo, auditor, scope });
const who = (id: string, name: string, country: string, sector: string) => ({ id, name, country, sector });
const run = (zone: string, kwhPerDay: number, visible: number, grades: Grades) => ({
  zones: [zone] as const,
  kwhPerDay,
  visible,
  grades,
});

/** Half a year of data, level 2. Grades are efficiency, timing, data, circularity. */
const SILVER: readonly OrganisationRow[] = [
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
    ...run('SE3', 21_400, 971, [76, 70, 72, 74]),
    ...half(63, NORTHLIGHT, '0.88'),
  },
  {
    ...who('aurora-genomics', 'Aurora Genomics Oy', 'FI', 'M'),
    archetype: RESEARCH,
    ...run('FI', 17_300, 964, [81, 77, 66, 71]),
    ...half(27, NORTHLIGHT, '0.95'),
  },
  {
    ...who('polder-cloud', 'Polder Cloud B.V.', 'NL', 'J'),
    archetype: SOFTWARE,
    ...run('NL', 26_900, 952, [78, 66, 70, 68]),
    ...half(88, KARST, '0.91'),
  },
  {
    ...who('helvetia-registers', 'Helvetia Registers AG', 'CH', 'O'),
    archetype: PUBLIC,
    ...run('CH', 9_600, 981, [69, 72, 78, 70]),
    ...half(104, CLEARWATER, '0.97'),
  },
  {
    ...who('solterra-energia', 'Solterra Energía S.A.', 'ES', 'D'),
    archetype: INDUSTRY,
    ...run('ES', 11_200, 943, [66, 82, 61, 69]),
    ...half(19, KARST, '0.84'),
  },
  {
    ...who('kestrel-robotics', 'Kestrel Robotics Ltd', 'GB', 'C'),
    archetype: INDUSTRY,
    ...run('GB', 7_900, 958, [72, 68, 64, 77]),
    ...half(132, CLEARWATER, '0.89'),
  },
  {
    ...who('lumen-logistik', 'Lumen Logistik GmbH', 'DE', 'H'),
    archetype: INDUSTRY,
    ...run('DE', 12_700, 936, [65, 71, 66, 73]),
    ...half(75, ELBE, '0.82'),
    claimTenths: 13,
  },
  {
    ...who('tamarind-labs', 'Tamarind Labs Pvt Ltd', 'IN', 'J'),
    archetype: SOFTWARE,
    ...run('IN-WE', 15_500, 949, [74, 78, 71, 62]),
    ...half(56, NORTHLIGHT, '0.9'),
  },
  {
    ...who('cote-ouest-assurances', 'Côte Ouest Assurances', 'FR', 'K'),
    archetype: BANK,
    ...run('FR', 10_100, 968, [63, 65, 69, 66]),
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
    ...run('CZ', 6_800, 941, [64, 76, 63, 67]),
    ...half(12, ELBE, '0.76'),
  },
  {
    ...who('atlantic-tides', 'Atlantic Tides Lda', 'PT', 'J'),
    archetype: MEDIA,
    ...run('PT', 8_300, 946, [68, 80, 65, 72]),
    ...half(146, KARST, '0.87'),
    claimTenths: 9,
  },
  {
    ...who('wattle-health', 'Wattle Health Pty Ltd', 'AU', 'Q'),
    archetype: PUBLIC,
    ...run('AU-NSW', 9_100, 954, [67, 75, 68, 65]),
    ...half(82, CLEARWATER, '0.83'),
  },
  {
    ...who('ginkgo-systems', 'Ginkgo Systems K.K.', 'JP', 'J'),
    archetype: SOFTWARE,
    ...run('JP-TK', 18_700, 967, [79, 81, 74, 70]),
    ...half(49, NORTHLIGHT, '0.92'),
  },
];

/** Eight weeks of data, level 1; some would score higher if they had seen a season. */
const BRONZE: readonly OrganisationRow[] = [
  {
    ...who('brightwater-foods', 'Brightwater Foods plc', 'GB', 'C'),
    archetype: INDUSTRY,
    ...run('GB', 5_400, 842, [41, 39, 44, 51]),
    ...short(23, CLEARWATER, '0.64'),
  },
  {
    ...who('dunlin-insurance', 'Dunlin Insurance DAC', 'IE', 'K'),
    archetype: BANK,
    ...run('IE', 6_100, 887, [47, 44, 52, 49]),
    ...short(57, CLEARWATER, '0.71'),
  },
  {
    ...who('stahlwerk-roehr', 'Stahlwerk Röhr AG', 'DE', 'C'),
    archetype: INDUSTRY,
    ...run('DE', 14_200, 816, [38, 46, 41, 58]),
    ...short(71, ELBE, '0.55'),
    claimTenths: 18,
  },
  {
    ...who('city-of-larkmoor', 'City of Larkmoor', 'GB', 'O'),
    archetype: PUBLIC,
    ...run('GB', 3_900, 793, [36, 33, 47, 45]),
    ...short(110, NORTHLIGHT, '0.68'),
  },
  {
    ...who('orchard-street-retail', 'Orchard Street Retail Inc.', 'US', 'G'),
    archetype: RETAIL,
    ...run('US-MIDA-PJM', 11_700, 861, [45, 42, 39, 42]),
    ...short(38, CLEARWATER, '0.6'),
  },
  {
    ...who('kvarken-pulp', 'Kvarken Pulp Oyj', 'FI', 'C'),
    archetype: INDUSTRY,
    ...run('FI', 8_800, 904, [52, 48, 46, 61]),
    ...short(92, NORTHLIGHT, '0.74'),
  },
  {
    ...who('vistula-mobile', 'Vistula Mobile S.A.', 'PL', 'J'),
    archetype: SOFTWARE,
    ...run('PL', 16_300, 871, [55, 58, 49, 47]),
    ...short(16, ELBE, '0.66'),
  },
  {
    ...who('palazzo-streaming', 'Palazzo Streaming S.p.A.', 'IT', 'J'),
    archetype: MEDIA,
    ...run('IT-NO', 9_700, 838, [49, 52, 37, 44]),
    ...short(125, KARST, '0.58'),
    claimTenths: -12,
  },
  {
    ...who('highveld-mining', 'Highveld Mining Ltd', 'ZA', 'B'),
    archetype: INDUSTRY,
    ...run('ZA', 7_200, 779, [34, 41, 36, 40]),
    ...short(66, CLEARWATER, '0.52'),
  },
  {
    ...who('strait-shipping', 'Strait Shipping Pte Ltd', 'SG', 'H'),
    archetype: INDUSTRY,
    ...run('SG', 6_600, 893, [57, 50, 54, 52]),
    ...short(30, NORTHLIGHT, '0.77'),
  },
  {
    ...who('alpenblick-hotels', 'Alpenblick Hotels GmbH', 'AT', 'I'),
    archetype: RETAIL,
    ...run('AT', 2_800, 856, [43, 53, 45, 55]),
    ...short(140, ELBE, '0.81'),
  },
  {
    ...who('quayside-university', 'Quayside University', 'BE', 'P'),
    archetype: RESEARCH,
    ...run('BE', 10_900, 921, [61, 56, 48, 57]),
    ...short(45, KARST, '0.7'),
  },
  {
    ...who('marigold-genetics', 'Marigold Genetics N.V.', 'NL', 'M'),
    archetype: RESEARCH,
    ...run('NL', 8_100, 934, [70, 69, 66, 72]),
    ...short(8, NORTHLIGHT, '0.86'),
  },
];

/** Everyone whose story is one audit and one certificate. */
export const holders = (): StoryOrganisation[] => [
  ...SILVER.map((row) => certified(row, 'Silver')),
  ...BRONZE.map((row) => certified(row, 'Bronze')),
];
