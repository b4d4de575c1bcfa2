import { credentialKeyUrl } from '../core/credential.ts';
import { type Kid, REGISTRY } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import type { RegistryKeyRow } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';

/** A key the registry uses now, as it may be shown. */
export interface RegistryKey extends Pick<RegistryKeyRow, 'kid' | 'use'> {
  readonly publicJwk: JsonObject;
}

/**
 * Makes the record agree with the keys in use. The first ones are named by the genesis leaf, later ones by a leaf of their
 * own; a key that is no longer in use is retired by one. Rows are never removed: what a key signed stays verifiable.
 *
 * @throws Error where a key in use was retired before, for nothing it signs would count
 */
export async function recordRegistryKeys(
  tx: Stores,
  inUse: readonly RegistryKey[],
  genesis: LoggedLeaf | undefined,
  now: Date,
): Promise<void> {
  const known = await tx.registryKeys.all();
  for (const { kid, use, publicJwk } of inUse) {
    const row = known.find((one) => one.kid === kid);
    if (row !== undefined) assertUsable(row, use);
    else {
      const leaf = genesis ?? (await tx.log.append(keyLeaf('add', use, kid), now));
      await tx.registryKeys.insert({ kid, use, jwk: JSON.stringify(publicJwk), addedSeq: leaf.seq, retiredSeq: null });
    }
  }
  for (const { kid, use, retiredSeq } of known) {
    if (retiredSeq !== null || inUse.some((key) => key.kid === kid)) continue;
    const leaf = await tx.log.append(keyLeaf('retire', use, kid), now);
    await tx.registryKeys.retire(kid, leaf.seq);
  }
}

function assertUsable(row: RegistryKeyRow, use: RegistryKeyRow['use']): void {
  if (row.retiredSeq !== null)
    throw new Error(`the ${use} key ${row.kid} was retired by leaf ${row.retiredSeq}: a new one is needed`);
  if (row.use !== use) throw new Error(`the key ${row.kid} is the registry's ${row.use} key: each use has its own`);
}

/** The leaf that adds or retires a key of the registry or of its officers. */
export const keyLeaf = (op: 'add' | 'retire', use: RegistryKeyRow['use'] | 'officer', kid: Kid) =>
  ({ t: 'registry.key', use, op, kid }) as const;

/**
 * Public JWKs of every key ever used by the registry or its officers, by thumbprint. `kid` is the thumbprint too, but for
 * credential keys the address of the key: that is what the header of a credential names.
 */
export function readRegistryKeys(deps: Deps): Promise<ReadonlyMap<string, JsonObject>> {
  return deps.ledger.read(async (tx) => {
    const own = (await tx.registryKeys.all()).map(({ kid, use, jwk }): [string, JsonObject] => [
      kid,
      { ...JSON.parse(jwk), kid: use === 'credential' ? credentialKeyUrl(deps.origin, kid) : kid },
    ]);
    const officers = (await tx.keys.of(REGISTRY)).map(({ kid, jwk }): [string, JsonObject] => [kid, { ...jwk, kid }]);
    return new Map([...own, ...officers]);
  });
}
