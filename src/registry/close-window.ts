import { encodeBase64url } from '../core/base64url.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { LoggedLeaf } from '../log/leaf.ts';
import { windowRoot } from '../log/window.ts';
import type { Deps, Stores } from './ports.ts';
import { recordLeaf } from './record-leaf.ts';

/** A window is closed this long after its first attestation was accepted (log, "Leaves"). */
const WINDOW_MS = 10_000;

/**
 * Closes the open window: whatever intake committed and no leaf stands for yet gets its `telemetry.window` leaf, in id order.
 * First in every transaction whose leaves must follow those of the attestations they end or weigh: key operations, forks,
 * epochs, the close of a day. Only under the writers' lock. A revocation locks its key row before it calls this, so that no
 * attestation by that key commits behind the window.
 *
 * @returns undefined where nothing waits
 */
export async function closeWindow(tx: Stores, now: Date): Promise<LoggedLeaf | undefined> {
  const taken = await tx.windows.take();
  if (taken.length === 0) return undefined;
  const digests = taken.map(({ digest }) => Buffer.from(digest, 'base64url'));
  const times = taken.map(({ acceptedAt }) => acceptedAt).sort((a, b) => a.getTime() - b.getTime());
  const [from = now, to = now] = [times[0], times.at(-1)];
  const root = encodeBase64url(windowRoot(digests));
  // Another instance's clock may be ahead: no leaf is older than what it stands for.
  const leaf = await recordLeaf(tx, to > now ? to : now, {
    t: 'telemetry.window',
    root,
    n: taken.length,
    from: formatUtcInstant(from),
    to: formatUtcInstant(to),
  });
  await tx.windows.insert({ seq: leaf.seq, ids: taken.map(({ id }) => id), digests });
  return leaf;
}

/**
 * Closes the open window once its time has come, whichever instance took its attestations in. Cheap where it has not. Looked at
 * again under the lock: what another instance closed meanwhile leaves a younger window, which stays open.
 */
export async function closeWindowIfDue(deps: Deps): Promise<LoggedLeaf | undefined> {
  if (!(await deps.ledger.read((tx) => isDue(tx, deps.now())))) return undefined;
  return deps.ledger.write(async (tx) => {
    const now = deps.now();
    return (await isDue(tx, now)) ? closeWindow(tx, now) : undefined;
  });
}

async function isDue(tx: Stores, now: Date): Promise<boolean> {
  const pending = await tx.windows.pending();
  return pending !== undefined && pending.since.getTime() + WINDOW_MS <= now.getTime();
}
