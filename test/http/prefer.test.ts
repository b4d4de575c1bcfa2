import { describe, expect, test } from 'vitest';
import { parsePrefer, prefersAsync } from '../../src/http/prefer.ts';

describe('parsePrefer', () => {
  test.each<[string, string | undefined, Record<string, string>]>([
    ['no header', undefined, {}],
    ['an empty one', '', {}],
    ['one', 'respond-async', { 'respond-async': '' }],
    ['a list', 'respond-async, wait=10', { 'respond-async': '', wait: '10' }],
    ['values and white space', 'wait = 10 ,\trespond-async', { wait: '10', 'respond-async': '' }],
    ['capitals in a name', 'Respond-Async', { 'respond-async': '' }],
    ['a quoted value', 'foo="a, b; c"', { foo: 'a, b; c' }],
    ['an escaped quote', 'foo="a\\"b", respond-async', { foo: 'a"b', 'respond-async': '' }],
    ['an empty value is none', 'respond-async=""', { 'respond-async': '' }],
    ['parameters', 'foo; some="respond-async,"; wait=3, bar', { foo: '', bar: '' }],
    ['the first of a name counts', 'wait=1, WAIT=2', { wait: '1' }],
    ['empty elements', ', ,respond-async,', { 'respond-async': '' }],
    ['a name inside a value', 'foo="respond-async"', { foo: 'respond-async' }],
    ['an unfinished quote', 'a, foo="b, respond-async', { a: '' }],
    ['what is no token', 'a b, (c), d=e f, g', { g: '' }],
    ['a value without a name', '=1, a', { a: '' }],
  ])('%s', (_what, header, expected) => {
    expect(Object.fromEntries(parsePrefer(header))).toEqual(expected);
  });

  test('reads a long header only so far, in time that grows with its length', () => {
    expect(parsePrefer(`${'; '.repeat(100_000)}x, respond-async`).size).toBe(0);
  });
});

describe('prefersAsync', () => {
  test.each([
    ['respond-async', true],
    ['wait=5, respond-async;x=y', true],
    ['respond-async="yes"', false],
    ['wait=5', false],
    [undefined, false],
  ])('%s: %s', (header, expected) => {
    expect(prefersAsync(header)).toBe(expected);
  });

  test('of several fields', () => {
    expect(prefersAsync(['wait=5', 'respond-async'])).toBe(true);
  });
});
