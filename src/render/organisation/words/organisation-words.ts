import type { LiveState } from '../../../core/freshness.ts';
import type { Age } from '../../age-words.ts';

/** Groups of history entries that can be looked at by themselves. */
export const HISTORY_KINDS = ['certificate', 'audit', 'data', 'identity', 'case'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** Sections of the page, in its order. */
export type Section =
  | 'disputes'
  | 'shares'
  | 'live'
  | 'hours'
  | 'next'
  | 'invisible'
  | 'proof'
  | 'certificates'
  | 'audits'
  | 'findings'
  | 'facts'
  | 'history'
  | 'badge';

/** What the page of an organisation says in one language. Days and figures are the same in all; they come ready. */
export interface OrganisationWords {
  readonly verdict: {
    certified(from: string, to: string): string;
    readonly onWatch: string;
    readonly audited: string;
    /** `#` is an age. */
    readonly fresh: Readonly<Record<Exclude<LiveState, 'none'>, string>>;
    readonly units: Readonly<Record<Age['unit'], string>>;
    activeReason(tier: string): string;
    readonly watchReason: string;
    /** `since` is a moment in words, absent where no change is on record. */
    suspended(since?: string): string;
    withdrawn(at?: string): string;
    superseded(at?: string): string;
    expired(on: string): string;
    expiredReason(tier: string, from: string, to: string): string;
    endedReason(tier: string): string;
    held(figure: string): string;
    heldReason(claimed: string | null): string;
    countersigned(figure: string): string;
    countersignedReason(reasons: string): string;
    declared(figure: string): string;
    readonly declaredReason: string;
    readonly noAudit: string;
    readonly noAuditReason: string;
    underDispute(count: number): string;
    moment(time: string, day: string): string;
  };
  /** Codes of conditions and of changes. A code that is not here is shown in English. */
  readonly codes: Readonly<Record<string, string>>;
  readonly sections: Readonly<Record<Section, string>>;
  readonly facts: {
    readonly register: string;
    readonly noDomain: string;
    readonly composite: string;
    readonly compositeNote: string;
    coverage(percent: string | null): string;
    readonly exact: string;
    readonly sixDigits: string;
    readonly coverageName: string;
    readonly fourthPower: string;
    readonly scope: string;
    scopeShare(share: string, sites: number): string;
    siteNames(rest: number): string;
    readonly assurance: string;
    level(level: number): string;
    readonly selfDeclared: string;
    readonly auditors: string;
    readonly noAuditor: string;
    readonly measured: string;
    readonly telemetry: string;
    readonly methodology: string;
    readonly certificate: string;
    readonly until: string;
    pastBanner(moment: string): string;
    readonly seeToday: string;
    readonly check: string;
    readonly audit: string;
    readonly live: string;
    readonly noTelemetry: string;
    readonly notEvaluated: string;
    readonly notKept: string;
    readonly declaredOnly: string;
    readonly noAudit: string;
    readonly changed: string;
    readonly showNow: string;
  };
  readonly hours: {
    lead(days: number, from: string, to: string): string;
    peak(hour: string, kwh: string, percent: string): string;
    even(percent: string): string;
    readonly none: string;
    allowed(tier: string, percent: string): string;
    readonly table: string;
    readonly columns: readonly [hour: string, it: string, nobodys: string, share: string];
  };
  readonly proof: {
    readonly lead: string;
    readonly verify: string;
    readonly receipt: string;
    readonly leaf: string;
    entry(index: string): string;
    readonly bundle: string;
    readonly credential: string;
    readonly methodology: string;
    readonly signedAudit: string;
    readonly command: string;
    readonly json: string;
    readonly keys: string;
    readonly none: string;
  };
  readonly certificates: {
    readonly columns: readonly [tier: string, state: string, from: string, to: string, proof: string];
    readonly states: Readonly<
      Record<'active' | 'watch' | 'suspended' | 'superseded' | 'withdrawn' | 'expired', string>
    >;
    readonly verify: string;
    readonly none: string;
  };
  readonly audits: {
    readonly columns: readonly [window: string, composite: string, opinions: string, documents: string];
    readonly results: Readonly<Record<'accept' | 'reject' | 'more_information', string>>;
    readonly replaced: string;
    readonly noOpinion: string;
    readonly signed: string;
    readonly receipt: string;
    readonly more: string;
  };
  readonly disputes: {
    readonly lead: string;
    readonly open: string;
    readonly upheld: string;
    readonly setAside: string;
    readonly evidence: string;
    readonly admitted: string;
    readonly answerBy: string;
    readonly decideBy: string;
    readonly decided: string;
    readonly file: string;
  };
  readonly history: {
    readonly show: string;
    readonly all: string;
    readonly kinds: Readonly<Record<HistoryKind, string>>;
    readonly happened: string;
    readonly recorded: string;
    readonly atOnce: string;
    readonly entry: string;
    readonly none: string;
    older(count: number): string;
  };
  readonly badge: { readonly lead: string; readonly build: string; readonly compare: string };
  readonly next: {
    missing(tier: string): string;
    readonly top: string;
    topLead(tier: string): string;
    lead(count: number, tier: string): string;
    readonly byLive: string;
    allThere(tier: string): string;
    readonly columns: readonly [condition: string, needs: string, has: string];
    atLeast(value: string): string;
  };
  readonly invisible: {
    readonly none: string;
    total(kwh: string, percent: string | null): string;
    readonly missing: Readonly<Record<'owner' | 'schedule_ref' | 'registered_at' | 'registered_too_late', string>>;
    at(site: string): string;
  };
}
