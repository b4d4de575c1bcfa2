import fc from 'fast-check';
import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import type { RegistryError } from '../../src/core/errors.ts';
import { listingQuerySchema, toListingQuery } from '../../src/http/listing-query.ts';
import { compileParams, compileQuery, readQuery } from '../../src/http/query.ts';
import { partyParams } from '../../src/http/schemas/parameters.ts';
import { compilePagePart } from '../../src/http/validators.ts';

const read = compileQuery(listingQuerySchema);

function refusal(text: string): RegistryError {
  const result = read(readQuery(text));
  if (!('error' in result)) throw new Error(`accepted: ${text}`);
  return result.error;
}

describe('readQuery', () => {
  test.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['q=a+b%20c', { q: 'a b c' }],
    ['q=a=b', { q: 'a=b' }],
    ['flag', { flag: '' }],
    ['&&a=1&', { a: '1' }],
    ['q=%ff', { q: '\u0000' }],
    ['q=%', { q: '\u0000' }],
    ['q=%ed%a0%80', { q: '\u0000' }],
    ['__proto__=1', JSON.parse('{"__proto__":"1"}')],
  ])('%s', (text, expected) => {
    expect({ ...readQuery(text) }).toEqual(expected);
  });

  test('reads back what URLSearchParams writes', () => {
    const pairs = fc.uniqueArray(
      fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
      {
        selector: ([name]) => name,
      },
    );
    fc.assert(
      fc.property(pairs, (entries) => {
        const text = new URLSearchParams(entries).toString();
        expect(new Map(Object.entries(readQuery(text)))).toEqual(new Map(entries));
      }),
    );
  });
});

describe('a query by its schema', () => {
  test.each([
    ['limit=0', '/query/limit'],
    ['limit=-1', '/query/limit'],
    ['limit=201', '/query/limit'],
    ['limit=1e1', '/query/limit'],
    ['limit=0x5', '/query/limit'],
    ['limit=5.5', '/query/limit'],
    ['limit=', '/query/limit'],
    ['limit=5&limit=6', '/query/limit'],
    ['limit=9007199254740993', '/query/limit'],
    ['limit=%205', '/query/limit'],
    ['limit=5%0a', '/query/limit'],
    ['limit=05', '/query/limit'],
    ['x=1', '/query/x'],
    ['offset=100000000', '/query/offset'],
    ['tier[$ne]=gold', '/query/tier[$ne]'],
    ['__proto__[tier]=gold', '/query/__proto__[tier]'],
    ['constructor=1', '/query/constructor'],
    ['tier=Gold', '/query/tier/0'],
    ['sort=rank', '/query/sort'],
    ['sort=name&sort=name', '/query/sort'],
    ['country=de', '/query/country'],
    ['sector=Z', '/query/sector'],
    ['state=active,,watch', '/query/state'],
    ['min_composite=1e2', '/query/min_composite'],
    ['min_composite=101', '/query/min_composite'],
    ['min_composite=NaN', '/query/min_composite'],
    ['assurance=5', '/query/assurance'],
    ['q=', '/query/q'],
    ['q=a%00b', '/query/q'],
    ['q=%ff', '/query/q'],
    [`q=${'a'.repeat(201)}`, '/query/q'],
    ['q=a&q=b', '/query/q'],
  ])('%s is refused', (text, pointer) => {
    const error = refusal(text);
    expect(error.code).toBe('request_invalid');
    expect(error.issues.map((issue) => issue.pointer)).toContain(pointer);
  });

  test('NUL never comes back in an answer', () => {
    expect(JSON.stringify(refusal('a%00b=1').issues)).not.toContain('\\u0000');
  });

  test('reads integers, flags and lists', () => {
    const schema = Type.Object(
      {
        n: Type.Optional(Type.Integer()),
        yes: Type.Optional(Type.Boolean()),
        many: Type.Optional(Type.Array(Type.String())),
      },
      { additionalProperties: false },
    );
    expect(compileQuery(schema)(readQuery('n=7&yes=true&many=a'))).toEqual({ value: { n: 7, yes: true, many: ['a'] } });
    expect(compileQuery(schema)(readQuery('yes=1'))).toHaveProperty('error');
  });
});

describe('the listing query', () => {
  const listing = (text: string) => {
    const result = read(readQuery(text));
    if ('error' in result) throw result.error;
    return toListingQuery(result.value as Parameters<typeof toListingQuery>[0]);
  };

  test('has its defaults', () => {
    expect(listing('')).toEqual({ tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 });
  });

  test('takes everything at once', () => {
    const text =
      'q=acme&tier=Silver&tier=Obsidian+Prime&min_composite=62.5&country=DE&sector=J&live=live&state=watch,active&assurance=2&sort=name&limit=200&at=41';
    expect(listing(text)).toEqual({
      q: 'acme',
      tier: ['Silver', 'Obsidian Prime'],
      minComposite: '62.5',
      country: 'DE',
      sector: 'J',
      live: 'live',
      state: ['active', 'watch'],
      assurance: 2,
      sort: 'name',
      limit: 200,
      at: '41',
    });
  });

  test('state=all is no list', () => {
    expect(listing('state=all').state).toBe('all');
  });
});

describe('path parameters', () => {
  const check = compileParams(partyParams);

  test.each(['acme', 'a', 'a-b-1'])('%s may name a party', (id) => {
    expect(check({ id })).toEqual({ value: { id } });
  });

  test.each(['', 'Acme', '-a', 'a_b', 'a\u0000', '../etc', 'a'.repeat(64), "a' or 1=1"])('%j names nothing', (id) => {
    expect(check({ id })).toMatchObject({ error: { code: 'not_found' } });
  });
});

test('a page forgives empty fields and foreign parameters, and nothing else', () => {
  const visit = compilePagePart({ schema: listingQuerySchema, httpPart: 'querystring' });
  expect(visit(readQuery('q=&country=&utm_source=x&sort=name'))).toEqual({ value: { sort: 'name' } });
  expect(visit(readQuery('sort=rank'))).toMatchObject({ error: { code: 'request_invalid' } });
});
