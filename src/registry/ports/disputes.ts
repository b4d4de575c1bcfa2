import type { PartyId } from '../../core/ids.ts';

/** An objection as it was brought, and how far it has come. */
export interface DisputeRow {
  readonly id: string;
  readonly partyId: PartyId;
  readonly certificateId: string | null;
  readonly evidenceSha256: string;
  /** For officers alone, as is `contact`, which is forgotten when the dispute ends. */
  readonly grounds: string;
  readonly contact: string | null;
  /** The party whose token came with it. */
  readonly filedBy: PartyId | null;
  readonly filedAt: Date;
  readonly state: 'filed' | 'refused' | 'admitted' | 'closed';
  readonly admittedAt: Date | null;
  readonly admissionReason: string | null;
  readonly closedAt: Date | null;
  readonly decisionReason: string | null;
}

export interface DisputeStore {
  find(id: string): Promise<DisputeRow | undefined>;
  /** All of a party, in order of filing. */
  of(party: PartyId): Promise<DisputeRow[]>;
  /** Those that await an officer, oldest first, at most `limit`. */
  waiting(limit: number): Promise<DisputeRow[]>;
  insert(row: DisputeRow): Promise<void>;
  /** The next step of a dispute. A step back, or a change of what was brought, is refused by the database. */
  advance(
    id: string,
    change: Partial<
      Pick<DisputeRow, 'state' | 'contact' | 'admittedAt' | 'admissionReason' | 'closedAt' | 'decisionReason'>
    >,
  ): Promise<void>;
}
