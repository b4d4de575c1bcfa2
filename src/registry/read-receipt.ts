import canonicalize from 'canonicalize';
import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest } from '../core/ids.ts';
import { formatProof, parseProof, verifyProof } from '../log/proof.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { proveInclusion } from '../log/tree.ts';
import { logKeys } from './log-keys.ts';
import type { Checkpoint } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';
import { withCosignatures } from './published-log.ts';

/** Proof that a leaf is in the log (log, "Receipt"). */
export interface Receipt {
  /** Of the statement, or of what else the leaf names: a credential, a status list, a listing snapshot. */
  readonly digest: Digest;
  readonly index: number;
  /** The exact text of the leaf. */
  readonly leaf: string;
  /** In the form c2sp.org/tlog-proof@v1. */
  readonly tlog_proof: string;
  readonly window: null;
}

/**
 * The receipt of a digest: its leaf, and the proof that leads from it to a checkpoint. Without more it is the one first made,
 * under the first checkpoint that covers the leaf: leaf, index, checkpoint and tree never change, so neither does the receipt.
 * The registry verifies what it hands out, as its readers will.
 *
 * @param cosigned under a checkpoint that others have cosigned, with their lines
 * @returns undefined while the leaf waits for its checkpoint
 * @throws RegistryError not_found where no leaf names the digest, or none of the first checkpoints that cover it is cosigned
 * @throws RegistryError log_damaged where the proof does not verify: then what is stored is not what was published
 */
export async function readReceipt(deps: Deps, digest: string, cosigned = false): Promise<Receipt | undefined> {
  assertThat(isDigest(digest), 'not_found', 'no leaf names this digest');
  const found = await deps.ledger.read(async (tx) => {
    const index = (await tx.statements.indexOf(digest)) ?? (await tx.log.naming(digest));
    assertThat(index !== undefined, 'not_found', 'no leaf names this digest');
    const first = await tx.tree.firstCovering(index);
    if (first === undefined) return undefined;
    const checkpoint = cosigned ? await cosignedCovering(tx, index) : first;
    return { keys: await logKeys(tx, deps), index, ...(await prove(tx, index, checkpoint, cosigned)) };
  });
  if (found === undefined) return undefined;
  const { keys, index, leaf, tlogProof } = found;
  const proof = parseProof(tlogProof);
  const verdict = proof && (await verifyProof(proof, Buffer.from(leaf, 'utf8'), { origin: deps.log.origin, keys }));
  const fault = verdict?.ok === true ? undefined : (verdict?.reason ?? 'its form');
  assertThat(fault === undefined, 'log_damaged', `the receipt of leaf ${index} does not verify: ${fault}`);
  return { digest, index, leaf, tlog_proof: tlogProof, window: null };
}

/** How many cosigned checkpoints are looked at: enough for the witnesses to have seen one, few enough for any log. */
const CONSIDERED = 32;

/** Of the first cosigned checkpoints that cover a leaf, the one with the most cosigners; the earliest of equals. */
async function cosignedCovering(tx: Stores, index: number): Promise<Checkpoint> {
  const [first, ...others] = await tx.cosignatures.coverage(index, CONSIDERED);
  assertThat(first !== undefined, 'not_found', 'nobody has cosigned a checkpoint that covers this leaf yet');
  const { size } = others.reduce((best, next) => (next.cosigners > best.cosigners ? next : best), first);
  const checkpoint = await tx.tree.ofSize(size);
  if (checkpoint === undefined) throw new Error(`the cosigned checkpoint of size ${size} is missing`);
  return checkpoint;
}

async function prove(tx: Stores, index: number, checkpoint: Checkpoint, cosigned: boolean) {
  const { size } = checkpoint;
  const [leaf] = await tx.tree.leaves(index, 1);
  assertThat(leaf !== undefined, 'log_damaged', `leaf ${index} of the log is missing`);
  const path = await proveInclusion(index, size, nodesFromTiles(size, tx.tree.tiles));
  const note = cosigned ? await withCosignatures(tx, checkpoint) : checkpoint.note;
  const extra = Buffer.from(canonicalize({ leaf, window: null }) ?? '', 'utf8');
  return { leaf, tlogProof: formatProof({ extra, index, path, note }) };
}
