import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE_STATES, isStanding } from './certificate-state.ts';
import { comparabilityOf, DIFFERENCE_KINDS, type ScoreBasis } from './comparability.ts';

const BASIS: ScoreBasis = {
  party_id: 'acme',
  name: 'Acme',
  methodology: 'CMS-1.0.0',
  methodology_sha256: 'a'.repeat(64),
  period: { start: '2026-01-05T00:00:00Z', end: '2026-07-06T00:00:00Z' },
  scope_share: '0.7',
  assurance_level: 2,
  state: 'active',
};
const other = (changes: Partial<ScoreBasis>): ScoreBasis => ({
  ...BASIS,
  party_id: 'other',
  name: 'Other',
  ...changes,
});
const against = (changes: Partial<ScoreBasis>) => comparabilityOf([BASIS, other(changes)]);

const days = fc.integer({ min: 0, max: 400 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)));
const text = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
const bases = fc
  .record({
    methodology: fc.constantFrom('CMS-1.0.0', 'CMS-1.1.0', null),
    period: fc.option(fc.tuple(days, fc.integer({ min: 1, max: 366 }))),
    scope_share: fc.option(fc.constantFrom('0.62', '0.7', '1', '1/3')),
    assurance_level: fc.integer({ min: 0, max: 4 }),
    state: fc.constantFrom(...CERTIFICATE_STATES, null),
    party_id: fc.constantFrom('a', 'b', 'c', 'd'),
  })
  .map(({ period, ...rest }): ScoreBasis => {
    const window = period && {
      start: text(period[0]),
      end: text(new Date(period[0].getTime() + period[1] * 86_400_000)),
    };
    return { ...BASIS, ...rest, period: window };
  });

describe('the guard', () => {
  test('lets equals be ranked', () => {
    expect(against({})).toEqual({ comparable: true, differences: [] });
  });

  test.each([
    ['methodology', { methodology: 'CMS-1.1.0' }, 'refuses'],
    ['methodology', { methodology_sha256: 'b'.repeat(64) }, 'refuses'],
    ['period', { period: { start: '2026-01-05T00:00:00Z', end: '2026-07-07T00:00:00Z' } }, 'flags'],
    ['period', { period: { start: '2025-07-06T00:00:00Z', end: '2026-01-05T00:00:00Z' } }, 'refuses'],
    ['period', { period: { start: '2026-01-05T00:00:00Z', end: '2026-03-02T00:00:00Z' } }, 'refuses'],
    ['scope', { scope_share: '0.8' }, 'flags'],
    ['scope', { scope_share: '0.800001' }, 'refuses'],
    ['scope', { scope_share: null }, 'refuses'],
    ['assurance', { assurance_level: 4 }, 'flags'],
    ['state', { state: 'suspended' }, 'refuses'],
    ['state', { state: null }, 'refuses'],
  ] as const)('finds that %s differs in %j and %s', (kind, changes, effect) => {
    const { comparable, differences } = against(changes);
    expect(differences).toEqual([expect.objectContaining({ kind, effect })]);
    expect(comparable).toBe(effect === 'flags');
  });

  test('names whom a difference is about, with each one’s value', () => {
    const [difference] = against({ methodology: 'CMS-1.1.0' }).differences;
    expect(difference?.organisations).toEqual(['acme', 'other']);
    expect(difference?.detail).toContain('Acme: CMS-1.0.0 aaaaaaaa; Other: CMS-1.1.0 aaaaaaaa');
    expect(against({ state: 'expired' }).differences[0]?.organisations).toEqual(['other']);
  });

  test('holds no missing digest against what names the same version', () => {
    const kinds = against({ methodology_sha256: null, state: null }).differences.map(({ kind }) => kind);
    expect(kinds).toEqual(['state']);
  });

  test('compares one alone, or nobody, with nothing', () => {
    expect(comparabilityOf([BASIS]).comparable).toBe(false);
    expect(comparabilityOf([]).comparable).toBe(false);
  });

  test('says the same in whatever order it is asked, each kind at most once', () => {
    fc.assert(
      fc.property(fc.array(bases, { minLength: 2, maxLength: 5 }), (list) => {
        const plain = ({ comparable, differences }: ReturnType<typeof comparabilityOf>) => ({
          comparable,
          kinds: differences.map(({ kind, effect }) => `${kind} ${effect}`),
        });
        const said = plain(comparabilityOf(list));
        expect(plain(comparabilityOf([...list].reverse()))).toEqual(said);
        expect(new Set(said.kinds).size).toBe(said.kinds.length);
      }),
    );
  });

  test('never lets anything be ranked that does not stand, or under two methodologies', () => {
    fc.assert(
      fc.property(fc.array(bases, { minLength: 2, maxLength: 5 }), (list) => {
        const { comparable, differences } = comparabilityOf(list);
        const methodologies = new Set(list.flatMap(({ methodology }) => methodology ?? []));
        if (list.some(({ state }) => !isStanding(state)) || methodologies.size > 1) expect(comparable).toBe(false);
        expect(comparable).toBe(differences.every(({ effect }) => effect === 'flags'));
        expect(DIFFERENCE_KINDS).toEqual(expect.arrayContaining(differences.map(({ kind }) => kind)));
      }),
    );
  });
});
