import { CMS_1, type Parameters, TIER_NAMES, type Tier } from '../methodology/cms-1.ts';
import { addDays, countDays } from '../telemetry/day.ts';
import { isCurable } from './causes.ts';
import { isLiveTier, LIVE_TIERS, type LiveState, type LiveTier, type PerLiveTier, perLiveTier } from './live-state.ts';

/** The organisation's current certificate, as it is when a closed day is evaluated. */
export interface HeldCertificate {
  readonly tier: Tier;
  readonly state: 'active' | 'watch' | 'suspended';
  /** Reason of the state in force. */
  readonly reason: string;
  /** UTC day of the leaf that suspended it; null while it stands. */
  readonly suspendedOn: string | null;
  /** Whether it rests on the newest countersigned audit. */
  readonly isOnNewestAudit: boolean;
}

/** What one closed UTC day shows. Conditions are of the decision figure, whatever tier is held. */
export interface Observation {
  readonly day: string;
  readonly certificate: HeldCertificate | null;
  readonly firstCounted: string | null;
  /** Every condition of the tier holds. */
  readonly met: Readonly<Record<Tier, boolean>>;
  /** The same but for the days of telemetry, which a suspension sets back and which no holder can mend. */
  readonly kept: PerLiveTier<boolean>;
  /** Composite >= threshold - 1 point, every mirror >= floor - 2, visibility >= floor - 0.5. */
  readonly inHoldBand: PerLiveTier<boolean>;
  /** Something beside the conditions forbids to issue: a held claim, a dissent, a lost domain, … */
  readonly isBlocked: boolean;
  /** The claim is beyond the tier's own tolerance and no officer allowed it. */
  readonly isClaimHeld: PerLiveTier<boolean>;
  /** The invisible share of the day's IT energy exceeds 3 x what the tier allows; null for a day without energy. */
  readonly invisible: PerLiveTier<boolean> | null;
  /** Closed days in a row, up to this one, without a counted interval. */
  readonly silentDays: number;
  /** REJECT codes of the day. */
  readonly rejects: readonly string[];
  /** A fork was found on the day. */
  readonly hasForked: boolean;
  /** The highest tier up to Silver that the newest countersigned audit supports by itself. */
  readonly auditTier: Tier | null;
}

/** What must happen to the certificate now. Within a step they follow each other as listed. */
export type Transition =
  | {
      readonly kind: 'issue';
      readonly tier: Tier;
      /** `decision`: the same tier again, on a newer audit. */
      readonly reason: 'upgrade' | 'downgrade' | 'decision';
      /** What its score is: the decision figure, or the audit's own. */
      readonly basis: 'live' | 'audit';
    }
  | { readonly kind: 'hold_claim' | 'watch' | 'active' | 'reinstate' }
  | { readonly kind: 'suspend'; readonly reason: 'silence' | 'invisible_share' | 'reject_not_cured' | 'downgrade' };

export interface Step {
  readonly state: LiveState;
  readonly transitions: readonly Transition[];
}

/**
 * One evaluation of the life of a tier (methodology 3, "State machine"). Rising is slow, falling is damped, lying is instant.
 *
 * - A day **meets** a tier when all its conditions hold, nothing is in the way and the certificate is not suspended. 28 in a row
 *   issue it: where it is above the tier held, or the same on a newer audit.
 * - **Watch**: the certificate stands and not all conditions of its tier hold. It is active again on the first day they all do.
 * - **Fall**: 14 evaluations in a row outside the hold band, or conditions other than the days of telemetry not all held on 56
 *   of the last 90 days; to the next lower tier whose conditions hold on the live figure. Where none does, the certificate is
 *   suspended (`downgrade`) until one does, or until 14 days in the hold band.
 * - **Suspend** Obsidian and Prime: no counted interval on 7 closed days; invisible share beyond 3 x allowed on 3 days with energy
 *   in a row; a REJECT found on the closed day and on each of the 7 before it.
 * - **Cure**: 14 clean days in a row, each wholly after the suspending leaf. A day is **clean** when intervals of it counted and no
 *   fork was found on it; for Obsidian and Prime also without REJECT and excess of the invisible share; after `downgrade` also
 *   within the hold band. Causes only people can judge end by their own rules, never here.
 * - 30 silent days issue what the audit alone supports. This and the end of an unfinished fall are the only issues while
 *   suspended; both go down.
 *
 * A day that is not after the last one changes nothing; a gap between two days breaks every row.
 */
