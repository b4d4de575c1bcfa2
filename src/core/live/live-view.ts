import type { ClaimCheck } from '../methodology/claim.ts';
import type { Tier } from '../methodology/cms-1.ts';
import type { ScoreJson } from '../methodology/score-json.ts';
import type { FailingReason } from '../methodology/tiers.ts';

/** What the daily evaluation made of an organisation's telemetry: stored, and shown as it stands. Ratios are reduced `num/den`. */
export interface LiveView {
  /** The closed UTC day it was made for. */
  readonly day: string;
  /** The trailing days that were summed: 56, or fewer while there are fewer. Both ends included. */
  readonly window: { readonly from: string; readonly to: string; readonly days: number };
  /** The headline live score: trailing window, capped by the audit (statements section 6, "Live decision"). */
  readonly score: ScoreJson;
  /** The lower of the trailing 56 and, once there, 365 days. */
  readonly decision_composite_6: string;
  readonly decision_composite_percent: string;
  /** Digest of the newest countersigned audit it stands on. */
  readonly audit: string;
  readonly telemetry_days: number;
  readonly telemetry_coverage: string;
  /** Audit composite less live composite over the audit's window, points; null below 56 common days. */
  readonly surveillance_delta_points: string | null;
  /** Share of the window's site-hours for which the registry holds a grid series. */
  readonly registry_grid_share: string;
  /** Closed days in a row, up to this one, without a counted interval of any site in scope. */
  readonly silent_days: number;
  /** Invisible share of the IT energy of the closed day; null without energy. */
  readonly invisible_share: string | null;
  /** Codes of REJECT findings of the closed day. */
  readonly rejects: readonly string[];
  /** The audit's claim against the decision figure, with the tolerance of live tiers: how far the two have drifted apart. */
  readonly drift?: ClaimCheck;
  readonly failing: Readonly<Record<Tier, readonly FailingReason[]>>;
  /** Good days in a row towards the next live tier; null where the newest audit's level carries none. */
  readonly progress: { readonly tier: Tier; readonly days: number; readonly of: number } | null;
}
