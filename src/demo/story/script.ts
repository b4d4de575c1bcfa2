import type { Tier } from '../../core/methodology/cms-1.ts';
import { storyAudit } from './audit-generator.ts';
import { type StoryClaim, withClaim } from './claim.ts';
import { dayStart, epochDay } from './moment.ts';
import type { StoryProfile } from './profile.ts';
import { between, seedOf } from './random.ts';
import type {
  ActEvent,
  CountersignEvent,
  ProveDomainEvent,
  RegisterEvent,
  StoryOpinion,
  StoryParty,
  SubmitAuditEvent,
} from './types.ts';

/** Office hours, so that no event of the story happens at midnight. */
const minuteOf = (party: string, topic: number): number => between(8 * 60, 16 * 60, seedOf(party), topic);

export interface PartyRow {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  /** NACE section letter. */
  readonly sector: string;
  readonly domain?: string;
}

export function storyParty({ id, name, country, sector, domain }: PartyRow, kind: StoryParty['kind']): StoryParty {
  const host = domain ?? `${id}.example`;
  return {
    party_id: id,
    kind,
    legal_name: name,
    country,
    sector,
    website: `https://www.${host}/`,
    domains: [host],
  };
}

export function register(party: string, daysAgo: number): RegisterEvent {
  return { kind: 'register', daysAgo, minute: minuteOf(party, 1) };
}

/** On the day of the registration, some minutes after it. */
export function proveDomain(party: StoryParty, daysAgo: number): ProveDomainEvent {
  const [domain] = party.domains;
  if (domain === undefined) throw new Error(`${party.party_id} has no domain`);
  return { kind: 'prove_domain', daysAgo, minute: minuteOf(party.party_id, 1) + 12, domain };
}

export interface AuditPlan {
  readonly name: string;
  readonly profile: StoryProfile;
  /** The day the audit is sent; its window ends at midnight `lagDays` days before. */
  readonly daysAgo: number;
  readonly lagDays: number;
  readonly days: number;
  readonly level: 1 | 2 | 3 | 4;
  readonly claim: StoryClaim | null;
  readonly expect?: SubmitAuditEvent['expect'];
}

export function submitAudit(party: StoryParty, plan: AuditPlan): SubmitAuditEvent {
  return {
    kind: 'submit_audit',
    daysAgo: plan.daysAgo,
    minute: minuteOf(party.party_id, 2 + plan.daysAgo),
    name: plan.name,
    expect: plan.expect ?? 'declared',
    body: (today) => {
      const end = epochDay(today) - plan.daysAgo - plan.lagDays;
      const body = storyAudit(plan.profile, {
        organisation: { id: party.party_id, name: party.legal_name },
        windowStart: dayStart(end - plan.days),
        days: plan.days,
        level: plan.level,
      });
      return plan.claim === null ? body : withClaim(body, plan.claim);
    },
  };
}

export interface OpinionPlan {
  readonly daysAgo: number;
  readonly auditor: string;
  readonly audit: string;
  readonly level: 1 | 2 | 3 | 4;
  readonly scope: string;
  readonly expect: Tier | null;
  readonly result?: StoryOpinion['result'];
  readonly findings?: readonly string[];
  readonly sites?: number;
  readonly clearedFlags?: readonly string[];
}

/** The auditor compared the sender's grid values with the published ones: F10 is cleared in every accept. */
const CLEARED = ['F10'];

export function countersign(party: StoryParty, plan: OpinionPlan): CountersignEvent {
  const result = plan.result ?? 'accept';
  return {
    kind: 'countersign',
    daysAgo: plan.daysAgo,
    minute: minuteOf(party.party_id, 5 + plan.daysAgo),
    auditor: plan.auditor,
    audit: plan.audit,
    expect: plan.expect,
    opinion: {
      result,
      level: plan.level,
      scope_share: plan.scope,
      measured_share_confirmed: result !== 'reject',
      cleared_flags: result === 'accept' ? [...CLEARED, ...(plan.clearedFlags ?? [])] : [],
      not_deferrable_confirmed: [],
      samples: { workloads: 25 * (plan.sites ?? 1), sites: plan.sites ?? 1 },
      findings: plan.findings ?? [],
    },
  };
}

export function act(party: string, daysAgo: number, action: ActEvent['action'], reason: string): ActEvent {
  return { kind: 'act', daysAgo, minute: minuteOf(party, 7 + daysAgo), action, reason };
}
