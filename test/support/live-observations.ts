import { type HeldCertificate, type Observation, stepTier, type Transition } from '../../src/core/live/lifecycle.ts';
import { INITIAL_STATE, type LiveState, type LiveTier, perLiveTier } from '../../src/core/live/live-state.ts';
import type { Tier } from '../../src/core/methodology/cms-1.ts';
import { addDays } from '../../src/core/telemetry/day.ts';

export const FIRST_DAY = '2026-01-01';

/** A day on which nothing is wrong and every tier holds; no certificate. */
export const GOOD: Observation = {
  day: FIRST_DAY,
  certificate: null,
  firstCounted: FIRST_DAY,
  met: { Bronze: true, Silver: true, Obsidian: true, 'Obsidian Prime': true },
  kept: perLiveTier(() => true),
  inHoldBand: perLiveTier(() => true),
  isBlocked: false,
  isClaimHeld: perLiveTier(() => false),
  invisible: perLiveTier(() => false),
  silentDays: 0,
  rejects: [],
  hasForked: false,
  auditTier: 'Silver',
};

export type Seen = Partial<Omit<Observation, 'day' | 'certificate'>>;

/** Conditions hold for these tiers only, and none of the others is kept but in the hold band. */
export const metOnly = (...tiers: readonly Tier[]): Pick<Observation, 'met' | 'kept'> => {
  const holds = (tier: Tier): boolean => tiers.includes(tier);
  return {
    met: {
      Bronze: holds('Bronze'),
      Silver: holds('Silver'),
      Obsidian: holds('Obsidian'),
      'Obsidian Prime': holds('Obsidian Prime'),
    },
    kept: perLiveTier(holds),
  };
};

export const OUTSIDE: Seen = { ...metOnly('Bronze', 'Silver'), inHoldBand: perLiveTier(() => false) };
export const WATCHED: Seen = metOnly('Bronze', 'Silver');

export const certificateOf = (tier: Tier, change: Partial<HeldCertificate> = {}): HeldCertificate => ({
  tier,
  state: 'active',
  reason: 'upgrade',
  suspendedOn: null,
  isOnNewestAudit: true,
  ...change,
});

/** What the registry makes of a certificate by a day's transitions: the leaf is written on the next day. */
export function changed(before: HeldCertificate | null, transition: Transition, day: string): HeldCertificate | null {
  if (transition.kind === 'issue') return certificateOf(transition.tier, { reason: transition.reason });
  if (before === null || transition.kind === 'hold_claim') return before;
  if (transition.kind === 'suspend')
    return { ...before, state: 'suspended', reason: transition.reason, suspendedOn: addDays(day, 1) };
  const state = transition.kind === 'watch' ? 'watch' : 'active';
  return { ...before, state, reason: transition.kind === 'watch' ? 'hold_band' : 'cured', suspendedOn: null };
}

/** A transition in few words. */
export const wordsOf = (transition: Transition): string => {
  if (transition.kind === 'issue') return `issue ${transition.tier} ${transition.reason} ${transition.basis}`;
  return transition.kind === 'suspend' ? `suspend ${transition.reason}` : transition.kind;
};

/** An organisation whose certificate lives as the registry lets it, one closed day after another. */
export class Life {
  state: LiveState = INITIAL_STATE;
  day = addDays(FIRST_DAY, -1);
  certificate: HeldCertificate | null;

  constructor(tier: Tier | null = null, change: Partial<HeldCertificate> = {}) {
    this.certificate = tier === null ? null : certificateOf(tier, change);
  }

  /** One closed day. Answers what happened. */
  next(seen: Seen = {}): readonly string[] {
    this.day = addDays(this.day, 1);
    const step = stepTier(this.state, { ...GOOD, ...seen, day: this.day, certificate: this.certificate });
    this.state = step.state;
    for (const transition of step.transitions) this.certificate = changed(this.certificate, transition, this.day);
    return step.transitions.map(wordsOf);
  }

  /** So many alike days. Answers what happened, each with the number of its day from 1. */
  days(count: number, seen: Seen = {}): readonly string[] {
    return Array.from({ length: count }, (_, index) => this.next(seen).map((word) => `${index + 1}: ${word}`)).flat();
  }

  /** Days without a counted interval. */
  silence(count: number, seen: Seen = {}): readonly string[] {
    return Array.from({ length: count }, (_, index) =>
      this.next({ ...seen, invisible: null, silentDays: index + 1 }).map((word) => `${index + 1}: ${word}`),
    ).flat();
  }

  /** Days that nobody evaluated. */
  skip(days: number): void {
    this.day = addDays(this.day, days);
  }

  /** Suspends as an officer, a fork or a canary does, on the day after the last closed one. */
  suspend(reason: string): void {
    if (this.certificate === null) throw new Error('nothing to suspend');
    this.certificate = { ...this.certificate, state: 'suspended', reason, suspendedOn: addDays(this.day, 1) };
  }
}

/** One value for the held tier, another for the other. */
export const onlyFor = <T>(held: LiveTier, value: T, other: T) =>
  perLiveTier((tier) => (tier === held ? value : other));
