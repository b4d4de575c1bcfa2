import { Type } from 'typebox';
import type { PublicJwk } from '../keys.ts';
import { closed, oneOf } from './schema.ts';

const COORDINATE = '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';

/**
 * Shape of a public JWK for the published contract. Whether the key is acceptable (family, point, order, `kid`) is
 * decided by `publicJwkIssues`, which every document with a key runs beside this schema.
 */
export const PublicJwkSchema = Type.Unsafe<PublicJwk>(
  closed({
    kty: oneOf('OKP', 'EC'),
    crv: oneOf('Ed25519', 'P-256'),
    x: Type.String({ pattern: COORDINATE, description: '32 bytes in base64url' }),
    y: Type.Optional(Type.String({ pattern: COORDINATE, description: '32 bytes in base64url, P-256 only' })),
    alg: Type.Optional(oneOf('EdDSA', 'Ed25519', 'ES256')),
    use: Type.Optional(Type.Literal('sig')),
    kid: Type.Optional(Type.String({ pattern: COORDINATE, description: 'RFC 7638 SHA-256 thumbprint' })),
  }),
);

/** A key proof in compact form. Its content is judged by `verifyKeyProof`, after the document that carries it. */
export const KeyProofText = Type.String({
  pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
  maxLength: 4096,
  description: 'a cms-key-proof+jwt in compact form, signed by the new key',
});
