import type { LiveState } from './freshness.ts';
import type { ListingRow } from './views.ts';

/** What a table about many vendors says of one. Null where nothing of the kind is known; never where the answer is no. */
export interface RfpRow
  extends Pick<
    ListingRow,
    'tier' | 'composite_percent' | 'composite_6' | 'state' | 'certificate_id' | 'certified_at' | 'valid_to'
  > {
  /** As it was asked. */
  readonly vendor: string;
  readonly status: 'certified' | 'not_certified' | 'unknown';
  /** With `not_certified`, as in a look-up. */
  readonly reason: string | null;
  readonly party_id: string | null;
  readonly name: string | null;
  readonly domain: string | null;
  /** 0 = declared only, 1..4. */
  readonly assurance_level: number | null;
  readonly live: LiveState | null;
  readonly methodology: string | null;
  readonly methodology_sha256: string | null;
  /** Share of the organisation's IT energy in scope. */
  readonly scope_share: string | null;
  readonly scope_sites: number | null;
  /** The window of the audit the figures come from. */
  readonly period_start: string | null;
  readonly period_end: string | null;
  /** Where anybody verifies the certificate in his own browser. */
  readonly verify_url: string | null;
  /** Gives the answer of the day in signed form, also that the vendor is unknown; null for what names no domain. */
  readonly signed_answer_url: string | null;
  /** The evidence bundle, from which score and tier are recomputed offline. */
  readonly evidence_url: string | null;
  /** Index of the leaf that issued the certificate. */
  readonly leaf: number | null;
  /** RFC 6962 hash of that leaf, SHA-256 of a zero byte and its exact text, lower-case hexadecimal. */
  readonly proof_hash: string | null;
  /** Digest of the signed audit: base64url SHA-256 of its signing input. */
  readonly audit_digest: string | null;
}

/** The columns of every form, in this order. */
export const RFP_COLUMNS = [
  'vendor',
  'status',
  'reason',
  'party_id',
  'name',
  'domain',
  'tier',
  'composite_percent',
  'composite_6',
  'state',
  'live',
  'assurance_level',
  'methodology',
  'methodology_sha256',
  'scope_share',
  'scope_sites',
  'period_start',
  'period_end',
  'certified_at',
  'valid_to',
  'certificate_id',
  'verify_url',
  'signed_answer_url',
  'evidence_url',
  'leaf',
  'proof_hash',
  'audit_digest',
] as const satisfies readonly (keyof RfpRow)[];
