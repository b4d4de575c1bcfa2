import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url, sha256Base64url } from './base64url.ts';

describe('decodeBase64url', () => {
  test.each([
    ['padding', 'QQ=='],
    ['stray bits', 'QR'],
    ['impossible length', 'A'],
    ['standard alphabet', '-+8'],
    ['slash', 'AA/A'],
    ['white space', 'QQ\n'],
    ['inner space', 'QU FB'],
    ['not ASCII', 'QÄ'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });

  test('the empty text is no bytes', () => {
    expect(decodeBase64url('')).toHaveLength(0);
  });

  test('every byte string has one text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(Uint8Array.from(decodeBase64url(encodeBase64url(bytes)) ?? [])).toEqual(bytes);
      }),
    );
  });

  test('what decodes, encodes back to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABQRab01-_=+/ \n') }), (text) => {
        const bytes = decodeBase64url(text);
        expect(bytes === undefined || encodeBase64url(bytes) === text).toBe(true);
      }),
    );
  });
});

test('sha256Base64url of the empty string (FIPS 180-4)', () => {
  expect(sha256Base64url('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  expect(sha256Base64url(new Uint8Array())).toBe(sha256Base64url(''));
});
