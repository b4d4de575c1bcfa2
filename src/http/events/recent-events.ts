import type { EventView } from '../../core/event-view.ts';

/** The newest events in memory: what every stream that keeps up is fed from. */
export interface RecentEvents {
  /** The last event known; streams are told nothing beyond it. */
  readonly seq: number;
  /** Whether everything after a leaf, up to `seq`, is here. */
  reaches(after: number): boolean;
  /** Events after a leaf, in order, at most `limit`. */
  after(after: number, limit: number): readonly EventView[];
  /** Adds what follows. Where it does not follow, everything before is forgotten. */
  push(events: readonly EventView[], seq: number): void;
}

/** @param capacity events that are kept @param seq where it begins, with none */
export function recentEvents(capacity: number, seq: number): RecentEvents {
  const state = { events: [] as readonly EventView[], seq };
  const first = (): number => state.events[0]?.seq ?? state.seq + 1;
  return {
    get seq() {
      return state.seq;
    },
    reaches: (after) => after + 1 >= first(),
    after: (after, limit) => {
      const from = Math.max(0, after + 1 - first());
      return state.events.slice(from, from + limit);
    },
    push: (events, to) => {
      const follows = events[0]?.seq === state.seq + 1 && events.at(-1)?.seq === to;
      state.events = (follows ? [...state.events, ...events] : []).slice(-capacity);
      state.seq = to;
    },
  };
}
