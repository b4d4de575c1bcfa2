import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFUSABLES } from './confusables.ts';
import { legalNameIssues, skeleton } from './names.ts';

describe('skeleton', () => {
  test.each([
    ['Cyrillic', 'Раураl', 'Paypal'],
    ['Greek capitals', 'ΑϹΜΕ', 'ACME'],
    ['full-width', 'Ａｃｍｅ', 'Acme'],
    ['mathematical', '𝐀𝖼𝕞𝑒', 'Acme'],
    ['capital I for l', 'PaypaI', 'Paypal'],
    ['one for l', 'Paypa1', 'Paypal'],
    ['zero for O', 'G00gle', 'Google'],
    ['rn for m', 'Acrne', 'Acme'],
    ['letter case', 'MERIDIAN INC', 'Meridian inc'],
    ['case of i', 'INTEL', 'intel'],
    ['white space', '  Acme\u00a0  Corp ', 'Acme Corp'],
    ['what does not show', 'Ac\u200bm\u00ade', 'Acme'],
    ['ligature', 'Oﬃce', 'Office'],
    ['dotless i', 'Ac\u0131de', 'Acide'],
    ['composed and decomposed', 'Mu\u0308ller', 'M\u00fcller'],
    ['long s', 'ſun', 'fun'],
  ])('%s: alike', (_, left, right) => {
    expect(skeleton(left)).toBe(skeleton(right));
  });

  test.each([
    ['Acme', 'Acne'],
    ['Müller', 'Miller'],
    ['Nordhafen', 'Sudhafen'],
    ['東京', '京都'],
  ])('%s and %s: not alike', (left, right) => {
    expect(skeleton(left)).not.toBe(skeleton(right));
  });

  test('never fails, and ASCII letter case never matters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => typeof skeleton(name) === 'string'));
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(fc.property(ascii, (name) => skeleton(name.toUpperCase()) === skeleton(name.toLowerCase())));
  });

  test('the table was read whole', () => {
    expect(CONFUSABLES.size).toBe(897);
    expect(CONFUSABLES.get('а')).toBe('a');
    expect(CONFUSABLES.get('m')).toBe('rn');
  });
});

describe('legalNameIssues', () => {
  const codes = (name: string) => legalNameIssues(name, '/legal_name').map(({ code }) => code);

  test.each([
    'Nordhafen Retail GmbH',
    'Société Générale',
    '株式会社カーボン',
    'A',
    '\u{1F331}'.repeat(120),
    "O'Neill & Sons, Ltd.",
  ])('accepts %s', (name) => {
    expect(codes(name)).toEqual([]);
  });

  test.each([
    ['empty', '', ['too_short']],
    ['blank', ' \u3000', ['too_short']],
    ['121 code points', '\u{1F331}'.repeat(121), ['too_long']],
    ['NUL', 'a\u0000b', ['invisible_character']],
    ['line break', 'a\nb', ['invisible_character']],
    ['right-to-left override', 'a\u202eb', ['invisible_character']],
    ['isolate', 'a\u2067b', ['invisible_character']],
    ['zero-width space', 'a\u200bb', ['invisible_character']],
    ['zero-width joiner', 'a\u200db', ['invisible_character']],
    ['byte order mark', '\ufeffa', ['invisible_character']],
    ['soft hyphen', 'a\u00adb', ['invisible_character']],
    ['tag character', 'a\u{E0041}', ['invisible_character']],
    ['lone surrogate', 'a\ud800', ['invisible_character']],
    ['decomposed', 'u\u0308', ['not_nfc']],
  ])('refuses %s', (_, name, want) => {
    expect(codes(name)).toEqual(want);
  });

  test('refuses what is no text', () => {
    expect(legalNameIssues(7, '/x')).toMatchObject([{ pointer: '/x', code: 'wrong_type' }]);
  });
});
