import canonicalize from 'canonicalize';
import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import { sameBytes } from '../log/hash.ts';
import { parseLeaf } from '../log/leaf.ts';
import { formatProof, parseProof, verifyProof } from '../log/proof.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { proveInclusion } from '../log/tree.ts';
import { proveWindow, verifyWindow, type WindowPath, windowToJson } from '../log/window.ts';
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
  /** The way from an attestation's digest to the root its `telemetry.window` leaf states; null where the leaf names the digest. */
  readonly window: JsonObject | null;
}

/**
 * The receipt of a digest: its leaf, and the proof that leads from it to a checkpoint. Without more it is the one first made,
 * under the first checkpoint that covers the leaf: leaf, index, checkpoint and tree never change, so neither does the receipt.
 * An attestation's has two levels: the leaf is its window's. The registry verifies what it hands out, as its readers will.
 *
 * @param cosigned under a checkpoint that others have cosigned, with their lines
 * @returns undefined while the leaf waits for its checkpoint, or the attestation for its window
 * @throws RegistryError not_found where no leaf stands for the digest, or none of the first checkpoints that cover it is cosigned
 * @throws RegistryError log_damaged where the proof does not verify: then what is stored is not what was published
 */
export async function readReceipt(deps: Deps, digest: string, cosigned = false): Promise<Receipt | undefined> {
  assertThat(isDigest(digest), 'not_found', NAMED_BY_NONE);
  const found = await deps.ledger.read(async (tx) => {
    const place = await placeOf(tx, digest);
    const first = place && (await tx.tree.firstCovering(place.index));
    if (place === undefined || first === undefined) return undefined;
    const checkpoint = cosigned ? await cosignedCovering(tx, place.index) : first;
    return { keys: await logKeys(tx, deps), ...place, ...(await prove(tx, place, checkpoint, cosigned)) };
  });
  if (found === undefined) return undefined;
  const { keys, index, window, leaf, tlogProof } = found;
  const proof = parseProof(tlogProof);
  const verdict = proof && (await verifyProof(proof, Buffer.from(leaf, 'utf8'), { origin: deps.log.origin, keys }));
  const fault = verdict?.ok === true ? windowFault(digest, window, leaf) : (verdict?.reason ?? 'its form');
  assertThat(fault === undefined, 'log_damaged', `the receipt of leaf ${index} does not verify: ${fault}`);
  return { digest, index, leaf, tlog_proof: tlogProof, window: asJson(window) };
}

const NAMED_BY_NONE = 'no leaf names this digest';

/** Where a digest stands in the log: the leaf that names it, or the one of the window it lies in. */
interface Place {
  readonly index: number;
  readonly window: WindowPath | undefined;
}

/** @returns undefined for an attestation whose window is open */
async function placeOf(tx: Stores, digest: Digest): Promise<Place | undefined> {
  const own =
    (await tx.statements.indexOf(digest)) ?? (await tx.log.naming(digest)) ?? (await tx.accumulators.withRoot(digest));
  if (own !== undefined) return { index: own, window: undefined };
  assertThat((await tx.attestations.find(digest)) !== undefined, 'not_found', NAMED_BY_NONE);
  const held = await tx.windows.holding(digest);
  if (held === undefined) return undefined;
  const wanted = Buffer.from(digest, 'base64url');
  const at = held.digests.findIndex((one) => sameBytes(one, wanted));
  return { index: held.seq, window: proveWindow(at, held.digests) };
}

function windowFault(digest: Digest, window: WindowPath | undefined, text: string): string | undefined {
  const leaf = parseLeaf(text);
  if (window === undefined || leaf === undefined) return leaf === undefined ? 'its leaf' : undefined;
  const verdict = verifyWindow(Buffer.from(digest, 'base64url'), window, leaf);
  return verdict.ok ? undefined : verdict.reason;
}

const asJson = (window: WindowPath | undefined): JsonObject | null =>
  window === undefined ? null : windowToJson(window);

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

async function prove(tx: Stores, { index, window }: Place, checkpoint: Checkpoint, cosigned: boolean) {
  const { size } = checkpoint;
  const [leaf] = await tx.tree.leaves(index, 1);
  assertThat(leaf !== undefined, 'log_damaged', `leaf ${index} of the log is missing`);
  const path = await proveInclusion(index, size, nodesFromTiles(size, tx.tree.tiles));
  const note = cosigned ? await withCosignatures(tx, checkpoint) : checkpoint.note;
  const extra = Buffer.from(canonicalize({ leaf, window: asJson(window) }) ?? '', 'utf8');
  return { leaf, tlogProof: formatProof({ extra, index, path, note }) };
}
