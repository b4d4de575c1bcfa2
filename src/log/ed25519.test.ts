import { expect, test } from 'vitest';
import { flipBit } from '../../test/support/log-fixtures.ts';
import { verifyEd25519 } from './ed25519.ts';

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
// RFC 8032 section 7.1, test 2.
const KEY = hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
const MESSAGE = hex('72');
const SIGNATURE = hex(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
);
/** The same with the group's order added to S: a verifier that does not check S < L would take it. */
const MALLEABLE = hex(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69daf52db79e74762bc64b2cd7b6afcfefcb387b2eaeb4302aeeb00d291612bb0c10',
);

test('the vector of RFC 8032', async () => {
  expect(await verifyEd25519(KEY, MESSAGE, SIGNATURE)).toBe(true);
});

test.each([
  ['another message', KEY, hex('73'), SIGNATURE],
  ['no message', KEY, new Uint8Array(), SIGNATURE],
  ['a bit of the signature', KEY, MESSAGE, flipBit(SIGNATURE, 300)],
  ['a bit of the key', flipBit(KEY, 3), MESSAGE, SIGNATURE],
  ['S not below the order', KEY, MESSAGE, MALLEABLE],
  ['a short signature', KEY, MESSAGE, SIGNATURE.subarray(0, 63)],
  ['a long signature', KEY, MESSAGE, Buffer.concat([SIGNATURE, Buffer.of(0)])],
  ['no signature', KEY, MESSAGE, new Uint8Array()],
  ['a short key', KEY.subarray(1), MESSAGE, SIGNATURE],
  ['no key', new Uint8Array(), MESSAGE, SIGNATURE],
  ['a key that is no point', new Uint8Array(32).fill(255), MESSAGE, SIGNATURE],
])('refused: %s', async (_, key, message, signature) => {
  expect(await verifyEd25519(key, message, signature)).toBe(false);
});
