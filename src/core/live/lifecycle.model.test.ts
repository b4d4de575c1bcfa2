import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  certificateOf,
  changed,
  FIRST_DAY,
  GOOD,
  metOnly,
  OUTSIDE,
  onlyFor,
  type Seen,
  wordsOf,
} from '../../../test/support/live-observations.ts';
import {
  daysBelow,
  daysOutside,
  goodDays,
  invisibleDays,
  type Lived,
  naiveTransitions,
  rejectedDays,
} from '../../../test/support/naive-lifecycle.ts';
import { addDays } from '../telemetry/day.ts';
import { type HeldCertificate, type Observation, stepTier } from './lifecycle.ts';
import { INITIAL_STATE, isLiveTier, type LiveState, perLiveTier, readState, writeState } from './live-state.ts';

const DAYS = 730;
/** A history that fails is told by seed and path; to shrink two years takes minutes. */
const RUNS = { numRuns: 60, endOnFailure: true };

/** Kinds of days. What a kind does not name is as on a good day. */
const WEATHER: Readonly<Record<string, Seen>> = {
  good: {},
  obsidian: metOnly('Bronze', 'Silver', 'Obsidian'),
  silver: metOnly('Bronze', 'Silver'),
  counting: { ...metOnly('Bronze', 'Silver'), kept: perLiveTier(() => true) },
  outside: OUTSIDE,
  outsidePrime: { ...metOnly('Bronze', 'Silver', 'Obsidian'), inHoldBand: onlyFor('Obsidian Prime', false, true) },
  nowhere: { ...metOnly(), inHoldBand: perLiveTier(() => false) },
  banded: metOnly(),
  silent: { ...metOnly('Bronze'), invisible: null },
  silentForGood: { ...metOnly('Bronze'), invisible: null, auditTier: null },
  invisible: { invisible: perLiveTier(() => true) },
  invisiblePrime: { invisible: onlyFor('Obsidian Prime', true, false) },
  dark: { invisible: null },
  rejectA: { rejects: ['R15'] },
  rejectB: { ...metOnly(), rejects: ['R15', 'R25'] },
  blocked: { isBlocked: true },
  claimed: { isClaimHeld: onlyFor('Obsidian Prime', true, false) },
  forked: { hasForked: true },
};

type Event = 'act' | 'chain_fork' | 'lift' | 'audit' | 'lose';

interface History {
  /** One after the other, until two years are full. */
  readonly spells: readonly (readonly [string, number])[];
  /** Single days that are otherwise. */
  readonly single: readonly (readonly [number, string])[];
  /** What others do to the certificate before that day is evaluated. */
  readonly events: readonly (readonly [number, Event])[];
  /** Days nobody evaluates. */
  readonly gaps: readonly number[];
}

const number = fc.integer({ min: 0, max: DAYS - 1 });
const kind = fc.constantFrom('good', 'good', 'obsidian', 'obsidian', 'obsidian', ...Object.keys(WEATHER));
const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 20, max: 70 }));
const history: fc.Arbitrary<History> = fc.record({
  spells: fc.array(fc.tuple(kind, length), { minLength: 12, maxLength: 60, size: 'max' }),
  single: fc.array(fc.tuple(number, kind), { maxLength: 25, size: 'max' }),
  events: fc.array(fc.tuple(number, fc.constantFrom<Event>('act', 'chain_fork', 'lift', 'audit', 'audit', 'lose')), {
    maxLength: 8,
  }),
  gaps: fc.array(number, { maxLength: 4 }),
});

/** Two years of days; a silent day counts the silent ones before it. */
function weatherOf({ spells, single }: History): readonly Seen[] {
  const kinds = spells.flatMap(([name, days]) => Array.from({ length: days }, () => name)).slice(0, DAYS);
  for (const [at, name] of single) if (at < kinds.length) kinds[at] = name;
  let silentDays = 0;
  return kinds.map((name) => {
    silentDays = name.startsWith('silent') ? silentDays + 1 : 0;
    return { ...WEATHER[name], silentDays };
  });
}

function befall(held: HeldCertificate | null, event: Event, day: string): HeldCertificate | null {
  if (event === 'lose') return null;
  if (event === 'audit') return held === null ? certificateOf('Silver') : { ...held, isOnNewestAudit: false };
  if (held === null) return null;
  if (event !== 'lift') return { ...held, state: 'suspended', reason: event, suspendedOn: day };
  return held.state === 'suspended' ? { ...held, state: 'active', reason: 'act', suspendedOn: null } : held;
}

