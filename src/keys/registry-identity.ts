import type { RegistryKey } from '../registry/registry-keys.ts';
import type { SigningKey } from './signing-key.ts';

/** The keys the registry signs with, without their secrets, as its log names them. Sessions sign nothing that lasts. */
export const keysInUse = (
  keys: Readonly<Record<RegistryKey['use'], Pick<SigningKey, 'kid' | 'publicJwk'>>>,
): readonly RegistryKey[] =>
  (['log', 'credential', 'answers'] as const).map((use) => {
    const { kid, publicJwk } = keys[use];
    return { kid, use, publicJwk: { ...publicJwk } };
  });
