import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeLeaf, LEAF_TYPES, type LeafBody, MAX_LEAF_BYTES, nextLeafTime, parseLeaf } from './leaf.ts';

const AT = new Date('2026-03-10T12:00:00.900Z');
const D = 'J3lbQ6lHoZrfTJd6E5u8OyHbVlYtY0uqTz0Uo1D8u3M';

describe('encoding', () => {
  test('canonical: members sorted, absent ones left out, seconds', () => {
    const body: LeafBody = { t: 'audit.countersigned', org: 'acme', d: D, level: 1, o: undefined };
    expect(encodeLeaf(body, AT)).toBe(
      `{"at":"2026-03-10T12:00:00Z","d":"${D}","level":1,"org":"acme","t":"audit.countersigned","v":1}`,
    );
  });

  test('whatever is encoded is read', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...LEAF_TYPES),
        fc.dictionary(
          fc.stringMatching(/^[a-z][a-z_]{2,12}$/).filter((name) => !/^(constructor|prototype)$/.test(name)),
          fc.oneof(
            fc.stringMatching(/^[ -~]{0,20}$/),
            fc.maxSafeInteger(),
            fc.boolean(),
            fc.array(fc.stringMatching(/^[ -~]{0,9}$/), { maxLength: 3 }),
          ),
        ),
        (t, members) => {
          const text = encodeLeaf({ ...members, t }, AT);
          expect(parseLeaf(text)).toEqual({ ...members, t, v: 1, at: '2026-03-10T12:00:00Z' });
        },
      ),
    ));

  test.each<[string, LeafBody]>([
    ['an umlaut', { t: 'incident.opened', url: 'https://ä.example' }],
    ['a control character', { t: 'incident.opened', url: 'a\u0007' }],
    ['a fraction', { t: 'incident.opened', n: 1.5 }],
    ['an unsafe integer', { t: 'incident.opened', n: 2 ** 53 }],
    ['no number', { t: 'incident.opened', n: Number.NaN }],
    ['more than a bundle takes', { t: 'incident.opened', url: 'a'.repeat(MAX_LEAF_BYTES) }],
  ])('no leaf is minted with %s', (_, body) => {
    expect(() => encodeLeaf(body, AT)).toThrow();
  });
});

describe('reading', () => {
  const good = encodeLeaf({ t: 'case.closed', id: 'x', kind: 'review', org: 'acme', outcome: 'allow' }, AT);

  test('good', () => {
    expect(parseLeaf(good)).toMatchObject({ t: 'case.closed', at: '2026-03-10T12:00:00Z', outcome: 'allow' });
  });

  const leaf = (head: string, tail = ''): string =>
    `{"at":"2026-03-10T12:00:00Z"${head},"t":"case.closed"${tail},"v":1}`;
  test('the frame of the cases below is good', () => {
    expect(parseLeaf(leaf(''))).toBeDefined();
    expect(parseLeaf(leaf(',"n":[1,2],"ok":true'))).toBeDefined();
    expect(parseLeaf(leaf(',"n":"\\"\\\\"'))).toBeDefined();
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'leaf'],
    ['a list', '[]'],
    ['a text', '"leaf"'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['members in another order', '{"t":"case.closed","at":"2026-03-10T12:00:00Z","v":1}'],
    ['a space', good.replace(',"', ', "')],
    ['a line feed at its end', `${good}\n`],
    ['a member twice', leaf(',"n":1,"n":1')],
    ['a needless escape', good.replace('acme', '\\u0061cme')],
    ['an escaped slash', leaf(',"n":"a\\/b"')],
    ['a letter beyond ASCII', good.replace('acme', 'äcme')],
    ['an escape beyond ASCII', leaf(',"n":"\\u00e4"')],
    ['an escaped control character', leaf(',"n":"\\u0007"')],
    ['an escaped line feed', leaf(',"n":"\\n"')],
    ['null as a member', leaf(',"n":null')],
    ['a fraction', leaf(',"n":1.5')],
    ['an exponent', leaf(',"n":1e3')],
    ['minus zero', leaf(',"n":-0')],
    ['an unsafe integer', leaf(',"n":9007199254740993')],
    ['an object', leaf(',"n":{}')],
    ['a list of lists', leaf(',"n":[[1]]')],
    ['a list of booleans', leaf(',"n":[true]')],
    ['version 2', good.replace('"v":1', '"v":2')],
    ['version "1"', good.replace('"v":1', '"v":"1"')],
    ['no version', good.replace(',"v":1', '')],
    ['an unknown type', good.replace('case.closed', 'case.erased')],
    ['a type of the object itself', good.replace('"case.closed"', '"toString"')],
    ['no type', good.replace('"t":"case.closed",', '')],
    ['no time', '{"t":"case.closed","v":1}'],
    ['a time with fractions', good.replace('00Z', '00.5Z')],
    ['a time with an offset', good.replace('00Z', '00+00:00')],
    ['30 February', good.replace('03-10', '02-30')],
    ['a time as number', '{"at":1,"t":"case.closed","v":1}'],
    ['a member of every object', leaf(',"constructor":1')],
    ['a prototype', leaf('', ',"u":1').replace('"u":1', '"__proto__":1')],
    ['brackets without end', '['.repeat(60_000)],
    ['more than a bundle takes', leaf(`,"n":"${'a'.repeat(MAX_LEAF_BYTES)}"`)],
  ])('refused: %s', (_, text) => {
    expect(parseLeaf(text)).toBeUndefined();
  });
});

test('time never decreases', () => {
  const last = new Date('2026-03-10T12:00:00Z');
  expect(nextLeafTime(AT, last)).toEqual(last);
  expect(nextLeafTime(new Date('2026-03-10T11:59:59Z'), last)).toEqual(last);
  expect(nextLeafTime(new Date('2026-03-10T12:00:01.999Z'), last)).toEqual(new Date('2026-03-10T12:00:01Z'));
});
