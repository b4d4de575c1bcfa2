import pg from 'pg';
import { formatUtcInstant } from '../core/instant.ts';
import type { Position } from '../core/views.ts';
import type { PublishedHead } from '../registry/ports/log.ts';

/** Told in the transaction that publishes, so that nobody hears of a head before it can be read. */
export const PUBLISHED_CHANNEL = 'cms_published';

const RECONNECT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 5_000;

/** The published head, followed by one connection of its own. */
export interface FollowedHead extends PublishedHead {
  /** Hears of each head that this process comes to know. */
  onMoved(listener: (position: Position) => void): void;
  close(): Promise<void>;
}

/**
 * Follows the published head by LISTEN. While the connection is down, or is behind what this process has published itself,
 * nothing is known, and readers ask the database.
 *
 * @param directUrl past a transaction-mode pooler: a session listens
 */
export function followPublishedHead(directUrl: string): FollowedHead {
  const listeners: ((position: Position) => void)[] = [];
  let known: Position | undefined;
  let [floor, isClosed] = [0, false];
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const read = async (from: pg.Client): Promise<void> => {
    const { rows } = await from.query<{ seq: number; at: Date }>(NEWEST);
    const [newest] = rows;
    if (newest === undefined || from !== client || newest.seq <= (known?.seq ?? -1)) return;
    known = { seq: newest.seq, as_of: formatUtcInstant(newest.at) };
    for (const listener of listeners) listener(known);
  };
  const lose = (lost: pg.Client): void => {
    if (lost !== client) return;
    [client, known] = [undefined, undefined];
    void lost.end().catch(() => undefined);
    if (!isClosed) timer = setTimeout(connect, RECONNECT_MS).unref();
  };
  const connect = (): void => {
    const next = new pg.Client({
      connectionString: directUrl,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    client = next;
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', () => void read(next).catch(() => lose(next)));
    void next
      .connect()
      .then(() => next.query(`listen ${PUBLISHED_CHANNEL}`))
      .then(() => read(next))
      .catch(() => lose(next));
  };
  connect();
  return {
    known: () => (known !== undefined && known.seq + 1 >= floor ? known : undefined),
    raise: (size) => {
      floor = Math.max(floor, size);
    },
    onMoved: (listener) => void listeners.push(listener),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      [client, known] = [undefined, undefined];
      await last?.end().catch(() => undefined);
    },
  };
}

const NEWEST = `select seq::float8 as seq, at from log_pending
  where seq = (select size - 1 from log_checkpoint order by size desc limit 1)`;