export function stepTier(state: LiveState, seen: Observation, p: Parameters = CMS_1): Step {
  if (state.day !== null && seen.day <= state.day) return { state, transitions: [] };
  const counted = count(state, seen, p);
  const transitions = transitionsOf(counted, seen, p);
  return { state: afterwards(counted, transitions), transitions };
}

/** Whether the certificate may be shown as certified. */
const stands = (certificate: HeldCertificate | null): certificate is HeldCertificate =>
  certificate !== null && certificate.state !== 'suspended';

const heldTier = ({ certificate }: Observation): LiveTier | null =>
  isLiveTier(certificate?.tier) ? certificate.tier : null;

/** The state with this day counted in. */
function count(state: LiveState, seen: Observation, p: Parameters): LiveState {
  const isNext = state.day !== null && addDays(state.day, 1) === seen.day;
  const held = heldTier(seen);
  const isSuspended = seen.certificate?.state === 'suspended';
  const inRow = (before: number, holds: boolean): number => (holds ? (isNext ? before : 0) + 1 : 0);
  const isSame = held !== null && held === state.held;
  const live = held !== null && !isSuspended ? held : null;
  return {
    v: 1,
    day: seen.day,
    firstCounted: seen.firstCounted,
    good: perLiveTier((tier) => inRow(state.good[tier], seen.met[tier] && !seen.isBlocked && !isSuspended)),
    held,
    outside: live === null ? 0 : inRow(isSame ? state.outside : 0, !seen.inHoldBand[live]),
    below: belowDays(isSame ? state.below : [], seen, live, p),
    invisible: live === null ? 0 : invisibleRow(isSame && isNext ? state.invisible : 0, seen, live),
    rejects: Object.fromEntries(seen.rejects.map((code) => [code, (isNext && state.rejects[code]) || seen.day])),
    clean: inRow(state.clean, isClean(seen, held)),
  };
}

function belowDays(
  before: readonly string[],
  { day, kept }: Observation,
  live: LiveTier | null,
  { live: { belowPlain } }: Parameters,
): readonly string[] {
  const since = addDays(day, 1 - belowPlain.of);
  const recent = before.filter((one) => one >= since);
  return live !== null && !kept[live] ? [...recent, day] : recent;
}

/** A day without energy shows nothing: it neither counts nor ends the row. */
function invisibleRow(before: number, { invisible }: Observation, live: LiveTier): number {
  if (invisible === null) return before;
  return invisible[live] ? before + 1 : 0;
}

function isClean(seen: Observation, held: LiveTier | null): boolean {
  const { certificate, day } = seen;
  if (certificate?.suspendedOn == null || day <= certificate.suspendedOn) return false;
  if (seen.silentDays > 0 || seen.hasForked) return false;
  if (held === null) return true;
  const isQuiet = seen.rejects.length === 0 && seen.invisible?.[held] !== true;
  return isQuiet && (certificate.reason !== 'downgrade' || seen.inHoldBand[held]);
}

function transitionsOf(state: LiveState, seen: Observation, p: Parameters): readonly Transition[] {
  const { certificate } = seen;
  if (certificate !== null && !stands(certificate)) return whileSuspended(state, seen, certificate, p);
  const { held } = state;
  const cause = held === null ? undefined : causeOf(state, seen, p);
  if (cause !== undefined) return [{ kind: 'suspend', reason: cause }];
  if (held !== null && isFalling(state, p)) {
    const tier = tierBelow(held, seen);
    return [tier === undefined ? { kind: 'suspend', reason: 'downgrade' } : issue(tier, 'downgrade')];
  }
  return rise(state, seen, p) ?? watch(seen, held);
}

