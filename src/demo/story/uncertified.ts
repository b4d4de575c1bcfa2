import { BANK, INDUSTRY, MEDIA, PUBLIC, RESEARCH, RETAIL, SOFTWARE } from './archetypes.ts';
import { accepted, levelOf, type OrganisationRow, opening } from './certified.ts';
import { CLEARWATER, KARST, NORTHLIGHT, run, short, who } from './rows.ts';
import { countersign, storyParty } from './script.ts';
import type { StoryOrganisation } from './types.ts';

/** An auditor accepted the figures, and the figures carry no tier. */
const BELOW_BRONZE: readonly OrganisationRow[] = [
  {
    ...who('sable-point-resorts', 'Sable Point Resorts', 'ZA', 'I'),
    archetype: RETAIL,
    ...run('ZA', 2_400, 671, [9, 12, 10, 15]),
    ...short(43, CLEARWATER, '0.44'),
  },
  {
    ...who('emberline-games', 'Emberline Games Inc.', 'US', 'J'),
    archetype: MEDIA,
    ...run('US-CAL-CISO', 13_100, 452, [58, 61, 44, 49]),
    ...short(61, CLEARWATER, '0.9'),
  },
  {
    ...who('nimbus-parcel', 'Nimbus Parcel S.r.l.', 'IT', 'H'),
    archetype: INDUSTRY,
    ...run('IT-NO', 4_700, 893, [50, 52, 47, 51]),
    kind: 'cloud',
    modelled: ['erp', 'plant-control', 'telematics', 'simulation', 'platform'],
    ...short(24, KARST, '0.71'),
  },
];

/** Recomputed and published as declared; no auditor has spoken yet. */
const DECLARED: readonly OrganisationRow[] = [
  {
    ...who('harbourlight-tv', 'Harbourlight TV', 'IE', 'J'),
    archetype: MEDIA,
    ...run('IE', 6_200, 869, [49, 51, 46, 44]),
    ...short(2, KARST, '0.7'),
  },
  {
    ...who('sunda-fintech', 'Sunda Fintech Pte Ltd', 'SG', 'K'),
    archetype: BANK,
    ...run('SG', 5_800, 917, [62, 55, 57, 48]),
    ...short(4, KARST, '0.7'),
  },
  {
    ...who('gemeindewerke-thal', 'Gemeindewerke Thal', 'CH', 'D'),
    archetype: PUBLIC,
    ...run('CH', 1_900, 822, [37, 36, 40, 52]),
    ...short(1, KARST, '0.7'),
  },
  {
    ...who('kite-and-loom', 'Kite & Loom Fabrics Ltd', 'GB', 'C'),
    archetype: RETAIL,
    ...run('GB', 3_100, 758, [33, 30, 34, 37]),
    ...short(11, KARST, '0.7'),
  },
];

/** The auditor has questions: that blocks nothing, and issues nothing. */
const ASKED: OrganisationRow = {
  ...who('saltmarsh-institute', 'Saltmarsh Institute', 'NL', 'M'),
  archetype: RESEARCH,
  ...run('NL', 8_900, 926, [60, 63, 52, 56]),
  ...short(6, NORTHLIGHT, '0.8'),
};
const LATEST: OrganisationRow = {
  ...who('juniper-bookkeeping', 'Juniper Bookkeeping SAS', 'FR', 'K'),
  archetype: SOFTWARE,
  ...run('FR', 4_400, 911, [54, 49, 53, 50]),
  ...short(3, KARST, '0.7'),
};

/** Organisations with an accepted audit and no certificate. */
export const uncertified = (): StoryOrganisation[] => [
  ...BELOW_BRONZE.map((row) => declared(row, [accepted(row, null)])),
  ...[...DECLARED, LATEST].map((row) => declared(row, [])),
  declared(ASKED, [question(ASKED)]),
];

function declared(row: OrganisationRow, opinions: StoryOrganisation['events']): StoryOrganisation {
  return {
    party: storyParty(row, 'organisation'),
    events: [...opening(row, 'Bronze'), ...opinions],
    ending: { state: 'declared' },
  };
}

const question = (row: OrganisationRow) =>
  countersign(storyParty(row, 'organisation'), {
    daysAgo: row.daysAgo,
    auditor: row.auditor,
    audit: 'first',
    level: levelOf(row),
    scope: row.scope,
    expect: null,
    result: 'more_information',
    findings: ['Please name the meter behind the IT readings of weeks 3 and 4.'],
  });
