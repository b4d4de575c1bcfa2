import type { IncomingMessage } from 'node:http';

/** More than any body that is taken, so that an honest client that sends too much still hears why. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_MS = 2_000;
/** Whoever waits for an answer before he sends on gets it after this pause. */
const IDLE_MS = 250;

/**
 * Reads away what a refused client is still sending. A connection that is closed on unread bytes is reset, and the reset takes
 * the answer with it: the client would see a broken pipe in place of the problem document. Bounded in bytes and time; never
 * rejects.
 */
export function readAway(request: IncomingMessage): Promise<void> {
  // Whoever announces a body and waits for leave listens while he sends.
  const isListening = request.headers.expect !== undefined;
  if (request.complete || request.destroyed || isListening) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const done = (): void => {
      clearTimeout(limit);
      clearTimeout(idle);
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    };
    const count = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      idle.refresh();
      if (bytes > MAX_BYTES) done();
    };
    const limit = setTimeout(done, MAX_MS);
    const idle = setTimeout(done, IDLE_MS);
    request.on('data', count).on('end', done).on('close', done);
    request.resume();
  });
}
