import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { Tier } from '../methodology/cms-1.ts';

/** Tiers that live telemetry carries, from the lower to the higher. */
export const LIVE_TIERS = ['Obsidian', 'Obsidian Prime'] as const satisfies readonly Tier[];
export type LiveTier = (typeof LIVE_TIERS)[number];
export type PerLiveTier<T> = Readonly<Record<LiveTier, T>>;

export const isLiveTier = (tier: Tier | null | undefined): tier is LiveTier => LIVE_TIERS.some((one) => one === tier);

/** One value for each live tier. */
export const perLiveTier = <T>(value: (tier: LiveTier) => T): PerLiveTier<T> => ({
  Obsidian: value('Obsidian'),
  'Obsidian Prime': value('Obsidian Prime'),
});

/**
 * What the life of a tier remembers between two evaluations. Days are closed UTC days, `YYYY-MM-DD`. It is a function of the
 * observations since the first one, so replaying them gives it back.
 */
export interface LiveState {
  readonly v: 1;
  /** The last closed day that was evaluated; null before the first. */
  readonly day: string | null;
  /** First closed day with a counted interval of a site in scope. */
  readonly firstCounted: string | null;
  /** Evaluations in a row, up to the last one, that met all conditions of the tier with nothing in the way. */
  readonly good: PerLiveTier<number>;
  /** The live tier of the certificate at the last evaluation; `outside`, `below` and `invisible` are about it. */
  readonly held: LiveTier | null;
  /** Evaluations in a row outside the hold band while the certificate stood. */
  readonly outside: number;
  /** Days of the last 90 on which the certificate stood and its conditions did not all hold, in order. */
  readonly below: readonly string[];
  /** Days with energy in a row whose invisible share exceeded what the tier bears. */
  readonly invisible: number;
  /** Each REJECT code that every closed day since had, with the first such day. */
  readonly rejects: Readonly<Record<string, string>>;
  /** Clean days in a row since the certificate was suspended. */
  readonly clean: number;
}

export const INITIAL_STATE: LiveState = {
  v: 1,
  day: null,
  firstCounted: null,
  good: { Obsidian: 0, 'Obsidian Prime': 0 },
  held: null,
  outside: 0,
  below: [],
  invisible: 0,
  rejects: {},
  clean: 0,
};

/** The text that is stored. Equal states give equal text. */
export const writeState = (state: LiveState): string =>
  JSON.stringify({
    v: state.v,
    day: state.day,
    firstCounted: state.firstCounted,
    good: perLiveTier((tier) => state.good[tier]),
    held: state.held,
    outside: state.outside,
    below: state.below,
    invisible: state.invisible,
    rejects: Object.fromEntries(Object.entries(state.rejects).sort(([a], [b]) => (a < b ? -1 : 1))),
    clean: state.clean,
  } satisfies LiveState);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: JsonValue | undefined): value is string => typeof value === 'string' && DAY.test(value);
const isDayOrNull = (value: JsonValue | undefined): value is string | null => value === null || isDay(value);
const isCount = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Reads what `writeState` wrote and nothing else. @throws Error: a stored state that is none is a defect */
export function readState(text: string): LiveState {
  const value: JsonValue = JSON.parse(text);
  const state = isJsonObject(value) ? stateOf(value) : undefined;
  if (state === undefined || writeState(state) !== text)
    throw new Error(`stored live state is none: ${text.slice(0, 100)}`);
  return state;
}

function stateOf(value: JsonObject): LiveState | undefined {
  const { v, day, firstCounted, good, held, outside, below, invisible, rejects, clean } = value;
  if (v !== 1 || !isDayOrNull(day) || !isDayOrNull(firstCounted)) return undefined;
  if (!isJsonObject(good) || !isCount(good['Obsidian']) || !isCount(good['Obsidian Prime'])) return undefined;
  if (held !== null && held !== 'Obsidian' && held !== 'Obsidian Prime') return undefined;
  if (!isCount(outside) || !isCount(invisible) || !isCount(clean)) return undefined;
  if (!Array.isArray(below) || !below.every(isDay) || !isJsonObject(rejects)) return undefined;
  const since = Object.entries(rejects).flatMap(([code, first]): [string, string][] =>
    isDay(first) ? [[code, first]] : [],
  );
  return {
    v,
    day,
    firstCounted,
    good: { Obsidian: good['Obsidian'], 'Obsidian Prime': good['Obsidian Prime'] },
    held,
    outside,
    below,
    invisible,
    rejects: Object.fromEntries(since),
    clean,
  };
}
