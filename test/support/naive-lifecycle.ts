import type { Observation } from '../../src/core/live/lifecycle.ts';
import type { Tier } from '../../src/core/methodology/cms-1.ts';
import { wordsOf } from './live-observations.ts';

/** One evaluated day: what was seen, the number of its day, and what happened then. */
export interface Lived {
  readonly number: number;
  readonly seen: Observation;
  readonly words: readonly string[];
}

type LiveTier = 'Obsidian' | 'Obsidian Prime';
const TIERS: readonly Tier[] = ['Bronze', 'Silver', 'Obsidian', 'Obsidian Prime'];

const held = ({ seen: { certificate } }: Lived): LiveTier | null =>
  certificate?.tier === 'Obsidian' || certificate?.tier === 'Obsidian Prime' ? certificate.tier : null;
const isSuspended = ({ seen: { certificate } }: Lived): boolean => certificate?.state === 'suspended';
const hasTurned = ({ words }: Lived): boolean => words.some((word) => /^(suspend|reinstate)/.test(word));

/** How many of the last days, each the next after the one before, are as asked. */
function row(life: readonly Lived[], holds: (day: Lived) => boolean): number {
  let count = 0;
  let expected: number | undefined;
  for (const day of life.toReversed()) {
    if (expected !== undefined && day.number !== expected) break;
    if (!holds(day)) break;
    count += 1;
    expected = day.number - 1;
  }
  return count;
}

/** Days since, and without, the last one on which a certificate was suspended or reinstated. */
const sinceTurn = (life: readonly Lived[], isTurn = hasTurned): readonly Lived[] =>
  life.slice(life.slice(0, -1).findLastIndex(isTurn) + 1);

/** The last days, all with the tier that is held on the very last. */
function underTier(life: readonly Lived[]): readonly Lived[] {
  const last = life.at(-1);
  const tier = last === undefined ? null : held(last);
  return life.slice(life.findLastIndex((day) => held(day) !== tier) + 1);
}

export const goodDays = (life: readonly Lived[], tier: LiveTier): number =>
  row(life, (day) => day.seen.met[tier] && !day.seen.isBlocked && !isSuspended(day));

export const daysOutside = (life: readonly Lived[], tier: LiveTier): number =>
  row(sinceTurn(underTier(life)), (day) => !isSuspended(day) && !day.seen.inHoldBand[tier]);

export function daysBelow(life: readonly Lived[], tier: LiveTier): number {
  const last = life.at(-1)?.number ?? 0;
  const own = sinceTurn(underTier(life), ({ words }) => words.includes('suspend downgrade'));
  return own.filter((day) => day.number > last - 90 && !isSuspended(day) && !day.seen.kept[tier]).length;
}

export function invisibleDays(life: readonly Lived[], tier: LiveTier): number {
  const own = sinceTurn(underTier(life));
  const length = row(own, (day) => !isSuspended(day) && day.seen.invisible?.[tier] !== false);
  return own.slice(own.length - length).filter((day) => day.seen.invisible?.[tier] === true).length;
}

export const rejectedDays = (life: readonly Lived[]): number =>
  Math.max(0, ...(life.at(-1)?.seen.rejects ?? []).map((code) => row(life, (day) => day.seen.rejects.includes(code))));

function isClean(day: Lived): boolean {
  const { seen } = day;
  const { certificate } = seen;
  const tier = held(day);
  if (certificate?.suspendedOn === null || certificate?.suspendedOn === undefined) return false;
  if (seen.day <= certificate.suspendedOn || seen.silentDays > 0 || seen.hasForked) return false;
  if (tier === null) return true;
  if (seen.rejects.length > 0 || seen.invisible?.[tier] === true) return false;
  return certificate.reason === 'downgrade' ? seen.inHoldBand[tier] : true;
}

const CURABLE = ['chain_fork', 'silence', 'invisible_share', 'reject_not_cured', 'downgrade'];

/** What must happen on the last of these days, counted from all of them (methodology 3). */
export function naiveTransitions(life: readonly Lived[]): readonly string[] {
  const today = life.at(-1);
  if (today === undefined) return [];
  const tier = held(today);
  const { seen } = today;
  if (isSuspended(today)) return suspended(life, today, tier);
  if (tier !== null) {
    if (seen.silentDays >= 7) return ['suspend silence'];
    if (invisibleDays(life, tier) >= 3) return ['suspend invisible_share'];
    if (rejectedDays(life) >= 8) return ['suspend reject_not_cured'];
    if (daysOutside(life, tier) >= 14 || daysBelow(life, tier) >= 56) {
      const lower = lowerOf(today, tier);
      return [lower === undefined ? 'suspend downgrade' : `issue ${lower} downgrade live`];
    }
  }
  return rising(life, today, tier) ?? watching(today, tier);
}

const lowerOf = ({ seen }: Lived, tier: LiveTier): Tier | undefined =>
  TIERS.filter((one) => TIERS.indexOf(one) < TIERS.indexOf(tier) && seen.met[one]).at(-1);

function suspended(life: readonly Lived[], today: Lived, tier: LiveTier | null): readonly string[] {
  const { seen } = today;
  const reason = seen.certificate?.reason ?? '';
  if (tier !== null && reason === 'silence' && seen.silentDays >= 30 && seen.auditTier !== null)
    return [`issue ${seen.auditTier} downgrade audit`];
  const lower = tier !== null && reason === 'downgrade' ? lowerOf(today, tier) : undefined;
  if (lower !== undefined) return [`issue ${lower} downgrade live`];
  if (!CURABLE.includes(reason) || row(sinceTurn(life), isClean) < 14) return [];
  return tier !== null && !seen.met[tier] ? ['reinstate', 'watch'] : ['reinstate'];
}

function rising(life: readonly Lived[], today: Lived, tier: LiveTier | null): readonly string[] | undefined {
  for (const next of ['Obsidian Prime', 'Obsidian'] as const) {
    if (goodDays(life, next) < 28) continue;
    const isHigher = tier === null || (tier === 'Obsidian' && next === 'Obsidian Prime');
    const isNewer = tier === next && today.seen.certificate?.isOnNewestAudit === false;
    if (!isHigher && !isNewer) continue;
    if (today.seen.isClaimHeld[next]) return ['hold_claim', ...watching(today, tier)];
    return [wordsOf({ kind: 'issue', tier: next, reason: isHigher ? 'upgrade' : 'decision', basis: 'live' })];
  }
  return undefined;
}

function watching({ seen }: Lived, tier: LiveTier | null): readonly string[] {
  const state = seen.certificate?.state;
  if (tier === null || state === undefined) return [];
  if (state === 'active' && !seen.met[tier]) return ['watch'];
  return state === 'watch' && seen.met[tier] ? ['active'] : [];
}
