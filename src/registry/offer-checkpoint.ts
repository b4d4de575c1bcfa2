import { formatAddCheckpoint } from '../log/add-checkpoint.ts';
import { failed, isBy, parseCheckpoint, passed, type Verdict } from '../log/checkpoint.ts';
import { verifyCosignature } from '../log/cosignature.ts';
import { parseSignature } from '../log/note.ts';
import { nodesFromTiles } from '../log/tile-nodes.ts';
import { proveConsistency } from '../log/tree.ts';
import { MAX_AHEAD_S } from './cosigners.ts';
import type { Checkpoint, Cosignature, Witness } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';

/* What the registry tells a witness, and what it takes from one (C2SP tlog-witness). */

/** A checkpoint for a witness to cosign. */
export interface Offer {
  readonly checkpoint: Checkpoint;
  /** Size the witness is thought to have seen last. */
  readonly old: number;
  /** The request's body. */
  readonly body: string;
}

/** A witness that knows the newest checkpoint is asked again after this time, so that its last word never gets old. */
const REPUBLISH_S = 3_600;

/** What a witness is to be asked now; undefined while its word on the newest checkpoint is fresh, or there is none. */
export function nextOffer(deps: Deps, witness: Witness): Promise<Offer | undefined> {
  return deps.ledger.read(async (tx) => {
    const head = await tx.tree.head();
    const last = await tx.cosignatures.newestBy(witness.vkey);
    const isFresh = last !== undefined && nowS(deps) - last.time < REPUBLISH_S;
    if (head === undefined || (last?.size === head.size && isFresh)) return undefined;
    return makeOffer(tx, head, last?.size ?? 0);
  });
}

/** The same checkpoint for a witness that says what it saw last. @param old at most the checkpoint's size */
export const offerFrom = (deps: Deps, { checkpoint }: Offer, old: number): Promise<Offer> =>
  deps.ledger.read((tx) => makeOffer(tx, checkpoint, old));

async function makeOffer(tx: Stores, checkpoint: Checkpoint, old: number): Promise<Offer> {
  const { note, size } = checkpoint;
  const proof = await proveConsistency(old, size, nodesFromTiles(size, tx.tree.tiles));
  return { checkpoint, old, body: formatAddCheckpoint({ old, proof, note }) };
}

/**
 * Stores what a witness answered, once it is verified: lines by its key over the checkpoint it was asked for, with a time.
 * Other lines are ignored; one of its own that fails refuses them all.
 */
export async function keepAnswer(
  deps: Deps,
  witness: Witness,
  offer: Offer,
  answer: string,
): Promise<Verdict<Cosignature>> {
  const lines = answer.endsWith('\n') ? answer.slice(0, -1).split('\n').map(parseSignature) : [undefined];
  const text = parseCheckpoint(offer.checkpoint.note)?.text;
  if (lines.includes(undefined) || text === undefined) return failed('its answer is not a list of signature lines');
  let newest: Cosignature | undefined;
  for (const line of lines) {
    if (line === undefined || !isBy(line, witness.key)) continue;
    const verdict = await verifyCosignature({ text }, line, witness.key);
    if (!verdict.ok) return verdict;
    const { time } = verdict.value;
    if (time > nowS(deps) + MAX_AHEAD_S) return failed(`its cosignature is of the time ${time}`);
    newest = { size: offer.checkpoint.size, signer: witness.vkey, name: line.name, time, line: line.line };
  }
  if (newest === undefined) return failed('no line of its answer is by its key');
  const kept = newest;
  await deps.ledger.write((tx) => tx.cosignatures.put(kept));
  return passed(kept);
}

const nowS = (deps: Deps): number => Math.floor(deps.now().getTime() / 1000);
