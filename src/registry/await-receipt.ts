import type { JsonObject } from '../core/json-value.ts';
import type { Outcome } from './accept.ts';
import { isPublishedSoon, PUBLICATION_MS } from './await-publication.ts';
import type { Deps } from './ports.ts';
import { type Receipt, readReceipt } from './read-receipt.ts';

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

async function receiptOnce(deps: Deps, digest: string, seq: number, timeoutMs: number): Promise<Receipt | undefined> {
  return (await isPublishedSoon(deps, seq, timeoutMs)) ? readReceipt(deps, digest) : undefined;
}
