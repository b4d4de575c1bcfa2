import type { JsonObject } from '../../core/json-value.ts';
import type { Tier } from '../../core/methodology/cms-1.ts';
import type { StoryProfile } from './profile.ts';

/**
 * A moment of the story, counted back from the day the demo starts: `daysAgo` UTC days before it, at `minute` minutes past
 * midnight. See `storyInstant`.
 */
export interface StoryMoment {
  readonly daysAgo: number;
  readonly minute: number;
}

/** The members of a `cms-party/1` body without its schema and keys (statements section 4). */
export interface StoryParty {
  readonly party_id: string;
  readonly kind: 'organisation' | 'auditor';
  readonly legal_name: string;
  readonly country: string;
  readonly sector: string;
  readonly website: string;
  readonly domains: readonly string[];
}

/** A fictional audit firm. It registers, proves its domains and is accredited at these moments, in this order. */
export interface StoryAuditor {
  readonly party: StoryParty;
  readonly levels: readonly (1 | 2 | 3 | 4)[];
  readonly registered: StoryMoment;
  readonly accredited: StoryMoment;
  /** Whole days after `accredited`. */
  readonly validDays: number;
}

/** Sent by the organisation: its party statement. Always the first event. */
export interface RegisterEvent extends StoryMoment {
  readonly kind: 'register';
}

/** Asks the registry to check one domain, which proves it. */
export interface ProveDomainEvent extends StoryMoment {
  readonly kind: 'prove_domain';
  readonly domain: string;
}

/** Sends an audit; `name` is how later events of the same organisation speak of it. */
export interface SubmitAuditEvent extends StoryMoment {
  readonly kind: 'submit_audit';
  readonly name: string;
  /** What the registry answers: `declared` and `held` are 201, `refused` is 422 audit_rejected. */
  readonly expect: 'declared' | 'held' | 'refused';
  /** The `cms-audit/1` body, made when it is needed; `today` as for `storyInstant`. */
  body(today: Date): JsonObject;
}

/** The opinion of an accredited auditor (`cms-countersignature/1` without schema and digest). */
export interface StoryOpinion {
  readonly result: 'accept' | 'reject' | 'more_information';
  readonly level: 1 | 2 | 3 | 4;
  readonly scope_share: string;
  readonly measured_share_confirmed: boolean;
  readonly cleared_flags: readonly string[];
  readonly not_deferrable_confirmed: readonly string[];
  readonly samples: { readonly workloads: number; readonly sites: number };
  readonly findings: readonly string[];
}

export interface CountersignEvent extends StoryMoment {
  readonly kind: 'countersign';
  readonly auditor: string;
  /** `name` of an earlier submit_audit event. */
  readonly audit: string;
  readonly opinion: StoryOpinion;
  /** The tier of the certificate this opinion issues; null when it issues none. */
  readonly expect: Tier | null;
}

/** An act of the registry's officers on the organisation's newest certificate. */
export interface ActEvent extends StoryMoment {
  readonly kind: 'act';
  readonly action: 'suspend' | 'reinstate' | 'withdraw';
  readonly reason: string;
}

export type StoryEvent = RegisterEvent | ProveDomainEvent | SubmitAuditEvent | CountersignEvent | ActEvent;

/** How the organisation stands when the story has been told. */
export type StoryEnding =
  | { readonly state: 'certified'; readonly tier: Tier }
  /** Certified, and inside the hold band below its tier's thresholds. */
  | { readonly state: 'watch'; readonly tier: Tier }
  /** An audit without a certificate: no opinion yet, or opinions that issued nothing. */
  | { readonly state: 'declared' }
  | { readonly state: 'held' }
  | { readonly state: 'suspended'; readonly tier: Tier }
  | { readonly state: 'withdrawn'; readonly tier: Tier }
  /** Its only certificate is older than 12 months. */
  | { readonly state: 'expired'; readonly tier: Tier }
  /** Registered, and nothing accepted. */
  | { readonly state: 'registered' };

/** How an organisation of the story measures. Days are counted back from the day the demo starts. */
export interface LivePlan {
  /** One site. Its telemetry has this profile's shares in every window of whole days. */
  readonly profile: StoryProfile;
  /** Audit firms that may read the raw attestations. */
  readonly auditors: readonly string[];
  /** The first day with telemetry. Keys, register and inventory are in place the day before. */
  readonly since: number;
  /** The last interval ends here; absent where the site goes on sending. */
  readonly until?: StoryMoment;
  /** When another account of the newest accepted interval arrives. */
  readonly forked?: StoryMoment;
  /** From then on the register knows no owner of the workload. */
  readonly disowned?: StoryMoment & { readonly workload: string };
}

export interface StoryOrganisation {
  readonly party: StoryParty;
  /** In order of time; the first is `register`. */
  readonly events: readonly StoryEvent[];
  readonly ending: StoryEnding;
  /** How it measures; absent where it sends no telemetry. */
  readonly live?: LivePlan;
}

/** One event of the whole story with its instant. */
export interface TimelineItem {
  readonly at: Date;
  readonly organisation: StoryOrganisation;
  readonly event: StoryEvent;
}
