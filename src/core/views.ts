import type { CertificateState } from './certificate-state.ts';
import type { DisputeView } from './dispute-view.ts';
import type { FreshnessView, LiveState } from './freshness.ts';
import type { LiveView } from './live/live-view.ts';
import type { Tier } from './methodology/cms-1.ts';
import type { Finding } from './methodology/findings.ts';
import type { ScoreJson } from './methodology/score-json.ts';
import type { FailingReason } from './methodology/tiers.ts';

/**
 * What the registry shows: one set of shapes for JSON, CSV, pages and badges, so that all surfaces agree at one `seq`.
 * Members are snake_case because these are the wire forms; decimals are strings, instants are RFC 3339 UTC with `Z`.
 */

/** `seq` = index of the last leaf an answer reflects; `as_of` = that leaf's `at`. */
export interface Position {
  readonly seq: number;
  readonly as_of: string;
}

export type AuditStatus = 'declared' | 'held' | 'countersigned' | 'certified' | 'superseded';
export type MirrorName = 'efficiency' | 'timing' | 'data_diet' | 'circularity';
export type FailingByTier = Readonly<Record<Tier, readonly FailingReason[]>>;

/** One row of the listing. Without a certificate `tier` and `state` are null and the figures are the newest declared audit's. */
export interface ListingRow {
  readonly party_id: string;
  readonly name: string;
  /** First proved domain still held. */
  readonly domain: string | null;
  readonly country: string;
  readonly sector: string;
  readonly tier: Tier | null;
  readonly composite_percent: string | null;
  readonly composite_6: string | null;
  /** Per cent, one digit. */
  readonly mirrors: Readonly<Record<MirrorName, string>> | null;
  /** 0 = declared only, 1..4 = assurance level reached (methodology 3). */
  readonly assurance_level: number;
  /** Overlaid when the row is read; stored rows and those of a past position say `none`. */
  readonly live: LiveState;
  readonly state: CertificateState | null;
  readonly certificate_id: string | null;
  readonly certified_at: string | null;
  readonly valid_to: string | null;
}

/** The registry's decision record (certificates, "Certificate"). */
export interface CertificateView {
  readonly id: string;
  readonly organisation: { readonly party_id: string; readonly name: string };
  readonly scope: { readonly sites: readonly string[]; readonly share: string };
  readonly tier: Tier;
  readonly score: ScoreJson;
  /** The audit's own composite, six digits. */
  readonly audit_composite: string;
  readonly assurance_level: number;
  readonly auditors: readonly string[];
  readonly audits: readonly string[];
  readonly methodology: string;
  readonly methodology_sha256: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly state: CertificateState;
  readonly reasons: readonly string[];
  /** Index of the issuing leaf. */
  readonly leaf: number;
}

/** A workload whose energy earns nothing because nobody answers for it (methodology 1.0). */
export interface InvisibleWorkload {
  readonly workload_id: string;
  readonly site_id: string;
  readonly name: string;
  readonly energy_kwh: string;
  /** Which of owner, schedule_ref, registered_at is missing; or `registered_too_late`. */
  readonly missing: readonly string[];
}

export interface ClaimView {
  readonly verdict: 'none' | 'confirmed' | 'restated' | 'held';
  readonly claimed: string | null;
  readonly recomputed: string;
}

/** Facts the registry itself holds about an audit; published with every decision. */
export interface FactsView {
  readonly assurance_level: number;
  readonly countersigned: boolean;
  readonly scope_share: string | null;
  readonly telemetry_days: number;
  readonly telemetry_coverage: string;
  readonly surveillance_delta_points: string | null;
}

export interface DecisionView {
  readonly tier: Tier | null;
  readonly reasons: readonly string[];
}

/** `GET /v1/audits/{digest}` without its position. */
export interface AuditView {
  readonly digest: string;
  readonly organisation: { readonly party_id: string; readonly name: string };
  readonly status: AuditStatus;
  readonly level: number;
  readonly window: { readonly start: string; readonly end: string };
  readonly sites: readonly string[];
  readonly accepted_at: string;
  readonly accepted_seq: number;
  readonly score: ScoreJson;
  readonly claim: ClaimView;
  readonly findings: readonly Finding[];
  readonly failing: FailingByTier;
  readonly facts: FactsView;
  readonly decision: DecisionView;
  readonly invisible_workloads: readonly InvisibleWorkload[];
  readonly opinions: readonly OpinionView[];
  readonly certificate_id: string | null;
}

