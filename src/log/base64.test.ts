import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

test('there and back', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(Uint8Array.from(decodeBase64(encodeBase64(bytes)) ?? [])).toEqual(bytes);
    }),
  ));

test('a part of a larger buffer', () => {
  expect(encodeBase64(Buffer.from('xxab').subarray(2))).toBe('YWI=');
});

test.each([
  ['no padding', 'YWI'],
  ['too much padding', 'YWI=='],
  ['padding alone', '='],
  ['bits left over', 'YWJ='],
  ['the alphabet of base64url', '-_-_'],
  ['a space', 'YW I='],
  ['a space before', ' YWI='],
  ['a line feed after', 'YWI=\n'],
  ['a foreign character', 'YW*I'],
  ['a length no encoder makes', 'YWJjZ'],
  ['text after the padding', 'YWI=YWI='],
])('refused: %s', (_, text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
