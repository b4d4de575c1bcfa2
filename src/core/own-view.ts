import type { LiveState } from './freshness.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import type { LiveView } from './live/live-view.ts';
import type { Tier } from './methodology/cms-1.ts';
import type { Finding } from './methodology/findings.ts';
import type { Lack } from './next-tier.ts';
import type { AuditStatus, DecisionView, FailingByTier } from './views.ts';

/* What a party sees of its own telemetry (`GET /v1/me`) and nobody else does. Wire forms: kWh as shortest decimal text. */

/** A site and the head of its chain; `chain` is null while it has sent nothing. */
export interface OwnSite {
  readonly site_id: string;
  readonly chain: { readonly epoch: number; readonly seq: number; readonly digest: string } | null;
  readonly last_interval_end: string | null;
  readonly age_seconds: number | null;
  readonly freshness: LiveState;
  readonly minutes: number | null;
}

/** What came in for a site and UTC day. Of the running day only what has ended is expected. */
export interface OwnDay {
  readonly day: string;
  readonly minutes: number;
  readonly expected: number;
  /** Accepted, late ones included. */
  readonly received: number;
  readonly missing: number;
  readonly late: number;
  readonly duplicate: number;
  readonly overlap: number;
  readonly skewed: number;
  readonly refused: number;
}

export interface OwnCoverage {
  readonly from: string;
  readonly to: string;
  readonly sites: readonly { readonly site_id: string; readonly days: readonly OwnDay[] }[];
}

/** One hour of a site. Hours without an interval are not there. */
export interface OwnHour {
  readonly start: string;
  readonly it_kwh: string;
  readonly unattributed_kwh: string;
}

/** A workload that sent energy while the register did not make it visible. */
export interface LikelyCause {
  readonly workload_id: string;
  /** As the register has it; null for one that is not in force there. */
  readonly name: string | null;
  readonly energy_kwh: string;
  readonly intervals: number;
  /** Hours of the day, UTC, in which it ran. */
  readonly hours: readonly number[];
}

export interface OwnUnattributed {
  readonly site_id: string;
  readonly it_kwh: string;
  readonly unattributed_kwh: string;
  /** The part that invisible workloads sent; the rest no record names. */
  readonly named_kwh: string;
  readonly hours: readonly OwnHour[];
  readonly workloads: readonly LikelyCause[];
}

/** An interval in which much more energy than usual belongs to nobody. */
export interface SpikeAlert {
  readonly type: 'visibility.unattributed_spike';
  readonly site_id: string;
  readonly start: string;
  readonly minutes: number;
  /** Whether it is the site's newest interval. */
  readonly current: boolean;
  readonly unattributed_kwh: string;
  readonly it_kwh: string;
  /** What is usual in an interval of that length. */
  readonly median_kwh: string;
  readonly workloads: readonly { readonly workload_id: string; readonly energy_kwh: string }[];
  readonly rule: string;
}

export interface OwnTelemetry {
  readonly sites: readonly OwnSite[];
  readonly coverage: OwnCoverage;
  readonly unattributed: {
    readonly from: string;
    readonly to: string;
    readonly sites: readonly OwnUnattributed[];
    /** Sites whose intervals were not looked into, for there are too many. */
    readonly sites_left_off: number;
  };
  readonly flags: readonly Finding[];
  /** Newest first. */
  readonly alerts: readonly SpikeAlert[];
}

/** A refused submission. */
export interface RefusedAttempt {
  readonly at: string;
  readonly typ: string;
  readonly digest: string;
  readonly code: string;
  readonly detail: string;
  readonly errors: JsonValue;
}

export interface OwnAttempts {
  /** The newest acceptance of anything, attestations included. */
  readonly last_success: { readonly at: string; readonly typ: string; readonly digest: string } | null;
  readonly last_refusal: RefusedAttempt | null;
  /** First refusal since then; null while nothing was refused. */
  readonly failing_since: string | null;
  /** Newest first. */
  readonly refusals: readonly RefusedAttempt[];
}

/** What the tier above lacks, and whether live figures or the audit say so. */
export interface OwnNextTier extends Lack {
  readonly tier: Tier;
}

/** Whom a key speaks for, and how its submissions fared. */
export interface OwnBase {
  readonly party_id: string;
  readonly scopes: readonly string[];
  readonly attempts: OwnAttempts;
}

/** `GET /v1/me` of a registered party, without its position. */
export interface OwnPartyView extends OwnBase, OwnTelemetry {
  readonly kind: 'organisation' | 'auditor';
  readonly name: string;
  readonly name_under_review: boolean;
  readonly key_chain_head: string;
  readonly keys: readonly JsonObject[];
  readonly domains: readonly { readonly domain: string; readonly proved: boolean; readonly method: string | null }[];
  readonly cases: readonly { readonly id: string; readonly kind: string; readonly audit: string | null }[];
  readonly audit: { readonly digest: string; readonly status: AuditStatus; readonly decision: DecisionView } | null;
  readonly live_evaluation: LiveView | null;
  /** What fails for each tier; live tiers by the newest evaluation, where there is one. */
  readonly failing: FailingByTier | null;
  /** null before the first audit, and at the top. */
  readonly next_tier: OwnNextTier | null;
  readonly webhooks_disabled: readonly DisabledWebhook[];
}

/** A webhook that is told nothing any more; only setting up another one helps. */
export interface DisabledWebhook {
  readonly id: string;
  readonly url: string;
  readonly disabled_at: string;
  readonly disabled_reason: string;
}

/** Without a party, as for officers, there are the attempts alone. */
export type OwnView = OwnBase | OwnPartyView;

export const isPartyView = (view: OwnView): view is OwnPartyView => 'kind' in view;
