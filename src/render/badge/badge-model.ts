import type { CertificateState } from '../../core/certificate-state.ts';
import type { FreshnessView, LiveState } from '../../core/freshness.ts';
import { METHODOLOGY, type Tier } from '../../core/methodology/cms-1.ts';
import type { ListingRow } from '../../core/views.ts';
import type { Mode } from '../../mode.ts';
import { type Age, ageOf } from '../age-words.ts';
import { isoDay } from '../words.ts';

/**
 * What a badge says: a certificate state, or `declared` (no certificate), or `unknown` (no such holder), or `unreadable` (the
 * register cannot be read now, which says nothing about anybody).
 */
export type BadgeStatus = CertificateState | 'declared' | 'unknown' | 'unreadable';

/** The one model behind every form of a badge: SVG, JSON and text say the same. */
export interface BadgeModel {
  readonly status: BadgeStatus;
  /** Domain or name of the holder, or the id or domain asked for when nobody is known under it. Null: neither was asked for. */
  readonly holder: string | null;
  /** Domain or party id, for fonts that cannot set the name; null where neither is known. */
  readonly alias: string | null;
  /** Null unless the certificate stands (active or watch). */
  readonly tier: Tier | null;
  /** Per cent, one digit; null unless the certificate stands. */
  readonly compositePercent: string | null;
  /** Null unless the certificate stands. */
  readonly mirrors: ListingRow['mirrors'];
  readonly methodology: string;
  /** How fresh telemetry is and how old its newest interval; without telemetry the day of certification, `YYYY-MM-DD`. */
  readonly freshness:
    | { readonly kind: Exclude<LiveState, 'none'>; readonly age: Age }
    | { readonly kind: 'audited'; readonly on: string }
    | null;
  /** Null, as `seq` is, where the register cannot be read. */
  readonly asOf: string | null;
  readonly seq: number | null;
  /** Demo and sandbox: the TEST watermark, which no parameter removes. */
  readonly test: boolean;
}

export interface BadgeInput {
  /** Null when nobody is known under the query. */
  readonly row: ListingRow | null;
  readonly freshness: FreshnessView | null;
  /** Of their proper form: a badge never repeats a text that is neither id nor domain. */
  readonly query: { readonly party?: string; readonly domain?: string };
  readonly mode: Mode;
  readonly asOf: string;
  readonly seq: number;
  /** Methodology of the certificate; the current one by default. */
  readonly methodology?: string;
}

/** Whether a certificate stands, so that its tier may be shown. */
export const stands = (status: BadgeStatus): boolean => status === 'active' || status === 'watch';

/** Decides once what the badge says. A tier or a figure is shown only while the certificate stands. */
export function badgeModel(input: BadgeInput): BadgeModel {
  const { row, query, mode, asOf, seq, methodology = METHODOLOGY } = input;
  const status: BadgeStatus = row === null ? 'unknown' : (row.state ?? 'declared');
  const shown = stands(status) ? row : null;
  return {
    status,
    holder: holderOf(row, query),
    alias: query.domain ?? row?.domain ?? row?.party_id ?? query.party ?? null,
    tier: shown?.tier ?? null,
    compositePercent: shown?.composite_percent ?? null,
    mirrors: shown?.mirrors ?? null,
    methodology,
    freshness: shown === null ? null : shownFreshness(shown, input.freshness),
    asOf,
    seq,
    test: mode !== 'production',
  };
}

/** What a badge says while the register cannot be read: nothing about its holder but the name that was asked for. */
export const unreadableBadge = ({ query, mode }: Pick<BadgeInput, 'query' | 'mode'>): BadgeModel => ({
  ...badgeModel({ row: null, freshness: null, query, mode, asOf: '', seq: 0 }),
  status: 'unreadable',
  asOf: null,
  seq: null,
});

/** The domain asked for proves where the badge belongs; otherwise the legal name. */
function holderOf(row: ListingRow | null, query: BadgeInput['query']): string | null {
  if (row === null) return query.domain ?? query.party ?? null;
  return query.domain ?? row.name;
}

function shownFreshness(row: ListingRow, freshness: FreshnessView | null): BadgeModel['freshness'] {
  if (freshness !== null && freshness.live !== 'none' && freshness.age_seconds !== null) {
    return { kind: freshness.live, age: ageOf(freshness.age_seconds) };
  }
  return row.certified_at === null ? null : { kind: 'audited', on: isoDay(row.certified_at) };
}
