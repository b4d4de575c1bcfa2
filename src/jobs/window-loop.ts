import { closeWindowIfDue } from '../registry/close-window.ts';
import type { Deps } from '../registry/ports.ts';

/** How often to look whether the open window is due: every instance does, so that a window outlives whoever opened it. */
const POLL_MS = 1_000;

/** Closes windows of attestations from now on, on however many instances. Returns what ends it. */
export function startWindowLoop(deps: Deps, report: (line: string) => void, pollMs = POLL_MS): () => Promise<void> {
  let running: Promise<void> | undefined;
  let lastFault: string | undefined;
  const turn = async (): Promise<void> => {
    // Nothing is written while the log is not signed; the attestations wait.
    if (deps.publication.fault() !== undefined) return;
    const fault = await closeWindowIfDue(deps).then(
      () => undefined,
      (error: unknown) => `window: ${String(error)}`,
    );
    // A database that is away for long is one line.
    if (fault !== undefined && fault !== lastFault) report(fault);
    lastFault = fault;
  };
  const timer = setInterval(() => {
    running ??= turn().finally(() => {
      running = undefined;
    });
  }, pollMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
