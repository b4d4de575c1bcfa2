import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../src/registry/accept.ts';
import { changeKey } from '../../src/registry/change-key.ts';
import {
  generateSigningKey,
  kidOf,
  newClaims,
  type PrivateJwk,
  publicJwkOf,
  signStatement,
} from '../../src/sdk/sign.ts';
import { ORIGIN, type TestParty, type TestRegistry } from './registry.ts';

/** A `cms-key-proof+jwt` by the new key. */
export async function keyProof(
  registry: TestRegistry,
  key: PrivateJwk,
  party: string,
  members: { use: string; site_id?: string; [member: string]: unknown },
): Promise<string> {
  return signStatement({
    typ: 'cms-key-proof+jwt',
    privateJwk: key,
    iss: party,
    aud: ORIGIN,
    body: { schema: 'cms-key-proof/1', party_id: party, kid: kidOf(key), ...members },
    ...newClaims(registry.deps.now(), randomBytes(16)),
  });
}

/** The digest the next key operation must name as `prev`. */
export async function chainHead(registry: TestRegistry, party: string): Promise<string> {
  const found = await registry.deps.ledger.read((tx) => tx.parties.find(party));
  if (found === undefined) throw new Error(`no party ${party}`);
  return found.keyChainHead;
}

export interface AddOptions {
  readonly use?: string;
  readonly key?: PrivateJwk;
  readonly siteId?: string;
  readonly prev?: string;
  readonly proof?: string;
}

/** Adds a key; the signer is the party with one of its keys. */
export async function addKey(
  registry: TestRegistry,
  signer: TestParty,
  options: AddOptions = {},
): Promise<{ outcome: Outcome; added: TestParty }> {
  const key = options.key ?? (await generateSigningKey());
  const scope = { use: options.use ?? 'statements', ...(options.siteId ? { site_id: options.siteId } : {}) };
  const body = {
    schema: 'cms-key/1',
    op: 'add',
    jwk: publicJwkOf(key),
    ...scope,
    proof: options.proof ?? (await keyProof(registry, key, signer.id, scope)),
    prev: options.prev ?? (await chainHead(registry, signer.id)),
  };
  const outcome = await changeKey(registry.deps, signer.id, await registry.sign(signer, 'cms-key+jwt', body));
  return { outcome, added: { id: signer.id, key } };
}

/** Revokes a key of the signer's party. */
export async function revokeKey(
  registry: TestRegistry,
  signer: TestParty,
  key: PrivateJwk,
  members: { readonly [member: string]: unknown } = {},
): Promise<Outcome> {
  const body = {
    schema: 'cms-key/1',
    op: 'revoke',
    kid: kidOf(key),
    use: 'statements',
    prev: await chainHead(registry, signer.id),
    ...members,
  };
  return changeKey(registry.deps, signer.id, await registry.sign(signer, 'cms-key+jwt', body));
}
