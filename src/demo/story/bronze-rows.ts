import { BANK, INDUSTRY, MEDIA, PUBLIC, RESEARCH, RETAIL, SOFTWARE } from './archetypes.ts';
import type { OrganisationRow } from './certified.ts';
import { CLEARWATER, ELBE, half, KARST, NORTHLIGHT, run, short, who } from './rows.ts';

/** Eight weeks of data, level 1; some would score higher if they had seen a season. */
export const BRONZE: readonly OrganisationRow[] = [
  {
    ...who('brightwater-foods', 'Brightwater Foods plc', 'GB', 'C'),
    archetype: INDUSTRY,
    ...run('GB', 5_400, 842, [36, 31, 38, 42]),
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
    ...run('DE', 14_200, 803, [31, 38, 29, 44]),
    ...short(71, ELBE, '0.55'),
    claimTenths: 18,
  },
  {
    ...who('city-of-larkmoor', 'City of Larkmoor', 'GB', 'O'),
    archetype: PUBLIC,
    ...run('GB', 3_900, 762, [28, 24, 36, 30]),
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
    ...run('IT-NO', 9_700, 826, [42, 41, 27, 33]),
    ...short(125, KARST, '0.58'),
    claimTenths: -12,
  },
  {
    ...who('highveld-mining', 'Highveld Mining Ltd', 'ZA', 'B'),
    archetype: INDUSTRY,
    ...run('ZA', 7_200, 748, [26, 39, 29, 28]),
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
  // Half a year of data each: the scope share is too small for Silver, and so is the measured share.
  {
    ...who('gransee-energie', 'Gransee Energie eG', 'DE', 'D'),
    archetype: INDUSTRY,
    ...run('DE', 5_600, 947, [62, 68, 59, 64]),
    ...half(53, ELBE, '0.62'),
    claimTier: 'Silver',
  },
  {
    ...who('cumulus-books', 'Cumulus Books Ltd', 'GB', 'J'),
    archetype: SOFTWARE,
    ...run('GB', 4_100, 941, [66, 61, 63, 55]),
    ...half(79, CLEARWATER, '0.92'),
    kind: 'colocation',
    modelled: ['tenant-db', 'search-index'],
    claimTier: 'Silver',
  },
];
