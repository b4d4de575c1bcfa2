import type { Attestation } from '../documents/attestation.ts';
import type { Digest } from '../ids.ts';
import type { GridValues } from '../methodology/reduction.ts';

/** One accepted attestation, as everything after intake looks at it. */
export interface AcceptedInterval {
  readonly digest: Digest;
  readonly attestation: Attestation;
  readonly acceptedAt: Date;
  /** Accepted more than 72 h after its end. */
  readonly late: boolean;
  /** False: it counts as missing for scoring, because it is late or the first of an epoch after 0 (statements section 6). */
  readonly counted: boolean;
  /** The grid's values it is scored with, fixed at acceptance. */
  readonly grid: GridValues;
  /** Whether all three are the registry's own; the sender's otherwise (F10). */
  readonly gridFromRegistry: boolean;
}
