import type { Tier } from '../../core/methodology/cms-1.ts';
import type { Archetype } from './archetype.ts';
import { makeProfile } from './make-profile.ts';
import type { SiteProfile } from './profile.ts';
import type { ProfileSpec, Quality } from './profile-spec.ts';
import {
  type AuditPlan,
  countersign,
  type PartyRow,
  proveDomain,
  register,
  storyParty,
  submitAudit,
} from './script.ts';
import type { StoryEvent, StoryOrganisation, SubmitAuditEvent } from './types.ts';

/** A row of the population: who, what kind of load, how good, and one audit. */
export interface OrganisationRow extends PartyRow {
  readonly archetype: Archetype;
  readonly zones: readonly [string, ...string[]];
  readonly kind?: SiteProfile['kind'];
  readonly kwhPerDay: number;
  /** Grades for efficiency, timing, data and circularity. */
  readonly grades: readonly [number, number, number, number];
  /** E2, permille. */
  readonly visible: number;
  readonly modelled?: readonly string[];
  readonly missingHours?: number;
  readonly days: 56 | 182;
  /** The day of the opinion; the audit was sent 9 days before, its window ended 5 days before that. */
  readonly daysAgo: number;
  readonly auditor: string;
  readonly scope: string;
  /** Claimed minus recomputed composite, tenths of a point. */
  readonly claimTenths?: number;
  readonly claimTier?: Tier;
}

const AUDIT_BEFORE_OPINION_DAYS = 9;
export const WINDOW_LAG_DAYS = 5;
const REGISTERED_BEFORE_AUDIT_DAYS = 12;

export function profileOf(row: OrganisationRow) {
  const [efficiency, timing, data, circularity] = row.grades;
  const quality: Quality = { efficiency, timing, data, circularity };
  const spec: ProfileSpec = {
    organisation: row.id,
    archetype: row.archetype,
    zones: row.zones,
    kind: row.kind ?? 'owned',
    facilityKwhPerDay: row.kwhPerDay,
    quality,
    visible: row.visible,
    missingHours: row.missingHours ?? 0,
    modelled: row.modelled ?? [],
  };
  return makeProfile(spec);
}

export const levelOf = (row: OrganisationRow): 1 | 2 => (row.days === 56 ? 1 : 2);

/** Registration, domain proof and the audit of a row, named `first`. */
export function opening(row: OrganisationRow, claimed: Tier): StoryEvent[] {
  const party = storyParty(row, 'organisation');
  const sent = row.daysAgo + AUDIT_BEFORE_OPINION_DAYS;
  const registered = sent + REGISTERED_BEFORE_AUDIT_DAYS;
  return [
    register(party.party_id, registered),
    proveDomain(party, registered),
    submitAudit(party, {
      name: 'first',
      profile: profileOf(row),
      daysAgo: sent,
      lagDays: WINDOW_LAG_DAYS,
      days: row.days,
      level: levelOf(row),
      claim: { tenths: row.claimTenths ?? 0, tier: row.claimTier ?? claimed },
    }),
  ];
}

/** The opinion that follows the opening. */
export function accepted(row: OrganisationRow, expect: Tier | null): StoryEvent {
  return countersign(storyParty(row, 'organisation'), {
    daysAgo: row.daysAgo,
    auditor: row.auditor,
    audit: 'first',
    level: levelOf(row),
    scope: row.scope,
    expect,
    sites: row.zones.length,
  });
}

/** An organisation whose one audit was accepted and certified. */
export function certified(row: OrganisationRow, tier: Tier): StoryOrganisation {
  return {
    party: storyParty(row, 'organisation'),
    events: [...opening(row, tier), accepted(row, tier)],
    ending: { state: 'certified', tier },
  };
}

/** A further audit of a row, named `second` unless the plan says otherwise. */
export const nextAudit = (row: OrganisationRow, plan: Partial<AuditPlan>): SubmitAuditEvent =>
  submitAudit(storyParty(row, 'organisation'), {
    name: 'second',
    profile: profileOf(row),
    daysAgo: row.daysAgo + AUDIT_BEFORE_OPINION_DAYS,
    lagDays: WINDOW_LAG_DAYS,
    days: row.days,
    level: levelOf(row),
    claim: { tenths: row.claimTenths ?? 0, tier: 'Bronze' },
    ...plan,
  });
