import { readdirSync, readFileSync } from 'node:fs';
import { readClaims, readClientAuth } from '../../src/core/claims.ts';
import { parseAct } from '../../src/core/documents/act.ts';
import { parseAttestation } from '../../src/core/documents/attestation.ts';
import { parseCountersignature } from '../../src/core/documents/countersignature.ts';
import { parseKeyOperation, parseKeyProof } from '../../src/core/documents/key.ts';
import { parseParty } from '../../src/core/documents/party.ts';
import { parseWorkloads } from '../../src/core/documents/workloads.ts';
import { RegistryError } from '../../src/core/errors.ts';
import type { PartyId } from '../../src/core/ids.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { type KeyUse, type PublicKey, restorePublicKey } from '../../src/core/keys.ts';
import { readEmbeddedKey, verifyKeyProof } from '../../src/core/possession.ts';
import {
  assertRole,
  type ParsedStatement,
  parseStatement,
  type StatementTyp,
  verifyStatement,
} from '../../src/core/statement.ts';
import type { PrivateJwk } from '../../src/sdk/sign.ts';

/** A registered key of the vectors: public half known to the gate, private half for making more vectors. */
interface VectorKey {
  readonly party: PartyId;
  readonly use: KeyUse;
  readonly jwk: PrivateJwk;
}

/** The registry the vectors are posted to. */
interface VectorContext {
  readonly origin: string;
  readonly now: string;
  readonly keys: Readonly<Record<string, VectorKey>>;
}

export interface Vector {
  readonly desc: string;
  readonly typ: StatementTyp;
  readonly jws?: string;
  /** Instead of `jws`: a body of `bytes` bytes, all this character. */
  readonly recipe?: { readonly fill: string; readonly bytes: number };
  readonly wantError?: string;
  readonly wantPointers?: readonly string[];
  readonly wantDigest?: string;
}

const folder = new URL('../vectors/', import.meta.url);
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

const context: VectorContext = readJson('context.json');

export function readVectors(kind: 'valid' | 'invalid'): { file: string; vector: Vector }[] {
  const files = readdirSync(new URL(`${kind}/`, folder)).filter((name) => name.endsWith('.json'));
  return files.map((file) => ({ file, vector: readJson(`${kind}/${file}`) }));
}

export function bodyOf({ jws, recipe }: Vector): Uint8Array {
  return Buffer.from(recipe === undefined ? (jws ?? '') : recipe.fill.repeat(recipe.bytes), 'utf8');
}

/** The gate as a use case walks it, over keys held in memory: steps 1 to 6, role, claims, document. */
export async function passGate(
  body: Uint8Array,
  typ: StatementTyp,
  registry: VectorContext = context,
): Promise<string> {
  const parsed = parseStatement(body, typ);
  const { key, party } = await keyOf(parsed, registry);
  const statement = await verifyStatement(parsed, key);
  const expected = {
    origin: registry.origin,
    now: new Date(registry.now),
    ...(party === undefined ? {} : { issuer: party }),
  };
  if (typ === 'cms-client-auth+jwt') readClientAuth(statement, expected);
  else await readDocument(typ, readClaims(statement, expected).body, registry);
  return statement.digest;
}

async function keyOf(parsed: ParsedStatement, registry: VectorContext): Promise<{ key: PublicKey; party?: PartyId }> {
  if (parsed.typ === 'cms-party+jwt') return { key: await readEmbeddedKey(parsed) };
  for (const { party, use, jwk } of Object.values(registry.keys)) {
    const key = restorePublicKey(jwk);
    if (key.kid !== parsed.kid) continue;
    assertRole(parsed.typ, use);
    return { key, party };
  }
  throw new RegistryError('key_unknown', 'no such key');
}

async function readDocument(typ: StatementTyp, body: JsonValue, registry: VectorContext): Promise<void> {
  if (typ === 'cms-workloads+jwt') parseWorkloads(body);
  if (typ === 'cms-countersignature+jwt') parseCountersignature(body);
  if (typ === 'cms-act+jwt') parseAct(body);
  if (typ === 'cms-attestation+jwt') parseAttestation(body);
  if (typ === 'cms-key-proof+jwt') parseKeyProof(body);
  if (typ === 'cms-key+jwt') await readKeyOperation(body, registry);
  if (typ === 'cms-party+jwt') await readParty(body, registry);
}

async function readParty(body: JsonValue, registry: VectorContext): Promise<void> {
  const { party_id, recovery_jwk, recovery_proof } = parseParty(body);
  if (recovery_jwk === undefined || recovery_proof === undefined) return;
  await verifyKeyProof(recovery_proof, {
    key: restorePublicKey(recovery_jwk),
    party: party_id,
    use: 'recovery',
    origin: registry.origin,
    now: new Date(registry.now),
    pointer: '/recovery_proof',
  });
}

async function readKeyOperation(body: JsonValue, registry: VectorContext): Promise<void> {
  const operation = parseKeyOperation(body);
  const organisation = registry.keys['organisation'];
  if (operation.op === 'revoke' || organisation === undefined) return;
  await verifyKeyProof(operation.proof, {
    key: restorePublicKey(operation.jwk),
    party: organisation.party,
    use: operation.use,
    ...(operation.site_id === undefined ? {} : { siteId: operation.site_id }),
    origin: registry.origin,
    now: new Date(registry.now),
    pointer: '/proof',
  });
}
