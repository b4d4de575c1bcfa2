import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Kid } from '../core/ids.ts';
import type { NoteSigner } from '../log/checkpoint.ts';
import { NOTE_TYPES, verifierKey } from '../log/note.ts';
import type { LogIdentity } from '../registry/ports/log.ts';

/** An Ed25519 key that signs checkpoints; `x` as in its public JWK. */
export interface LogKey {
  readonly privateKey: KeyObject;
  readonly publicJwk: { readonly x?: string };
}

/** First line of every checkpoint, and name of the key that signs it: the registry's host, with port if any, and path of the log. */
export const logOrigin = (registryOrigin: string): string => `${new URL(registryOrigin).host}/log`;

/** Log keys that were replaced, and which of them still sign. */
export interface ReplacedKeys {
  readonly keys: readonly (LogKey & { readonly kid: Kid })[];
  /** Asked at every signature: a term ends while the process runs. */
  maySign(kid: Kid): boolean;
}

/** The identity of a registry's log. @param keys Ed25519, the current one first; those that were replaced sign while they may */
export function logIdentity(registryOrigin: string, keys: readonly LogKey[], replaced?: ReplacedKeys): LogIdentity {
  const origin = logOrigin(registryOrigin);
  const signerOf = ({ privateKey, publicJwk }: LogKey) => noteSigner(origin, privateKey, publicJwk.x ?? '');
  const always = keys.map(signerOf);
  const others = (replaced?.keys ?? []).map((key) => ({ kid: key.kid, signer: signerOf(key) }));
  return {
    origin,
    get signers() {
      return [...always, ...others.filter(({ kid }) => replaced?.maySign(kid)).map(({ signer }) => signer)];
    },
  };
}

/** Signs off the main thread: a tick must not hold up requests. @param x the public key, base64url */
export function noteSigner(name: string, privateKey: KeyObject, x: string): NoteSigner {
  const signAsync = promisify<null, Uint8Array, KeyObject, Buffer>(sign);
  return {
    key: verifierKey(name, NOTE_TYPES.ed25519, Buffer.from(x, 'base64url')),
    sign: (message) => signAsync(null, message, privateKey),
  };
}
