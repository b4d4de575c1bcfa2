import type { ServerResponse } from 'node:http';

/** Why a stream is ended by the registry; the client may come back with `Last-Event-ID`. */
export type CloseReason = 'shutdown' | 'slow';

/** A client that takes nothing for this long is ended. */
const SLOW_MS = 30_000;
/** What was written before the end may still be read for this long. */
const GRACE_MS = 2_000;

export interface StreamTimes {
  readonly slowMs?: number;
  readonly graceMs?: number;
}

/** One client's stream of server-sent events (HTML, "Server-sent events"). */
export interface EventStream {
  /** Writes one frame; nothing once the stream is over. */
  send(frame: string): void;
  /** The client has yet to take what was written: nothing more should be sent. */
  isBlocked(): boolean;
  isOver(): boolean;
  /** Tells the client why, and ends. */
  end(reason: CloseReason): void;
}

/**
 * Begins a stream on an answer whose head was sent.
 *
 * @param hears is told when a blocked client has caught up, and once when the stream is over, whoever ended it
 */
export function openStream(
  response: ServerResponse,
  hears: { ready(): void; over(): void },
  { slowMs = SLOW_MS, graceMs = GRACE_MS }: StreamTimes = {},
): EventStream {
  let [isBlocked, isOver] = [false, false];
  let slow: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(slow);
    if (isOver) return;
    isOver = true;
    hears.over();
  };
  const send = (frame: string): void => {
    if (isOver) return;
    const isTaken = response.write(frame);
    if (isTaken || isBlocked) return;
    isBlocked = true;
    slow = setTimeout(() => end('slow'), slowMs);
  };
  const end = (reason: CloseReason): void => {
    send(namedFrame('close', { reason }));
    finish();
    response.end();
    const cut = setTimeout(() => response.destroy(), graceMs);
    response.once('close', () => clearTimeout(cut));
  };
  response.on('drain', () => {
    clearTimeout(slow);
    isBlocked = false;
    if (!isOver) hears.ready();
  });
  response.once('close', finish).on('error', () => undefined);
  return { send, end, isBlocked: () => isBlocked, isOver: () => isOver };
}

/** How long a client waits before it comes back, milliseconds. */
export const RETRY_FRAME = 'retry: 3000\n\n';
/** A comment: it keeps proxies and clients from taking silence for the end. */
export const KEEP_ALIVE_FRAME = ': still here\n\n';

/** An event of the log: unnamed, so that `onmessage` hears it, with its cursor. */
export const eventFrame = (event: { readonly seq: number }): string =>
  `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;

/** An event beside the log. Without an id, so that the cursor stays where it is. */
export const namedFrame = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
