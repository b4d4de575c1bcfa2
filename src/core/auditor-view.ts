import type { OpinionView } from './views.ts';

/** An opinion of an auditor with what it was about. */
export interface GivenOpinion {
  readonly opinion: OpinionView;
  readonly audit: string;
  readonly organisation: { readonly party_id: string; readonly name: string };
}

/** An auditor's public record: what it may do, and what it did. */
export interface AuditorView {
  readonly party_id: string;
  readonly name: string;
  readonly country: string;
  readonly website: string;
  readonly registered_at: string;
  readonly state: 'applicant' | 'accredited' | 'suspended' | 'withdrawn';
  readonly levels: readonly number[];
  /** Instant until which the accreditation runs; null for an applicant. */
  readonly valid_to: string | null;
  /** Audits it gave an opinion on. */
  readonly audits: number;
  readonly accepts: number;
  readonly rejects: number;
  /** Audits on which its last opinion differs from its first. */
  readonly reversals: number;
  /** The newest, of organisations that are shown. */
  readonly opinions: readonly GivenOpinion[];
}
