import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { assertThat } from '../../core/errors.ts';
import type { FreshnessEvent } from '../../core/event-view.ts';
import type { EventQuery } from '../../registry/ports/events.ts';
import { EVERY_EVENT, type EventPage, isAsked, MAX_EVENTS } from '../../registry/read-events.ts';
import {
  type EventStream,
  eventFrame,
  KEEP_ALIVE_FRAME,
  namedFrame,
  openStream,
  RETRY_FRAME,
  type StreamTimes,
} from './event-stream.ts';
import { type RecentEvents, recentEvents } from './recent-events.ts';
import { takeTurns } from './turns.ts';

/** Where a hub reads. */
export interface EventSource {
  /** Index of the last published leaf; -1 for none. */
  head(): Promise<number>;
  read(
    query: EventQuery,
    range: { readonly after: number; readonly limit: number; readonly seq: number },
  ): Promise<EventPage>;
  /** As `Publication.waitFor`. */
  waitFor(index: number, ms: number): Promise<boolean>;
  /** Holders whose newest interval is another than when it was asked last. */
  freshness(): Promise<readonly FreshnessEvent[]>;
}

export interface HubOptions extends StreamTimes {
  readonly keepAliveMs?: number;
  readonly freshnessMs?: number;
  /** Streams of one address, and of all. */
  readonly perAddress?: number;
  readonly inAll?: number;
}

/** What a client asked for. */
export interface Subscription {
  /** The last event it has; -1 for none. */
  readonly after: number;
  readonly query: EventQuery;
  /** Whom it counts as. */
  readonly address: string;
}

interface Client extends Subscription {
  readonly stream: EventStream;
  after: number;
  isPumping: boolean;
}

/** Events kept for streams that keep up. */
const RECENT = 1_000;
/** Backlogs read at once: those who come from far behind wait for each other, never for a connection of everybody else's. */
const BACKLOGS = 4;
const WAIT_MS = 1_000;

/** Feeds all streams of a process. */
export interface EventHub {
  /**
   * Takes over an answer. @param begin sends its head; not called where the stream is refused
   * @throws RegistryError overloaded beyond the number of streams
   */
  open(response: ServerResponse, subscription: Subscription, begin: () => void): void;
  /** Resolves when the next stream is over, whoever ended it. */
  left(): Promise<void>;
  /** Ends every stream, and refuses further ones. */
  close(): void;
}

/**
 * One reader for all streams of a process: it waits for the log to grow, reads each event once, and hands it to every stream
 * that keeps up. A stream that is behind reads pages of the log until it has caught up, one at a time and only while its
 * client takes them.
 */
