import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeXml, stripIllegal } from './escape.ts';

describe('escapeXml', () => {
  test.each([
    ['a < b & "c" > \'d\'', 'a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;'],
    [']]>', ']]&gt;'],
    [undefined, ''],
    [null, ''],
    [0, '0'],
    ['&amp;', '&amp;amp;'],
    ['tab\tand\nline', 'tab\tand\nline'],
  ])('%j becomes %j', (value, expected) => {
    expect(escapeXml(value)).toBe(expected);
  });

  test('never leaves a character that XML 1.0 forbids or that opens markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be gone
        expect(escaped).not.toMatch(/[<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        expect(escaped).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  test('lone surrogates go, pairs stay', () => {
    expect(stripIllegal('a\uD800b\u{1F33F}c\uDC00')).toBe('ab\u{1F33F}c');
  });
});
