import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RegistryError } from './errors.ts';
import { isJsonObject, parseStrictJson } from './json.ts';

const parse = (text: string) => parseStrictJson(Buffer.from(text, 'utf8'), 'payload_invalid');
const refuses = (bytes: Uint8Array) => {
  try {
    parseStrictJson(bytes, 'payload_invalid');
    return 'accepted';
  } catch (error) {
    return error instanceof RegistryError ? `${error.code}: ${error.message}` : error;
  }
};

describe('parseStrictJson refuses', () => {
  test.each([
    ['a byte order mark', '\ufeff{}', 'not well formed'],
    ['a duplicate member', '{"a":1,"a":1}', 'duplicate member "a"'],
    ['a duplicate spelled with an escape', '{"a":1,"\\u0061":2}', 'duplicate member "a"'],
    ['a duplicate deep inside', '[{"x":{"b":1,"c":[{}],"b":2}}]', 'duplicate member "b"'],
    ['a duplicate with white space before the colon', '{"a" \n:1,"a"\t:2}', 'duplicate member "a"'],
    ['a fraction', '[1.0]', '1.0 is not a plain integer'],
    ['an exponent', '[1e2]', '1e2 is not a plain integer'],
    ['2^53', '[9007199254740992]', 'beyond 2^53-1'],
    ['-2^53', '[-9007199254740992]', 'beyond 2^53-1'],
    ['a huge integer', `[${'9'.repeat(400)}]`, 'not a plain integer'],
    ['a leading zero', '[01]', 'not a plain integer'],
    ['an escaped lone high surrogate', '["\\ud800"]', 'lone surrogate'],
    ['an escaped lone low surrogate', '["\\uDC00\\ud800"]', 'lone surrogate'],
    ['a lone surrogate in a name', '{"\\ud800":1}', 'lone surrogate'],
    ['__proto__', '{"__proto__":{}}', 'may not be named __proto__'],
    ['constructor, escaped', '{"c\\u006fnstructor":1}', 'may not be named constructor'],
    ['prototype', '{"a":{"prototype":1}}', 'may not be named prototype'],
    ['trailing data', '{} {}', 'not well formed'],
    ['a trailing comma', '[1,]', 'not well formed'],
    ['a comment', '{/*x*/}', 'not well formed'],
    ['NaN', '[NaN]', 'not well formed'],
    ['an unterminated string', '["a', 'unterminated'],
    ['a bad escape', '["\\x"]', 'malformed escape'],
    ['a control character', '["\n"]', 'not well formed'],
    ['nothing', '', 'not well formed'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'nested deeper than 32'],
    ['closing what is not open', ']]', 'not well formed'],
  ])('%s', (_, text, reason) => {
    expect(refuses(Buffer.from(text, 'utf8'))).toContain(`payload_invalid: not strict JSON: `);
    expect(refuses(Buffer.from(text, 'utf8'))).toContain(reason);
  });

  test.each([
    ['a stray byte', [0x22, 0xff, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a truncated sequence', [0x22, 0xe2, 0x82, 0x22]],
  ])('invalid UTF-8: %s', (_, bytes) => {
    expect(refuses(Uint8Array.from(bytes))).toBe('payload_invalid: not strict JSON: invalid UTF-8');
  });

  test('200,000 levels, at once and without recursion', () => {
    const started = performance.now();
    expect(refuses(Buffer.from('['.repeat(200_000)))).toContain('nested deeper');
    expect(refuses(Buffer.from(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`))).toContain('nested deeper');
    expect(performance.now() - started).toBeLessThan(200);
  });

  test('with the code of the caller', () => {
    expect(() => parseStrictJson(Buffer.from('{'), 'jws_header')).toThrow(
      expect.objectContaining({ code: 'jws_header' }),
    );
  });
});

describe('parseStrictJson accepts', () => {
  test.each([
    ['32 levels', `${'['.repeat(32)}${']'.repeat(32)}`],
    ['the same name in two objects', '{"a":{"b":1},"c":[{"b":2},{"b":3}],"b":4}'],
    ['the same text as name and value', '{"a":"a","b":["a","a"]}'],
    ['the largest integers', '[9007199254740991,-9007199254740991,0,-0]'],
    ['an escaped surrogate pair', '["\\ud83c\\udf31"]'],
    ['NUL in a string, left to the schemas', '["\\u0000"]'],
    ['a quote and backslash in a string', '["\\"{\\\\","}1.5"]'],
    ['white space', ' \t\r\n{ "a" : [ ] } '],
    ['a scalar', '"x"'],
  ])('%s', (_, text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test('8 MiB in under a second', () => {
    const text = JSON.stringify({ series: Array.from({ length: 800_000 }, (_, index) => `${index % 999}.5`) });
    const started = performance.now();
    parse(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** JSON without fractions, exponents, duplicates, forbidden names or lone surrogates, as a value. */
const integerJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('properties', () => {
  test('integer-only JSON reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(integerJson, fc.boolean(), (value, spaced) => {
        const text = JSON.stringify(value, null, spaced ? 1 : 0);
        fc.pre(!/"(__proto__|constructor|prototype)"/.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('what is accepted is what JSON.parse accepts; anything else is a RegistryError', () => {
    const jsonish = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0123456789d8-+.eE \nabntrfls') });
    fc.assert(
      fc.property(fc.oneof(jsonish, fc.json()), (text) => {
        const verdict = refuses(Buffer.from(text, 'utf8'));
        if (verdict === 'accepted') expect(parse(text)).toEqual(JSON.parse(text));
        else expect(verdict).toContain('payload_invalid');
      }),
      { numRuns: 2_000 },
    );
  });

  test('repeating any member is refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (name, value) => {
        const member = `${JSON.stringify(name)}:${value}`;
        expect(refuses(Buffer.from(`{${member},${member}}`))).not.toBe('accepted');
      }),
    );
  });
});

test('isJsonObject', () => {
  expect([{}, { a: 1 }].every(isJsonObject)).toBe(true);
  expect([null, [], 'x', 1, true, undefined].some(isJsonObject)).toBe(false);
});
