import { type Static, Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { type Issue, RegistryError } from '../errors.ts';
import type { JsonValue } from '../json-value.ts';
import { MAX_ISSUES, parseWith, type Rules } from './parse-with.ts';
import { closed, Decimal, nullable, oneOf, ShareAboveZero, ShortText, SignedDecimal, UtcInstant } from './schema.ts';

const Sample = closed({
  name: ShortText,
  kind: oneOf('a', 'b'),
  kwh: nullable(Decimal),
  list: Type.Optional(Type.Array(closed({ n: Type.Integer({ minimum: 1 }) }), { maxItems: 600 })),
});
const good = { name: 'x', kind: 'a', kwh: null };

function issuesOf(value: JsonValue, rules?: Rules<Static<typeof Sample>>): readonly Issue[] {
  try {
    parseWith(Sample, value, rules);
    return [];
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'document_invalid') return error.issues;
    throw error;
  }
}
const brief = (issues: readonly Issue[]) => issues.map(({ pointer, code }) => `${pointer} ${code}`).sort();

describe('parseWith', () => {
  test('gives the very value, nothing added or dropped', () => {
    expect(parseWith(Sample, good)).toBe(good);
  });

  test.each<[string, JsonValue, string[]]>([
    ['no object', [], [' wrong_type']],
    ['missing members, one by one', { name: 'x' }, ['/kind missing_member', '/kwh missing_member']],
    ['unknown members, one by one', { ...good, 'a/b': 1, c: 2 }, ['/a~1b unknown_member', '/c unknown_member']],
    ['a wrong word', { ...good, kind: 'c' }, ['/kind wrong_value']],
    ['a union once', { ...good, kwh: '1,5' }, ['/kwh wrong_format']],
    ['a number for a decimal', { ...good, kwh: 5 }, ['/kwh wrong_format']],
    ['deep', { ...good, list: [{ n: 1 }, { n: 0 }, {}] }, ['/list/1/n out_of_range', '/list/2/n missing_member']],
    ['a member of every object', { ...good, toString: 1 }, ['/toString unknown_member']],
  ])('%s', (_, value, want) => {
    expect(brief(issuesOf(value))).toEqual(want);
  });

  test('names more faults than the validator would by itself, up to a limit', () => {
    const faults = (count: number) => issuesOf({ ...good, list: Array.from({ length: count }, () => ({ n: 0 })) });
    expect(faults(100)).toHaveLength(100);
    expect(faults(600)).toHaveLength(MAX_ISSUES);
  });

  test('a hint says what is wanted', () => {
    expect(issuesOf({ ...good, kwh: 'x' })[0]?.hint).toContain('decimal text');
    expect(issuesOf({ ...good, kind: 'x' })[0]?.hint).toBe('one of a, b');
  });

  test('a long member name is clipped in the pointer', () => {
    expect(issuesOf({ ...good, ['x'.repeat(10_000)]: 1 })[0]?.pointer.length).toBeLessThan(400);
  });

  test('special rules stand beside the schema and replace it at the same pointer', () => {
    const always = () => [{ pointer: '/name', code: 'special', detail: 'd' }];
    expect(brief(issuesOf({ ...good, name: '', kind: 'c' }, { always }))).toEqual([
      '/kind wrong_value',
      '/name special',
    ]);
    const shaped = () => [{ pointer: '/kwh', code: 'late', detail: 'd' }];
    expect(brief(issuesOf({ ...good, kind: 'c' }, { shaped }))).toEqual(['/kind wrong_value']);
    expect(brief(issuesOf(good, { always, shaped }))).toEqual(['/kwh late', '/name special']);
  });
});

describe('named strings', () => {
  test.each([
    [
      Decimal,
      ['0', '12.5', '999999999999999.999999'],
      ['-1', '+1', '01', '1.', '.5', '1e3', '1.0000000', '1000000000000000', ''],
    ],
    [SignedDecimal, ['-12.5', '0', '-0'], ['--1', '-', '-01']],
    [ShareAboveZero, ['1', '1.0', '0.000001', '0.85'], ['0', '0.0', '1.1', '1.000001', '-0.5', '.5', '0.0000001']],
    [UtcInstant, ['2026-03-02T00:00:00Z'], ['2026-02-30T00:00:00Z', '2026-03-02', '']],
  ] as const)('%#', (schema, accepted, refused) => {
    const sample = closed({ value: schema });
    for (const value of accepted) expect(() => parseWith(sample, { value }), value).not.toThrow();
    for (const value of refused) expect(() => parseWith(sample, { value }), value).toThrow(RegistryError);
  });
});
