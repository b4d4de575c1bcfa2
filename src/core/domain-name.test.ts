import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNormalDomain, normaliseDomain } from './domain-name.ts';

describe('normaliseDomain', () => {
  test.each([
    ['example.com', 'example.com'],
    ['Example.COM', 'example.com'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a.b.c.d.example', 'a.b.c.d.example'],
    ['3com.example', '3com.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('%s is %s', (text, want) => {
    expect(normaliseDomain(text)).toBe(want);
  });

  test.each([
    '',
    'localhost',
    'com',
    'example.com.',
    '.example.com',
    'a..b',
    '-a.example',
    'a-.example',
    'a_b.example',
    '*.example.com',
    'example.com:8443',
    'example.com/path',
    'https://example.com',
    'user@example.com',
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '[::1]',
    '::1',
    'exa mple.com',
    'ex\u00adample.com',
    'example%2ecom',
    'example.com\n',
    'xn--a.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
  ])('%j is none', (text) => {
    expect(normaliseDomain(text)).toBeUndefined();
  });

  test('what comes out is normal, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'binary' })), (text) => {
        const domain = normaliseDomain(text);
        expect(domain === undefined || isNormalDomain(domain)).toBe(true);
      }),
    );
  });
});