/** Lives a history day by day, as the registry would, and shows each day to `look`. */
function live(told: History, look: (life: readonly Lived[], state: LiveState) => void): void {
  const life: Lived[] = [];
  let state = INITIAL_STATE;
  let certificate: HeldCertificate | null = null;
  for (const [index, weather] of weatherOf(told).entries()) {
    const day = addDays(FIRST_DAY, index);
    for (const [at, event] of told.events) if (at === index) certificate = befall(certificate, event, day);
    if (told.gaps.includes(index)) continue;
    const seen: Observation = { ...GOOD, ...weather, day, certificate };
    const step = stepTier(state, seen);
    state = step.state;
    life.push({ number: index, seen, words: step.transitions.map(wordsOf) });
    for (const transition of step.transitions) certificate = changed(certificate, transition, day);
    look(life, state);
  }
}

test('two years of any days are what a count of the whole history says', () => {
  fc.assert(
    fc.property(history, (told) => {
      live(told, (life) => {
        const today = life.at(-1);
        // What happened today must follow from what was seen.
        const blank = life.map((day) => (day === today ? { ...day, words: [] } : day));
        expect(today?.words).toEqual(naiveTransitions(blank));
      });
    }),
    RUNS,
  );
});

test('such histories reach every transition', () => {
  const reached = new Set<string>();
  for (const told of fc.sample(history, { numRuns: 120, seed: 924 }))
    live(told, (life) => {
      for (const word of life.at(-1)?.words ?? []) reached.add(word);
    });
  expect([...reached].sort()).toEqual(
    expect.arrayContaining([
      'active',
      'hold_claim',
      'issue Bronze downgrade live',
      'issue Obsidian Prime decision live',
      'issue Obsidian Prime upgrade live',
      'issue Obsidian decision live',
      'issue Obsidian downgrade live',
      'issue Obsidian upgrade live',
      'issue Silver downgrade audit',
      'issue Silver downgrade live',
      'reinstate',
      'suspend downgrade',
      'suspend invisible_share',
      'suspend reject_not_cured',
      'suspend silence',
      'watch',
    ]),
  );
});

test('whatever happens, rising is slow, falling is damped and lying is instant', () => {
  fc.assert(
    fc.property(history, (told) => {
      live(told, (life) => {
        const today = life.at(-1);
        if (today === undefined) return;
        const { words, seen } = today;
        const kinds = words.map((word) => word.split(' ')[0]);
        expect(new Set(kinds).size).toBe(kinds.length);
        const issued = words.find((word) => word.startsWith('issue'));
        const { certificate } = seen;
        const tier = isLiveTier(certificate?.tier) ? certificate.tier : null;
        if (issued?.includes('upgrade') || issued?.includes('decision'))
          expect(goodDays(life, issued.includes('Prime') ? 'Obsidian Prime' : 'Obsidian')).toBeGreaterThanOrEqual(28);
        if (certificate?.state === 'suspended' && issued !== undefined) {
          expect(issued).toContain('downgrade');
          expect(certificate.reason).toBe(issued.endsWith('audit') ? 'silence' : 'downgrade');
          if (issued.endsWith('audit')) expect(seen.silentDays).toBeGreaterThanOrEqual(30);
        }
        if (tier === null || certificate?.state === 'suspended') return;
        if (issued?.includes('downgrade'))
          expect(daysOutside(life, tier) >= 14 || daysBelow(life, tier) >= 56).toBe(true);
        const isLying = seen.silentDays >= 7 || invisibleDays(life, tier) >= 3 || rejectedDays(life) >= 8;
        expect(words.some((word) => word.startsWith('suspend') && word !== 'suspend downgrade')).toBe(isLying);
      });
    }),
    RUNS,
  );
});

test('a state is what its text says, and the text is one', () => {
  fc.assert(
    fc.property(history, (told) => {
      live(told, (_, state) => {
        const text = writeState(state);
        expect(readState(text)).toEqual(state);
        expect(writeState(readState(text))).toBe(text);
      });
    }),
    { ...RUNS, numRuns: 15 },
  );
});

test.each([
  ['no object', 'null'],
  ['another version', writeState(INITIAL_STATE).replace('"v":1', '"v":2')],
  ['a member too many', writeState(INITIAL_STATE).replace('{"v":1', '{"x":0,"v":1')],
  ['a negative count', writeState(INITIAL_STATE).replace('"clean":0', '"clean":-1')],
  ['a day that is none', writeState(INITIAL_STATE).replace('"below":[]', '"below":["yesterday"]')],
  ['another tier', writeState(INITIAL_STATE).replace('"held":null', '"held":"Silver"')],
])('a stored text is refused: %s', (_, text) => {
  expect(() => readState(text)).toThrow('stored live state is none');
});
