import { expect, test } from 'vitest';
import { restorePublicKey } from '../../core/keys.ts';
import { parsePayload, parseStatement, verifyStatement } from '../../core/statement.ts';
import { generateSigningKey, newClaims, publicJwkOf } from '../../sdk/sign.ts';
import { attestationSigner } from './attestation-signer.ts';

const ORIGIN = 'https://registry.example';
const NOW = new Date('2026-11-25T12:00:00Z');

test('signs what the registry reads, and knows the digest before the signature', async () => {
  const key = await generateSigningKey();
  const claims = newClaims(NOW, new Uint8Array(16).fill(7));
  const { digest, jws } = attestationSigner({ iss: 'acme', key }, ORIGIN)({ site_id: 'a' }, claims);
  const parsed = parseStatement(Buffer.from(await jws), 'cms-attestation+jwt');
  const statement = await verifyStatement(parsed, restorePublicKey(publicJwkOf(key)));
  expect(statement.digest).toBe(digest);
  expect(parsePayload(parsed)).toEqual({ iss: 'acme', aud: ORIGIN, ...claims, body: { site_id: 'a' } });
});
