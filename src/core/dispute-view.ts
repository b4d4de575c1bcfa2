import { formatUtcInstant } from './instant.ts';

const DAY_MS = 86_400_000;

/**
 * Days an objection waits at most: from its filing to its admission or refusal; from its admission to the holder's answer
 * and to the decision. The specification names none; these are published with every dispute.
 */
export const DISPUTE_DAYS = { admission: 5, answer: 14, decision: 30 } as const;

/** When each step of a dispute is due, instants. Before its admission the later two are the latest they can be. */
export interface DisputeDeadlines {
  readonly admission: string;
  readonly answer: string;
  readonly decision: string;
}

/**
 * A dispute as it is shown: one that officers admitted. What its author wrote and who he is stays with the officers; the
 * reasons are those of their signed acts.
 */
export interface DisputeView {
  readonly id: string;
  readonly party_id: string;
  readonly certificate_id: string | null;
  /** SHA-256 of the evidence, lower-case hexadecimal. */
  readonly evidence_sha256: string;
  readonly state: 'open' | 'closed';
  /** `allow`: set aside, the certificate stands as it did. `deny`: upheld, and kept on the record as such. */
  readonly outcome: 'allow' | 'deny' | null;
  readonly filed_at: string;
  readonly admitted_at: string;
  /** Index of its `case.opened` leaf. */
  readonly admitted_seq: number;
  readonly closed_at: string | null;
  /** Index of its `case.closed` leaf. */
  readonly closed_seq: number | null;
  readonly admission_reason: string;
  readonly decision_reason: string | null;
  readonly deadlines: DisputeDeadlines;
}

/** @param admittedAt null before the admission */
export function disputeDeadlines(filedAt: Date, admittedAt: Date | null): DisputeDeadlines {
  const admission = after(filedAt, DISPUTE_DAYS.admission);
  const begin = admittedAt ?? admission;
  return {
    admission: formatUtcInstant(admission),
    answer: formatUtcInstant(after(begin, DISPUTE_DAYS.answer)),
    decision: formatUtcInstant(after(begin, DISPUTE_DAYS.decision)),
  };
}

const after = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY_MS);
