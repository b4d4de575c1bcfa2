import type { Deps } from './ports.ts';

/** How long an answer waits until its leaves are in the published log (log, "Sequencing"). */
export const PUBLICATION_MS = 2_000;

/**
 * Whether the log is published up to a leaf, now or within the time. Whoever waits hears only of this process; another may have
 * published, or this one be about to start or hold a fault: so what is stored has the last word.
 */
export async function isPublishedSoon(deps: Deps, seq: number, timeoutMs = PUBLICATION_MS): Promise<boolean> {
  return (await deps.publication.waitFor(seq, timeoutMs)) || seq < (await publishedSize(deps));
}

async function publishedSize(deps: Deps): Promise<number> {
  const size = await deps.ledger.read(async (tx) => (await tx.tree.head())?.size ?? 0);
  deps.head?.raise(size);
  return size;
}

/** Waits, but not for long, until everything that is committed now is published. */
export async function awaitPublication(deps: Deps): Promise<void> {
  const last = await deps.ledger.read((tx) => tx.log.head());
  if (last !== undefined) await deps.publication.waitFor(last.seq, PUBLICATION_MS);
}
