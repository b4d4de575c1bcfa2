import type { Tier } from '../../core/methodology/cms-1.ts';
import type { ListingRow } from '../../core/views.ts';
import type { Mode } from '../../mode.ts';

/** What a badge says: a certificate state, or `declared` (no certificate), or `unknown` (no such holder). */
export type BadgeStatus =
  | 'active'
  | 'watch'
  | 'suspended'
  | 'superseded'
  | 'withdrawn'
  | 'expired'
  | 'declared'
  | 'unknown';

/** The one model behind every form of a badge: SVG, JSON and text say the same. */
export interface BadgeModel {
  readonly status: BadgeStatus;
  /** Name or domain of the holder, or what was asked for when nobody is known under it. Untrusted text. */
  readonly holder: string;
  /** Null unless the certificate stands (active or watch). */
  readonly tier: Tier | null;
  /** Per cent, one digit; null when there is no score. */
  readonly compositePercent: string | null;
  readonly mirrors: ListingRow['mirrors'];
  readonly methodology: string;
  /** `live` only while telemetry is live; a date otherwise, `YYYY-MM-DD`. */
  readonly freshness: { readonly kind: 'live' } | { readonly kind: 'audited'; readonly on: string } | null;
  readonly asOf: string;
  readonly seq: number;
  /** Demo and sandbox: the TEST watermark, which no parameter removes. */
  readonly test: boolean;
}

export interface BadgeInput {
  /** Null when nobody is known under the query. */
  readonly row: ListingRow | null;
  readonly query: { readonly party?: string; readonly domain?: string };
  readonly mode: Mode;
  readonly asOf: string;
  readonly seq: number;
  /** Methodology of the certificate; the current one by default. */
  readonly methodology?: string;
}

/** Decides once what the badge says. */
export function badgeModel(input: BadgeInput): BadgeModel {
  throw new Error(`not drawn yet: ${input.mode}`);
}
