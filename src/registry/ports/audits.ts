import type { CertificateState } from '../../core/certificate-state.ts';
import type { Countersignature } from '../../core/documents/countersignature.ts';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { DatedOpinion } from '../../core/telemetry/register.ts';
import type { CertificateView } from '../../core/views.ts';
import type { EvaluatedAudit } from '../evaluation.ts';

/* What is judged: the stores of audits, opinions and certificates. */

export interface AuditRow {
  readonly digest: Digest;
  readonly partyId: PartyId;
  readonly acceptedSeq: number;
  readonly acceptedAt: Date;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly level: number;
  readonly superseded: boolean;
  readonly held: boolean;
  readonly evaluation: EvaluatedAudit;
  readonly certificateId: string | null;
}

export interface CfeUse {
  readonly ref: string;
  readonly partyId: PartyId;
  /** 10^-6 kWh. */
  readonly kwh: bigint;
  readonly windowStart: Date;
  readonly windowEnd: Date;
}

export interface AuditStore {
  find(digest: Digest): Promise<AuditRow | undefined>;
  /** Newest first. */
  of(party: PartyId): Promise<AuditRow[]>;
  insert(audit: AuditRow, cfe: readonly { ref: string; kwh: bigint }[]): Promise<void>;
  update(digest: Digest, change: Partial<Pick<AuditRow, 'superseded' | 'held' | 'certificateId'>>): Promise<void>;
  /**
   * What a new audit of `claimant` must not claim again of these certificates (R11): the claims of every audit ever
   * accepted from others, and of its own audits that the new one does not supersede.
   */
  cfeUses(refs: readonly string[], claimant: PartyId): Promise<CfeUse[]>;
}

export interface OpinionRow {
  readonly digest: Digest;
  readonly audit: Digest;
  readonly auditor: PartyId;
  readonly kid: Kid;
  readonly acceptedSeq: number;
  readonly acceptedAt: Date;
  readonly standing: boolean;
  readonly opinion: Countersignature;
}

export interface OpinionStore {
  /** In log order. */
  of(audit: Digest): Promise<OpinionRow[]>;
  /** The same auditor's earlier opinion on the audit stops standing. */
  insert(opinion: OpinionRow): Promise<void>;
  by(auditor: PartyId): Promise<OpinionRow[]>;
  /** Every opinion on audits of a party, in log order, with the leaf index of the audit. */
  about(party: PartyId): Promise<readonly OpinionOnAudit[]>;
}

/** When who said what of which audit. */
export interface OpinionOnAudit extends DatedOpinion {
  readonly audit: Digest;
  readonly auditSeq: number;
}

export interface CertificateRow {
  readonly id: string;
  readonly partyId: PartyId;
  readonly audit: Digest;
  readonly state: CertificateState;
  readonly reason: string;
  readonly validTo: Date;
  readonly leaf: number;
  readonly record: Omit<CertificateView, 'state' | 'reasons'>;
}

export interface CertificateStore {
  find(id: string): Promise<CertificateRow | undefined>;
  /** Newest first. */
  of(party: PartyId): Promise<CertificateRow[]>;
  insert(certificate: CertificateRow): Promise<void>;
  setState(id: string, state: CertificateState, reason: string): Promise<void>;
  /** Active, watched or suspended ones past their validity. */
  overdue(now: Date): Promise<CertificateRow[]>;
}
