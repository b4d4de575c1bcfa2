import canonicalize from 'canonicalize';
import { expect } from 'vitest';
import { isJsonObject } from '../../src/core/json.ts';
import type { JsonObject, JsonValue } from '../../src/core/json-value.ts';
import { type PublicJwk, type PublicKey, restorePublicKey } from '../../src/core/keys.ts';
import { parseStatement, type StatementTyp, verifyStatement } from '../../src/core/statement.ts';
import { credentialFaults } from './check-credentials.ts';
import { auditFaults, certificateFaults } from './check-decisions.ts';
import { publishedFaults } from './check-published.ts';
import { replayedState, replayFaults } from './check-replay.ts';
import { stateFaults } from './check-state.ts';
import { telemetryFaults } from './check-telemetry.ts';
import type { TestRegistry } from './registry.ts';

/** A stored statement read back from its own bytes, and a leaf read back from its text. */
export interface CheckedStatement {
  readonly digest: string;
  readonly typ: string;
  readonly seq: number;
  readonly payload: JsonObject;
}
export interface CheckedLeaf {
  readonly seq: number;
  readonly at: string;
  readonly body: JsonObject;
}
export interface Evidence {
  readonly registry: TestRegistry;
  readonly statements: ReadonlyMap<string, CheckedStatement>;
  readonly leaves: readonly CheckedLeaf[];
}

/**
 * Re-verifies the whole registry from outside, by SQL and the pure core: signatures, log and receipts, scores, decisions, states
 * and the listing; and all of it once more by replay. `retried` names refused statements whose same bytes were accepted later.
 */
export async function checkRegistry(registry: TestRegistry, retried: readonly string[] = []): Promise<void> {
  const faults: string[] = [];
  const leaves = await readLeaves(registry, faults);
  const statements = await readStatements(registry, faults);
  const evidence = { registry, statements, leaves };
  faults.push(...ownLeafFaults(evidence));
  faults.push(...(await refusalFaults(registry, retried)));
  faults.push(...(await auditFaults(evidence)));
  faults.push(...(await certificateFaults(evidence)));
  faults.push(...(await stateFaults(evidence)));
  faults.push(...(await publishedFaults(evidence)));
  faults.push(...(await credentialFaults(evidence)));
  faults.push(...(await replayFaults(evidence)));
  const state = replayedState(registry);
  if (state !== undefined) faults.push(...(await telemetryFaults(evidence, state)));
  expect(faults).toEqual([]);
}

async function readLeaves(registry: TestRegistry, faults: string[]): Promise<CheckedLeaf[]> {
  const { rows } = await registry.database.pool.query<{ seq: string; type: string; at: Date; leaf: string }>(
    'select seq, type, at, leaf from log_pending order by seq',
  );
  const head = await registry.database.pool.query<{ next_seq: string }>('select next_seq from log_head');
  if (Number(head.rows[0]?.next_seq) !== rows.length) faults.push('the head does not count the leaves');
  let last = '';
  return rows.map(({ seq, type, at, leaf }, index) => {
    const body: JsonValue = JSON.parse(leaf);
    const stamp = `${at.toISOString().slice(0, 19)}Z`;
    if (!isJsonObject(body)) throw new Error(`leaf ${seq} is no object`);
    if (Number(seq) !== index) faults.push(`leaf ${seq} stands at ${index}`);
    if (canonicalize(body) !== leaf || !/^[\x20-\x7e]+$/.test(leaf)) faults.push(`leaf ${seq} is not canonical ASCII`);
    if (Object.values(body).includes(null)) faults.push(`leaf ${seq} has a null member`);
    if (body['v'] !== 1 || body['t'] !== type || body['at'] !== stamp) faults.push(`leaf ${seq} differs from its row`);
    if (stamp < last) faults.push(`leaf ${seq} is earlier than the leaf before it`);
    last = stamp;
    return { seq: index, at: stamp, body };
  });
}

interface StatementRow {
  readonly digest: string;
  readonly iss: string;
  readonly jti: string;
  readonly typ: StatementTyp;
  readonly kid: string;
  readonly jws: string;
  readonly seq: string;
  readonly answer: string;
  readonly jwk: string;
  readonly owner: string;
  readonly added_seq: string;
  readonly revoked_seq: string | null;
}

