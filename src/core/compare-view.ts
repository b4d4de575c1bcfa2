import type { Comparability } from './comparability.ts';
import type { FreshnessView } from './freshness.ts';
import type { ScoreJson } from './methodology/score-json.ts';
import type { CertificateView, ListingRow } from './views.ts';

/** One organisation of a comparison: its row, and all that a reader must hold beside the figure. */
export interface ComparedOrganisation extends ListingRow {
  readonly submetrics: ScoreJson['submetrics'] | null;
  readonly scope: { readonly sites: readonly string[]; readonly share: string | null } | null;
  /** The window of the audit the figures come from. */
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly methodology: string | null;
  readonly methodology_sha256: string | null;
  readonly certificate: Pick<
    CertificateView,
    'id' | 'state' | 'valid_from' | 'valid_to' | 'auditors' | 'audits'
  > | null;
}

/** `GET /v1/compare` without its position. */
export interface Comparison {
  /** In the order asked. */
  readonly items: readonly ComparedOrganisation[];
  readonly comparability: Comparability;
  /** Names that nobody listed bears. */
  readonly unknown: readonly string[];
}

/** A comparison, and how fresh the telemetry of each organisation is. */
export interface FreshComparison {
  readonly comparison: Comparison;
  readonly freshness: ReadonlyMap<string, FreshnessView>;
}
