import type { JsonObject } from '../core/json-value.ts';
import type { Outcome } from './accept.ts';
import type { Deps } from './ports.ts';
import { type Receipt, readReceipt } from './read-receipt.ts';

/** How long an answer waits until its leaves are in the published log. */
export const PUBLICATION_MS = 2_000;

/** The answer to a write: with the receipt of its leaf, or accepted while the log is still to publish it. */
export type Settled =
  | { readonly status: 200 | 201; readonly answer: JsonObject }
  | { readonly status: 202; readonly answer: JsonObject; readonly digest: string };

/**
 * Waits until the leaves of an accepted statement are published, then adds its receipt (log, "Sequencing"). What the wait
 * leaves open is 202: nothing is promised, but `GET /v1/receipts/{digest}` tells. An outcome that stored nothing (a dry run)
 * passes as it is.
 *
 * @param async the client would rather not wait; a replay whose receipt exists gets it all the same
 */
export async function awaitReceipt(deps: Deps, outcome: Outcome, async: boolean): Promise<Settled> {
  const { status, answer } = outcome;
  const { digest, seq } = answer;
  if (typeof digest !== 'string' || typeof seq !== 'number') return outcome;
  const receipt =
    async && status === 201 ? undefined : await receiptOnce(deps, digest, seq, async ? 0 : PUBLICATION_MS);
  if (receipt === undefined) return { status: 202, digest, answer: { ...answer, seq: null, receipt: null } };
  return { status, answer: { ...answer, receipt: { ...receipt } } };
}

/** Whoever waits hears only of this process; another may have published, or this one be about to start or hold a fault. */
async function receiptOnce(deps: Deps, digest: string, seq: number, timeoutMs: number): Promise<Receipt | undefined> {
  const isPublished = (await deps.publication.waitFor(seq, timeoutMs)) || seq < (await publishedSize(deps));
  return isPublished ? readReceipt(deps, digest) : undefined;
}

const publishedSize = (deps: Deps): Promise<number> =>
  deps.ledger.read(async (tx) => (await tx.tree.head())?.size ?? 0);

/** Waits, but not for long, until everything that is committed now is published. */
export async function awaitPublication(deps: Deps): Promise<void> {
  const last = await deps.ledger.read((tx) => tx.log.head());
  if (last !== undefined) await deps.publication.waitFor(last.seq, PUBLICATION_MS);
}