export function createEventHub(source: EventSource, options: HubOptions = {}): EventHub {
  const { keepAliveMs = 15_000, freshnessMs = 5_000, perAddress = 200, inAll = 2_000 } = options;
  const clients = new Set<Client>();
  const leaving: (() => void)[] = [];
  const backlog = takeTurns(BACKLOGS);
  const state = { recent: undefined as RecentEvents | undefined, isRunning: false, isClosed: false };
  const pumpAll = (): void => {
    for (const client of clients) void pump(client);
  };
  const leave = (client: Client): void => {
    clients.delete(client);
    for (const tell of leaving.splice(0)) tell();
  };
  const pump = async (client: Client): Promise<void> => {
    if (client.isPumping || state.recent === undefined) return;
    client.isPumping = true;
    // A page that cannot be read now is asked for again at the next turn.
    await catchUp(client, state.recent, source, backlog).catch(() => undefined);
    client.isPumping = false;
  };
  const tellAll = (frame: string, isFor: (client: Client) => boolean = () => true): void => {
    for (const client of clients) if (!client.stream.isBlocked() && isFor(client)) client.stream.send(frame);
  };
  const tellFreshness = async (): Promise<void> => {
    for (const event of await source.freshness().catch(() => []))
      tellAll(namedFrame('freshness', event), ({ query: { organisations } }) => watches(organisations, event));
  };
  const run = async (): Promise<void> => {
    let nextFreshness = 0;
    let nextKeepAlive = performance.now() + keepAliveMs;
    while (clients.size > 0 && !state.isClosed) {
      state.recent = await follow(source, state.recent).catch(() => state.recent);
      pumpAll();
      if (performance.now() >= nextKeepAlive) {
        tellAll(KEEP_ALIVE_FRAME);
        nextKeepAlive = performance.now() + keepAliveMs;
      }
      if (performance.now() >= nextFreshness) {
        await tellFreshness();
        nextFreshness = performance.now() + freshnessMs;
      }
      await nextLeaf(source, (state.recent?.seq ?? -1) + 1, Math.min(WAIT_MS, keepAliveMs, freshnessMs));
    }
    state.isRunning = false;
  };
  return {
    left: () => new Promise((resolve) => void leaving.push(resolve)),
    open: (response, { after, query, address }, begin) => {
      assertThat(!state.isClosed, 'overloaded', 'the registry is about to stop; come back to another instance');
      assertThat(clients.size < inAll, 'overloaded', `there are ${inAll} streams already`);
      const same = [...clients].filter((one) => one.address === address).length;
      assertThat(same < perAddress, 'overloaded', `this address has ${perAddress} streams already`);
      begin();
      const hears = { ready: () => void pump(client), over: () => leave(client) };
      const stream = openStream(response, hears, options);
      const client: Client = { after, query, address, stream, isPumping: false };
      clients.add(client);
      stream.send(RETRY_FRAME);
      void pump(client);
      if (state.isRunning) return;
      state.isRunning = true;
      void run();
    },
    close: () => {
      state.isClosed = true;
      for (const { stream } of [...clients]) stream.end('shutdown');
    },
  };
}

type Turns = ReturnType<typeof takeTurns>;

const watches = (organisations: readonly string[], { party_id }: FreshnessEvent): boolean =>
  organisations.length === 0 || organisations.includes(party_id);

/** Sends a client everything up to the newest event, as fast as it takes it. */
async function catchUp(client: Client, recent: RecentEvents, source: EventSource, backlog: Turns) {
  const { stream, query } = client;
  while (!stream.isOver() && !stream.isBlocked() && client.after < recent.seq) {
    const range = { after: client.after, limit: MAX_EVENTS, seq: recent.seq };
    const page = recent.reaches(client.after)
      ? fromMemory(recent, client)
      : await backlog(() => source.read(query, range));
    for (const event of page.items) stream.send(eventFrame(event));
    client.after = page.next_after;
  }
}

function fromMemory(recent: RecentEvents, { after, query }: Client): EventPage {
  const events = recent.after(after, MAX_EVENTS);
  return { items: events.filter((event) => isAsked(query, event)), next_after: events.at(-1)?.seq ?? recent.seq };
}

/** Reads what was published since; the first time only where the log stands. */
async function follow(source: EventSource, recent: RecentEvents | undefined): Promise<RecentEvents> {
  const head = await source.head();
  if (recent === undefined) return recentEvents(RECENT, head);
  while (recent.seq < head) {
    const isFar = head - recent.seq > RECENT;
    const { items } = isFar
      ? { items: [] }
      : await source.read(EVERY_EVENT, { after: recent.seq, limit: MAX_EVENTS, seq: head });
    recent.push(items, items.at(-1)?.seq ?? head);
  }
  return recent;
}

/** Resolves when a leaf is published or the time is up; while nothing is signed the wait would not wait. */
async function nextLeaf(source: EventSource, index: number, ms: number): Promise<void> {
  const started = performance.now();
  if (await source.waitFor(index, ms)) return;
  const rest = ms - (performance.now() - started);
  if (rest > 0) await pause(rest, undefined, { ref: false });
}