const issue = (tier: Tier, reason: 'upgrade' | 'downgrade' | 'decision'): Transition => ({
  kind: 'issue',
  tier,
  reason,
  basis: 'live',
});

function causeOf(
  { invisible, rejects }: LiveState,
  { silentDays, day }: Observation,
  { live }: Parameters,
): 'silence' | 'invisible_share' | 'reject_not_cured' | undefined {
  if (silentDays >= live.silentDays) return 'silence';
  if (invisible >= live.invisibleDays) return 'invisible_share';
  const isOld = Object.values(rejects).some((first) => countDays(first, day) > live.rejectCureDays);
  return isOld ? 'reject_not_cured' : undefined;
}

const isFalling = ({ outside, below }: LiveState, { live }: Parameters): boolean =>
  outside >= live.downgradeDays || below.length >= live.belowPlain.days;

/** The highest tier under the one held whose conditions all hold. */
const tierBelow = (held: LiveTier, { met }: Observation): Tier | undefined =>
  TIER_NAMES.slice(0, TIER_NAMES.indexOf(held)).findLast((tier) => met[tier]);

function rise({ good, held }: LiveState, seen: Observation, { live }: Parameters): readonly Transition[] | undefined {
  const isDue = (tier: LiveTier): boolean => good[tier] >= live.issueDays && isNew(tier, held, seen);
  const tier = LIVE_TIERS.findLast(isDue);
  if (tier === undefined) return undefined;
  if (seen.isClaimHeld[tier]) return [{ kind: 'hold_claim' }, ...watch(seen, held)];
  return [issue(tier, tier === held ? 'decision' : 'upgrade')];
}

const isNew = (tier: LiveTier, held: LiveTier | null, { certificate }: Observation): boolean =>
  tier === held
    ? certificate?.isOnNewestAudit === false
    : held === null || TIER_NAMES.indexOf(tier) > TIER_NAMES.indexOf(held);

function watch({ certificate, met }: Observation, held: LiveTier | null): readonly Transition[] {
  if (certificate === null || held === null) return [];
  if (certificate.state === 'active' && !met[held]) return [{ kind: 'watch' }];
  return certificate.state === 'watch' && met[held] ? [{ kind: 'active' }] : [];
}

function whileSuspended(
  { held, clean }: LiveState,
  seen: Observation,
  { reason }: HeldCertificate,
  { live }: Parameters,
): readonly Transition[] {
  if (held !== null && reason === 'silence' && seen.silentDays >= live.silentDowngradeDays && seen.auditTier !== null)
    return [{ kind: 'issue', tier: seen.auditTier, reason: 'downgrade', basis: 'audit' }];
  const lower = held !== null && reason === 'downgrade' ? tierBelow(held, seen) : undefined;
  if (lower !== undefined) return [issue(lower, 'downgrade')];
  if (!isCurable(reason) || clean < live.cureDays) return [];
  const isWatched = held !== null && !seen.met[held];
  return isWatched ? [{ kind: 'reinstate' }, { kind: 'watch' }] : [{ kind: 'reinstate' }];
}

/** A suspension and a cure begin their rows anew; days below the plain threshold make one fall, not one a day. */
function afterwards(state: LiveState, transitions: readonly Transition[]): LiveState {
  const isOver = transitions.some(({ kind }) => kind === 'suspend' || kind === 'reinstate');
  if (!isOver) return state;
  const hasFallen = transitions.some((one) => one.kind === 'suspend' && one.reason === 'downgrade');
  return { ...state, outside: 0, invisible: 0, below: hasFallen ? [] : state.below };
}
