import type { LeafOf } from './leaves.ts';
import type { Turn } from './turn.ts';

/** The daily evaluation of everybody who sends telemetry: which leaves about certificates must follow (methodology 3). */
export function evaluateParties(_turn: Turn, _leaf: LeafOf<'telemetry.day'>): void {
  // Filled in below.
}
