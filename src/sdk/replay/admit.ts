import { type Claims, readClaims } from '../../core/claims.ts';
import { type Act, parseAct } from '../../core/documents/act.ts';
import { type Audit, parseAudit } from '../../core/documents/audit.ts';
import { type Countersignature, parseCountersignature } from '../../core/documents/countersignature.ts';
import { type Inventory, parseInventory } from '../../core/documents/inventory.ts';
import { type KeyOperation, parseKeyOperation } from '../../core/documents/key.ts';
import { type Party, parseParty } from '../../core/documents/party.ts';
import { parseWorkloads, type Workloads } from '../../core/documents/workloads.ts';
import { RegistryError } from '../../core/errors.ts';
import type { Digest, PartyId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { type PublicKey, parsePublicJwk } from '../../core/keys.ts';
import { readEmbeddedKey, verifyKeyProof } from '../../core/possession.ts';
import {
  assertRole,
  type ParsedStatement,
  parseStatement,
  type VerifiedStatement,
  verifyStatement,
} from '../../core/statement.ts';
import { ownStatement, type ReplayedLeaf } from './leaves.ts';
import type { FindingCode } from './report.ts';
import type { ReplayedKey, ReplayState } from './state.ts';

/* The gate once more (statements section 2): whether the statement behind a leaf was to be accepted at that index. */

interface Contents {
  readonly 'cms-party+jwt': { readonly document: Party; readonly recovery: PublicKey | undefined };
  readonly 'cms-key+jwt': { readonly operation: KeyOperation; readonly added: PublicKey | undefined };
  readonly 'cms-workloads+jwt': Workloads;
  readonly 'cms-inventory+jwt': Inventory;
  readonly 'cms-audit+jwt': Audit;
  readonly 'cms-countersignature+jwt': Countersignature;
  readonly 'cms-act+jwt': Act;
}
export type AdmittedTyp = keyof Contents;

/** A statement whose signature verified and whose document is read. */
export interface AdmittedStatement<T extends AdmittedTyp> {
  readonly typ: T;
  readonly digest: Digest;
  readonly jti: string;
  readonly key: PublicKey;
  readonly content: Contents[T];
}
export type Admitted = { [T in AdmittedTyp]: AdmittedStatement<T> }[AdmittedTyp];

export interface Fault {
  readonly code: FindingCode;
  readonly text: string;
}

export interface Admission {
  /** undefined where its content is not to be had or not to be trusted. */
  readonly admitted?: Admitted;
  readonly faults?: readonly Fault[];
  /** Why it could not be looked at; no fault of the statement's own. */
  readonly unchecked?: string;
}

const TYP_OF: Partial<Record<ReplayedLeaf['t'], AdmittedTyp>> = {
  'party.registered': 'cms-party+jwt',
  'key.added': 'cms-key+jwt',
  'key.revoked': 'cms-key+jwt',
  'workloads.registered': 'cms-workloads+jwt',
  'inventory.accepted': 'cms-inventory+jwt',
  'audit.declared': 'cms-audit+jwt',
  'audit.held': 'cms-audit+jwt',
  'audit.countersigned': 'cms-countersignature+jwt',
  'act.signed': 'cms-act+jwt',
};

/** Judges the statement of a leaf by the state before it. The text is the server's and may be anything. */
export async function admit(state: ReplayState, leaf: ReplayedLeaf, at: Date, jws: string): Promise<Admission> {
  const own = ownStatement(leaf);
  const typ = TYP_OF[leaf.t];
  if (own === undefined || typ === undefined) return {};
  const faults: Fault[] = [];
  try {
    const parsed = parseStatement(Buffer.from(jws, 'utf8'), typ);
    if (parsed.digest !== own.digest) return refused('statement_invalid', `the statement served is ${parsed.digest}`);
    const signer = await signingKey(state, parsed, own.party);
    faults.push(...signer.faults);
    if (signer.key === undefined)
      return { faults, ...(signer.unchecked === undefined ? {} : { unchecked: signer.unchecked }) };
    const statement = await verifyStatement(parsed, signer.key);
    const { origin } = state;
    const claims = claimsAt(statement, origin, at);
    faults.push(...claims.faults);
    return { admitted: await read(parsed, typ, signer.key, claims, { party: own.party, origin }), faults };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { faults: [...faults, faultOf(error)] };
  }
}

const refused = (code: FindingCode, text: string): Admission => ({ faults: [{ code, text }] });

function faultOf(error: RegistryError): Fault {
  const code = error.code === 'jws_signature' ? 'signature_invalid' : 'statement_invalid';
  return { code, text: `${error.code}: ${wordsOf(error)}` };
}

function wordsOf({ message, issues: [first] }: RegistryError): string {
  return first === undefined ? message : `${message}: ${first.pointer} ${first.detail}`;
}

interface SigningKey {
  readonly key?: PublicKey;
  readonly faults: readonly Fault[];
  readonly unchecked?: string;
}

/** The key the header names, and whether it could sign this for that party at this index. */
async function signingKey(state: ReplayState, parsed: ParsedStatement, party: string): Promise<SigningKey> {
  if (parsed.typ === 'cms-party+jwt') return { key: await readEmbeddedKey(parsed), faults: [] };
  const known = state.keys.get(parsed.kid);
  if (known === undefined) {
    if (state.opaqueParties.has(party)) return { faults: [], unchecked: `the keys of ${party} are not public` };
    return { faults: [{ code: 'key_not_active', text: `no key ${parsed.kid} was registered before` }] };
  }
  return { key: known.key, faults: keyFaults(known, parsed, party) };
}

function keyFaults(known: ReplayedKey, { typ, kid }: ParsedStatement, party: string): Fault[] {
  const fault = (text: string): Fault => ({ code: 'key_not_active', text });
  const faults: Fault[] = [];
  if (known.party !== party) faults.push(fault(`the key ${kid} is ${known.party}'s, not ${party}'s`));
  if (known.revokedAt !== null) faults.push(fault(`the key ${kid} was revoked by leaf ${known.revokedAt}`));
  try {
    assertRole(typ, known.use);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    faults.push(fault(error.message));
  }
  return faults;
}

async function read(
  parsed: ParsedStatement,
  typ: AdmittedTyp,
  key: PublicKey,
  { claims, now }: TimedClaims,
  { party, origin }: { readonly party: string; readonly origin: string },
): Promise<Admitted> {
  const { iss, jti, body } = claims;
  if (iss !== party) throw new RegistryError('iss_mismatch', `iss is ${iss}, the leaf speaks of ${party}`);
  const common = { digest: parsed.digest, jti, key };
  const proof = { party: iss, origin, now };
  switch (typ) {
    case 'cms-party+jwt':
      return { ...common, typ, content: await readParty(body, proof) };
    case 'cms-key+jwt':
      return { ...common, typ, content: await readKeyOperation(body, proof) };
    case 'cms-workloads+jwt':
      return { ...common, typ, content: parseWorkloads(body) };
    case 'cms-inventory+jwt':
      return { ...common, typ, content: parseInventory(body) };
    case 'cms-audit+jwt':
      return { ...common, typ, content: parseAudit(body) };
    case 'cms-countersignature+jwt':
      return { ...common, typ, content: parseCountersignature(body) };
    case 'cms-act+jwt':
      return { ...common, typ, content: parseAct(body) };
  }
}

interface TimedClaims {
  readonly claims: Claims;
  /** The time at which they hold. */
  readonly now: Date;
  readonly faults: readonly Fault[];
}

/** How far the clocks of two instances may be apart: a leaf's time is never before one that another instance wrote. */
const CLOCK_SKEW_MS = 60_000;

/** The claims as of the leaf. Where the leaf's time does not fit them, what was signed counts all the same, with a fault. */
function claimsAt(statement: VerifiedStatement, origin: string, at: Date): TimedClaims {
  const earlier = new Date(at.getTime() - CLOCK_SKEW_MS);
  const { claims, fault } = tryClaims(statement, origin, at);
  if (claims !== undefined) return { claims, now: at, faults: [] };
  const skewed = tryClaims(statement, origin, earlier);
  if (skewed.claims !== undefined) return { claims: skewed.claims, now: earlier, faults: [] };
  const now = new Date(Number(statement.payload['iat']) * 1000);
  return { claims: readClaims(statement, { origin, now }), now, faults: fault === undefined ? [] : [fault] };
}

function tryClaims(statement: VerifiedStatement, origin: string, now: Date): { claims?: Claims; fault?: Fault } {
  try {
    return { claims: readClaims(statement, { origin, now }) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { fault: faultOf(error) };
  }
}

interface ProofContext {
  readonly party: PartyId;
  readonly origin: string;
  readonly now: Date;
}

async function readParty(body: JsonObject, context: ProofContext): Promise<Contents['cms-party+jwt']> {
  const document = parseParty(body);
  const { recovery_jwk, recovery_proof } = document;
  if (recovery_jwk === undefined || recovery_proof === undefined) return { document, recovery: undefined };
  const recovery = await parsePublicJwk({ ...recovery_jwk }, '/recovery_jwk');
  await verifyKeyProof(recovery_proof, { ...context, key: recovery, use: 'recovery', pointer: '/recovery_proof' });
  return { document, recovery };
}

async function readKeyOperation(body: JsonObject, context: ProofContext): Promise<Contents['cms-key+jwt']> {
  const operation = parseKeyOperation(body);
  if (operation.op === 'revoke') return { operation, added: undefined };
  const { use, site_id, proof } = operation;
  const added = await parsePublicJwk({ ...operation.jwk }, '/jwk');
  const site = site_id === undefined ? {} : { siteId: site_id };
  await verifyKeyProof(proof, { ...context, ...site, key: added, use, pointer: '/proof' });
  return { operation, added };
}
