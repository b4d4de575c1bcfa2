import { noteByClock } from '../registry/clock-notices.ts';
import { claimDue, deliver, dropOldDeliveries } from '../registry/deliver-notices.ts';
import { deriveNotices } from '../registry/derive-notices.ts';
import type { Deps } from '../registry/ports.ts';

const TURN_MS = 1_000;
const CLOCK_MS = 60_000;
/** Attempts under way at once in this process. One that hangs ends after ten seconds. */
const AT_ONCE = 64;

/**
 * Tells others, on however many instances: what was logged, what the clock brings, and what is due again. A turn starts attempts
 * and does not wait for them, so that a receiver who hangs holds up nobody else. Returns what ends it.
 */
export function startNotices(deps: Deps, report: (line: string) => void): () => Promise<void> {
  const out = deps.webhookPost;
  if (out === undefined) return async () => undefined;
  const underWay = new Set<Promise<void>>();
  let running: Promise<void> | undefined;
  let nextClock = 0;
  const turn = async (): Promise<void> => {
    while (await deriveNotices(deps));
    if (performance.now() >= nextClock) {
      nextClock = performance.now() + CLOCK_MS;
      await noteByClock(deps);
      await dropOldDeliveries(deps);
    }
    const room = AT_ONCE - underWay.size;
    for (const due of room > 0 ? await claimDue(deps, room) : []) {
      const attempt = deliver(deps, out, due).catch((error: unknown) => report(`webhook: ${String(error)}`));
      underWay.add(attempt);
      void attempt.then(() => underWay.delete(attempt));
    }
  };
  const timer = setInterval(() => {
    running ??= turn()
      .catch((error: unknown) => report(`notices: ${String(error)}`))
      .finally(() => {
        running = undefined;
      });
  }, TURN_MS);
  return async () => {
    clearInterval(timer);
    await running;
    await Promise.all(underWay);
  };
}
