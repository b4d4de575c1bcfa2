import type { LiveEvaluation } from './evaluate-live.ts';
import type { HeldCertificate, Observation } from './lifecycle.ts';
import { perLiveTier } from './live-state.ts';

/** What beside the evaluation the life of a tier looks at. */
export interface Surroundings {
  readonly certificate: HeldCertificate | null;
  /** Something beside the conditions forbids to issue. */
  readonly isBlocked: boolean;
  /** A `telemetry.fork` leaf of the organisation is dated on the day. */
  readonly hasForked: boolean;
}

/** One day's observation from its evaluation. */
export const observe = (evaluation: LiveEvaluation, around: Surroundings): Observation => {
  const { day, firstCounted, met, kept, inHoldBand, isClaimHeld, invisible, silentDays, rejects, auditTier } =
    evaluation;
  return {
    day,
    firstCounted,
    met,
    kept,
    inHoldBand,
    isClaimHeld,
    invisible,
    silentDays,
    rejects,
    auditTier,
    ...around,
  };
};

/** The observation of a day on which there is no countersigned audit to evaluate telemetry with: nothing can be shown. */
export const observeNothing = (day: string, firstCounted: string | null, around: Surroundings): Observation => ({
  day,
  firstCounted,
  met: { Bronze: false, Silver: false, ...perLiveTier(() => false) },
  kept: perLiveTier(() => false),
  inHoldBand: perLiveTier(() => false),
  isClaimHeld: perLiveTier(() => false),
  invisible: null,
  // Without sites in scope no interval counts, so no suspension is cured.
  silentDays: 1,
  rejects: [],
  auditTier: null,
  ...around,
});
