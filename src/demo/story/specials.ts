import { accepted, certified, nextAudit, opening } from './certified.ts';
import { correctedAfterRefusal, refusedOnly } from './refused.ts';
import { act, countersign, storyParty } from './script.ts';
import {
  CRESTLINE,
  FERRUM,
  GLASSWING,
  HOLLINBROOK,
  LAKESHORE,
  NORDHAFEN_AFTER,
  NORDHAFEN_BEFORE,
  OAKHAVEN,
  QUARRYSTONE,
} from './special-rows.ts';
import type { StoryOrganisation } from './types.ts';

/** Organisations whose story has more than one audit and one opinion. */
export const specials = (): StoryOrganisation[] => [
  nordhafen(),
  expired(),
  suspended(),
  withdrawn(),
  reinstated(),
  dissent(),
  held(),
  correctedAfterRefusal(),
  refusedOnly(),
  resubmitted(),
];

/** Bronze with a job nobody owned; nine months later the job has an owner and the half year is Silver. */
function nordhafen(): StoryOrganisation {
  const party = storyParty(NORDHAFEN_BEFORE, 'organisation');
  const first = certified(NORDHAFEN_BEFORE, 'Bronze');
  return {
    party,
    events: [
      ...first.events,
      nextAudit(NORDHAFEN_AFTER, { claim: { tenths: 0, tier: 'Silver' } }),
      countersign(party, {
        daysAgo: NORDHAFEN_AFTER.daysAgo,
        auditor: NORDHAFEN_AFTER.auditor,
        audit: 'second',
        level: 2,
        scope: NORDHAFEN_AFTER.scope,
        expect: 'Silver',
        findings: ['The rebuild found by the first audit has an owner, a cron entry and runs at noon.'],
      }),
    ],
    ending: { state: 'certified', tier: 'Silver' },
  };
}

const expired = (): StoryOrganisation => ({
  ...certified(GLASSWING, 'Bronze'),
  ending: { state: 'expired', tier: 'Bronze' },
});

function suspended(): StoryOrganisation {
  const story = certified(QUARRYSTONE, 'Silver');
  const reason = 'Canary test failed: 5 kWh of unregistered load did not appear in the unattributed remainder.';
  return {
    ...story,
    events: [...story.events, act(story.party.party_id, 17, 'suspend', reason)],
    ending: { state: 'suspended', tier: 'Silver' },
  };
}

function withdrawn(): StoryOrganisation {
  const story = certified(FERRUM, 'Silver');
  const { party_id } = story.party;
  return {
    ...story,
    events: [
      ...story.events,
      act(party_id, 74, 'suspend', 'The utility invoices differ from the facility meter by 9 %.'),
      act(party_id, 52, 'withdraw', 'Misrepresentation proven: the meter readings of four weeks were copied.'),
    ],
    ending: { state: 'withdrawn', tier: 'Silver' },
  };
}

function reinstated(): StoryOrganisation {
  const story = certified(LAKESHORE, 'Bronze');
  const { party_id } = story.party;
  return {
    ...story,
    events: [
      ...story.events,
      act(party_id, 48, 'suspend', 'The calibration certificate of the facility meter had lapsed.'),
      act(party_id, 31, 'reinstate', 'The meter was recalibrated within its class; the readings stand.'),
    ],
    ending: { state: 'certified', tier: 'Bronze' },
  };
}

/** One auditor rejects, another accepts: nothing is issued until the registry has resolved it. */
function dissent(): StoryOrganisation {
  const party = storyParty(OAKHAVEN, 'organisation');
  const rejection = countersign(party, {
    daysAgo: OAKHAVEN.daysAgo + 3,
    auditor: 'northlight-audit',
    audit: 'first',
    level: 2,
    scope: '0.85',
    expect: null,
    result: 'reject',
    findings: ['Nine of 25 sampled workloads have an owner who could not say what they do.'],
  });
  return {
    party,
    events: [...opening(OAKHAVEN, 'Silver'), rejection, accepted(OAKHAVEN, null)],
    ending: { state: 'declared' },
  };
}

/** Claims 8.7 points more than its own figures give. */
function held(): StoryOrganisation {
  const [registered, proved] = opening(CRESTLINE, 'Silver');
  if (registered === undefined || proved === undefined) throw new Error('an opening begins with two events');
  const claim = { tenths: CRESTLINE.claimTenths ?? 0, tier: 'Silver' as const };
  return {
    party: storyParty(CRESTLINE, 'organisation'),
    events: [
      registered,
      proved,
      nextAudit(CRESTLINE, { name: 'first', claim, expect: 'held' }),
      accepted(CRESTLINE, null),
    ],
    ending: { state: 'held' },
  };
}

/** The second audit supersedes the first before anyone has given an opinion. */
function resubmitted(): StoryOrganisation {
  return {
    party: storyParty(HOLLINBROOK, 'organisation'),
    events: [
      ...opening(HOLLINBROOK, 'Bronze'),
      nextAudit(HOLLINBROOK, { daysAgo: HOLLINBROOK.daysAgo - 26, claim: null }),
    ],
    ending: { state: 'declared' },
  };
}
