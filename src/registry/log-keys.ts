import { NOTE_TYPES, type VerifierKey, verifierKey } from '../log/note.ts';
import type { Deps, Stores } from './ports.ts';

/** Every key that ever signed the log, those that sign it now first: what was signed before a rotation stays verifiable. */
export async function logKeys(tx: Stores, { log }: Pick<Deps, 'log'>): Promise<readonly VerifierKey[]> {
  const current = log.signers.map((signer) => signer.key);
  const ever = (await tx.registryKeys.all()).filter((key) => key.use === 'log').map(({ jwk }) => publicBytes(jwk));
  return [...current, ...ever.map((bytes) => verifierKey(log.origin, NOTE_TYPES.ed25519, bytes))];
}

function publicBytes(text: string): Uint8Array {
  const jwk: { readonly x?: string } = JSON.parse(text);
  return Buffer.from(jwk.x ?? '', 'base64url');
}