async function readStatements(registry: TestRegistry, faults: string[]): Promise<Map<string, CheckedStatement>> {
  const { rows } = await registry.database.pool.query<StatementRow>(
    `select s.digest, s.iss, s.jti, s.typ, s.kid, s.jws, s.seq, s.answer, k.jwk, k.party_id as owner, k.added_seq,
       k.revoked_seq from statements s left join keys k using (kid)`,
  );
  const checked = new Map<string, CheckedStatement>();
  for (const row of rows) checked.set(row.digest, await readStatement(row, faults));
  return checked;
}

type Verified = { readonly key: PublicKey; readonly digest: string; readonly payload: JsonObject };
/** By the exact bytes and key: the check runs after every test, and the same signature verifies every time. */
const verified = new Map<string, Promise<Verified>>();

function verifyOnce({ typ, jws, jwk }: StatementRow): Promise<Verified> {
  const name = `${typ} ${jws} ${jwk}`;
  const known = verified.get(name) ?? verifyRow(typ, jws, JSON.parse(jwk));
  verified.set(name, known);
  return known;
}

async function verifyRow(typ: StatementTyp, jws: string, jwk: PublicJwk): Promise<Verified> {
  const key = restorePublicKey(jwk);
  const { digest, payload } = await verifyStatement(parseStatement(Buffer.from(jws), typ), key);
  return { key, digest, payload };
}

async function readStatement(row: StatementRow, faults: string[]): Promise<CheckedStatement> {
  const { key, digest, payload } = await verifyOnce(row);
  const answer = JSON.parse(row.answer);
  const seq = Number(row.seq);
  const holds: [boolean, string][] = [
    [digest === row.digest && answer.digest === digest, 'digest'],
    [key.kid === row.kid && row.owner === row.iss, 'key'],
    [payload['iss'] === row.iss && payload['jti'] === row.jti, 'claims'],
    [answer.seq >= seq && answer.receipt === null, 'answer'],
    [Number(row.added_seq) <= seq && (row.revoked_seq === null || seq <= Number(row.revoked_seq)), 'key activity'],
  ];
  for (const [, what] of holds.filter(([fine]) => !fine)) faults.push(`statement ${row.digest}: wrong ${what}`);
  return { digest: row.digest, typ: row.typ, seq, payload };
}

const OWN_LEAF: Readonly<Record<string, readonly string[]>> = {
  'cms-party+jwt': ['party.registered'],
  'cms-key+jwt': ['key.added', 'key.revoked'],
  'cms-workloads+jwt': ['workloads.registered'],
  'cms-inventory+jwt': ['inventory.accepted'],
  'cms-audit+jwt': ['audit.declared', 'audit.held'],
  'cms-countersignature+jwt': ['audit.countersigned'],
  'cms-act+jwt': ['act.signed'],
};

/** Each statement has one leaf of its own, at the index it was given, and no such leaf lacks its statement. */
function ownLeafFaults({ statements, leaves }: Evidence): string[] {
  const faults: string[] = [];
  for (const { digest, typ, seq } of statements.values()) {
    const leaf = leaves[seq]?.body;
    const names = typ === 'cms-countersignature+jwt' ? leaf?.['o'] : leaf?.['d'];
    const own = OWN_LEAF[typ]?.some((type) => type === leaf?.['t']);
    if (names !== digest || !own) faults.push(`statement ${digest}: leaf ${seq} is not its own`);
  }
  const seqs = new Set([...statements.values()].map((statement) => statement.seq));
  if (seqs.size !== statements.size) faults.push('two statements share a leaf');
  const types = new Set(Object.values(OWN_LEAF).flat());
  for (const { seq, body } of leaves) {
    // Replacing the recovery key is one operation with two leaves; the second follows the first at once.
    const replacing = body['t'] === 'key.revoked' && leaves[seq - 1]?.body['d'] === body['d'];
    // A hold found at the decision adds a leaf to the one its audit was declared with.
    const found = body['t'] === 'audit.held' && (statements.get(String(body['d']))?.seq ?? seq) < seq;
    if (types.has(String(body['t'])) && !seqs.has(seq) && !replacing && !found)
      faults.push(`leaf ${seq} has no statement`);
  }
  return faults;
}

async function refusalFaults(registry: TestRegistry, retried: readonly string[]): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ digest: string }>(
    'select distinct digest from refusals join statements using (digest)',
  );
  const stored = rows.map((row) => row.digest).filter((digest) => !retried.includes(digest));
  return stored.map((digest) => `refused statement ${digest} is stored`);
}
