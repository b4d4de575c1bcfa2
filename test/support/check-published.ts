import type { NoteSigner } from '../../src/log/checkpoint.ts';
import { NOTE_TYPES, type VerifierKey, verifierKey } from '../../src/log/note.ts';
import { parseProof, verifyProof } from '../../src/log/proof.ts';
import { readReceipt } from '../../src/registry/read-receipt.ts';
import { checkLog } from '../sequencer/check-log.ts';
import type { Evidence } from './check-registry.ts';

/** What was looked at already, by database: leaves, checkpoints and receipts never change, so only what is new costs. */
const checked = new Map<string, { state: string; readonly receipts: Set<string> }>();

/**
 * Re-verifies the published log from outside: each tile from the leaves, each checkpoint's signature and root, each consistent
 * with the next, and the receipt of each statement, by the keys that the registry ever published for its log.
 */
export async function publishedFaults(evidence: Evidence): Promise<string[]> {
  const { database, deps, mark } = evidence.registry;
  const known = checked.get(database.url) ?? { state: '', receipts: new Set() };
  checked.set(database.url, known);
  const { rows } = await database.pool.query<{ state: string }>(
    `select (select size from log_tree) || ' ' || (select next_seq from log_head) || ' ' || (select count(*) from log_checkpoint)
       as state`,
  );
  const state = rows[0]?.state ?? '';
  if (state === known.state) return [];
  const keys = await logKeys(evidence);
  await checkLog(database, { origin: deps.log.origin, signers: keys.map(asReader) }, mark.note);
  const faults = await receiptFaults(evidence, keys, known.receipts, Number(state.split(' ')[0]));
  if (faults.length === 0) known.state = state;
  return faults;
}

async function logKeys({ registry }: Evidence): Promise<VerifierKey[]> {
  const { rows } = await registry.database.pool.query<{ jwk: string }>(
    "select jwk from registry_keys where use = 'log' order by added_seq",
  );
  return rows.map(({ jwk }) => {
    const { x }: { x: string } = JSON.parse(jwk);
    return verifierKey(registry.deps.log.origin, NOTE_TYPES.ed25519, Buffer.from(x, 'base64url'));
  });
}

const asReader = (key: VerifierKey): NoteSigner => ({ key, sign: () => Promise.reject(new Error('only reads')) });

async function receiptFaults(
  { registry, statements }: Evidence,
  keys: readonly VerifierKey[],
  seen: Set<string>,
  size: number,
): Promise<string[]> {
  const faults: string[] = [];
  for (const { digest, seq } of statements.values()) {
    if (seen.has(digest) || seq >= size) continue;
    const receipt = await readReceipt(registry.deps, digest);
    const proof = receipt && parseProof(receipt.tlog_proof);
    const trust = { origin: registry.deps.log.origin, keys };
    const verdict = receipt && proof && (await verifyProof(proof, Buffer.from(receipt.leaf), trust));
    const isOwn = receipt?.index === seq && proof?.index === seq && receipt.leaf.includes(digest);
    if (verdict?.ok && isOwn) seen.add(digest);
    else faults.push(`the receipt of statement ${digest} does not prove leaf ${seq}`);
  }
  return faults;
}
