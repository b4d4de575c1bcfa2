import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { verifyEd25519 } from '../log/ed25519.ts';
import { ensureCrypto, substituteSubtle } from './substitute-crypto.ts';

const NATIVE = Object.getOwnPropertyDescriptor(globalThis.crypto, 'subtle');

/** Puts `value` in the place of the browser's own `crypto.subtle`. */
const replaceSubtle = (value: unknown): void =>
  void Object.defineProperty(globalThis.crypto, 'subtle', { value, configurable: true });

afterEach(() => {
  if (NATIVE === undefined) Reflect.deleteProperty(globalThis.crypto, 'subtle');
  else Object.defineProperty(globalThis.crypto, 'subtle', NATIVE);
});

describe('substitute for the Web Cryptography API', () => {
  test.each(['Ed25519', 'EdDSA', 'ES256', 'RS256'])(
    '%s: a token made natively verifies, an altered one does not',
    async (alg) => {
      const { privateKey, publicKey } = await generateKeyPair(alg, { modulusLength: 3072, extractable: true });
      const jwk = { ...(await exportJWK(publicKey)), alg };
      const token = await new CompactSign(Buffer.from('seen')).setProtectedHeader({ alg }).sign(privateKey);
      const [header, , signature] = token.split('.');
      const altered = [header, Buffer.from('sewn').toString('base64url'), signature].join('.');
      replaceSubtle(substituteSubtle);
      const key = await importJWK(jwk, alg);
      const { payload } = await compactVerify(token, key, { algorithms: [alg] });
      expect(Buffer.from(payload).toString()).toBe('seen');
      await expect(compactVerify(altered, key, { algorithms: [alg] })).rejects.toThrow('signature verification failed');
    },
  );

  test('every flipped byte of an RSA signature fails', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
    const jwk = await exportJWK(publicKey);
    const message = Buffer.from('a message');
    const made = new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, message));
    const key = await substituteSubtle.importKey('jwk', { ...jwk });
    expect(await substituteSubtle.verify('', key, made, message)).toBe(true);
    for (let at = 0; at < made.length; at += 17) {
      const wrong = made.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(await substituteSubtle.verify('', key, wrong, message)).toBe(false);
    }
    expect(await substituteSubtle.verify('', key, made.subarray(1), message)).toBe(false);
    expect(await substituteSubtle.verify('', key, new Uint8Array(made.length).fill(255), message)).toBe(false);
  });

  test('raw Ed25519 keys, as checkpoints are checked; nonsense verifies nothing', async () => {
    const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const message = Buffer.from('a head');
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message));
    replaceSubtle(substituteSubtle);
    expect(await verifyEd25519(raw, message, signature)).toBe(true);
    expect(await verifyEd25519(raw, Buffer.from('a heap'), signature)).toBe(false);
    expect(await verifyEd25519(raw, message, new Uint8Array(64))).toBe(false);
    expect(await verifyEd25519(new Uint8Array(32).fill(255), message, signature)).toBe(false);
  });
});

describe('which cryptography is used', () => {
  test('the own one where it knows Ed25519', async () => {
    const own = crypto.subtle;
    expect(await ensureCrypto()).toBeUndefined();
    expect(crypto.subtle).toBe(own);
  });

  test('the substitute on plain http, and it says why', async () => {
    replaceSubtle(undefined);
    expect(await ensureCrypto()).toContain('plain http');
    expect(crypto.subtle).toBe(substituteSubtle);
  });

  test('the substitute where Ed25519 is unknown, and it says why', async () => {
    replaceSubtle({ importKey: () => Promise.reject(new DOMException('unknown', 'NotSupportedError')) });
    expect(await ensureCrypto()).toContain('no Ed25519');
    expect(crypto.subtle).toBe(substituteSubtle);
  });
});
