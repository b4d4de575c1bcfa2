import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { openCursor, sealCursor } from '../../src/http/cursor.ts';
import { cursorBinding } from '../../src/http/listing-query.ts';

const SECRET = new Uint8Array(32).fill(1);
const QUERY = '[["sort","name"]]';
const CURSOR = { seq: 41, key: '["0.5","acme"]' };
const sealed = sealCursor(CURSOR, QUERY, SECRET);

const refusal = (text: string, query = QUERY, secret = SECRET): unknown => {
  try {
    return openCursor(text, query, secret);
  } catch (error) {
    return error instanceof RegistryError ? error.code : error;
  }
};

describe('cursors', () => {
  test('open to what was sealed', () => {
    const key = fc.string({ unit: 'grapheme', maxLength: 100 });
    fc.assert(
      fc.property(fc.nat(), key, fc.string(), (seq, text, query) => {
        const cursor = { seq, key: text };
        expect(openCursor(sealCursor(cursor, query, SECRET), query, SECRET)).toEqual(cursor);
      }),
    );
  });

  test('no changed character goes unseen', () => {
    for (let i = 0; i < sealed.length; i += 1) {
      const other = sealed[i] === 'A' ? 'B' : 'A';
      expect(refusal(sealed.slice(0, i) + other + sealed.slice(i + 1))).toBe('request_invalid');
    }
  });

  test.each([
    '',
    'AAAA',
    'eyJpZCI6MX0',
    "' OR 1=1",
    '../..',
    'A'.repeat(5000),
    `${sealed}=`,
    ` ${sealed}`,
    sealed.slice(1),
  ])('%s is none of ours', (text) => {
    expect(refusal(text)).toBe('request_invalid');
  });

  test('is bound to its query and its secret', () => {
    expect(refusal(sealed, '[["sort","-name"]]')).toBe('request_invalid');
    expect(refusal(sealed, QUERY, new Uint8Array(32))).toBe('request_invalid');
  });

  test('the binding ignores the page size and the order of members, and nothing else', () => {
    const base = { tier: [], state: 'all', sort: 'name', limit: 50 } as const;
    const { limit: _, ...rest } = base;
    expect(cursorBinding({ ...base, cursor: 'x' })).toBe(cursorBinding({ limit: 200, ...rest }));
    expect(cursorBinding({ ...base, q: 'a' })).not.toBe(cursorBinding(base));
    expect(cursorBinding({ ...base, at: '1' })).not.toBe(cursorBinding(base));
  });
});