export interface OpinionView {
  readonly digest: string;
  readonly auditor: string;
  readonly result: 'accept' | 'reject' | 'more_information';
  readonly level: number;
  readonly scope_share: string;
  readonly accepted_at: string;
  readonly accepted_seq: number;
  /** False once the same auditor gave a later opinion on the same audit. */
  readonly standing: boolean;
}

/** One change of what the registry says about an organisation. `text` is a plain sentence: verdict, then reason. */
export interface HistoryItem {
  readonly seq: number;
  /** The leaf's type, e.g. `certificate.issued`. */
  readonly type: string;
  /** When it happened. */
  readonly at: string;
  /** When it was recorded. */
  readonly recorded_at: string;
  readonly text: string;
  readonly reason: string | null;
  readonly certificate_id: string | null;
  readonly audit: string | null;
}

/** `GET /v1/organisations/{id}` without its position. */
export interface OrganisationView extends ListingRow {
  readonly website: string;
  readonly legal_ids: { readonly lei?: string; readonly vat?: string };
  readonly certificate: CertificateView | null;
  /** The thirteen shares shown, with units and notes; null before the first audit. */
  readonly submetrics: ScoreJson['submetrics'] | null;
  /** Sites in scope, and their share of the organisation's IT energy; null until an auditor states it. */
  readonly scope: { readonly sites: readonly string[]; readonly share: string | null } | null;
  readonly invisible_workloads: readonly InvisibleWorkload[];
  /** What fails for each tier; null before the first audit. */
  readonly failing: FailingByTier | null;
  /** The audit the shown figures come from. */
  readonly audit: AuditView | null;
  /** The newest daily evaluation of its telemetry; null before the first. */
  readonly live_evaluation: LiveView | null;
  /** Admitted objections, newest first, open and decided. */
  readonly disputes: readonly DisputeView[];
  readonly freshness: FreshnessView;
  readonly changes: readonly HistoryItem[];
}

/** What is kept of an organisation under a position: all but its last changes and what depends on the hour it is read. */
export type StoredOrganisation = Omit<OrganisationView, 'changes' | 'freshness'>;

/** A page of the listing. */
export interface ListingPage extends Position {
  readonly items: readonly ListingRow[];
  /** Exact up to 10,000, then a lower bound. */
  readonly total: number;
  readonly total_is_exact: boolean;
  readonly next: string | null;
}

/** One value of a facet and how many organisations have it. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/**
 * How the listing divides under a query. Each facet is counted with its own filter lifted, so that a visitor sees what a
 * change of it would bring; the others apply. Values without an organisation are left out; the order is that of the count.
 */
export interface ListingFacets {
  readonly tier: readonly FacetCount[];
  readonly state: readonly FacetCount[];
  readonly country: readonly FacetCount[];
  readonly sector: readonly FacetCount[];
  readonly live: readonly FacetCount[];
  readonly assurance: readonly FacetCount[];
  /** Under every filter: organisations by composite, 20 steps of five points from 0; 100 is in the last. */
  readonly composites: readonly number[];
}

/** What a visitor asked of the listing, as it stands in the URL. */
export interface ListingQuery {
  readonly q?: string;
  readonly tier: readonly Tier[];
  readonly minComposite?: string;
  readonly country?: string;
  readonly sector?: string;
  readonly live?: LiveState;
  readonly state: readonly CertificateState[] | 'all';
  readonly assurance?: number;
  readonly sort: ListingSort;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: string;
}

export const LISTING_SORTS = [
  '-composite',
  'composite',
  'name',
  '-name',
  'certified_at',
  '-certified_at',
  'valid_to',
  '-valid_to',
] as const;
export type ListingSort = (typeof LISTING_SORTS)[number];
