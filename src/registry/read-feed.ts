import type { EventView } from '../core/event-view.ts';
import { LEAF_TYPES, type LeafType } from '../log/leaf.ts';
import type { Deps } from './ports.ts';
import { readNewestEvents } from './read-events.ts';

/** What is no decision: routine by the clock, and what goes before decisions. */
const LEFT_OUT: readonly LeafType[] = [
  'certificate.reissued',
  'status.list',
  'listing.snapshot',
  'telemetry.window',
  'telemetry.day',
  'telemetry.epoch',
  'workloads.registered',
  'inventory.accepted',
  'act.signed',
];

/** Decisions: what a feed tells unless it is asked for types. */
export const FEED_TYPES: readonly LeafType[] = LEAF_TYPES.filter((type) => !LEFT_OUT.includes(type));

/** Entries of one page of a feed. */
export const FEED_ENTRIES = 50;

/** A page of decisions, newest first. */
export interface FeedPage {
  readonly events: readonly EventView[];
  /** `before` of the next page; undefined where nothing older matches. */
  readonly older: number | undefined;
}

/**
 * The newest decisions below a leaf. What is about a party of whom nothing may be shown is left out, so a page may be shorter.
 *
 * @param organisations party ids; empty for everybody
 */
export async function readFeed(
  deps: Deps,
  query: { readonly organisations: readonly string[]; readonly types: readonly LeafType[] },
  below: number,
): Promise<FeedPage> {
  const types = query.types.length === 0 ? FEED_TYPES : query.types;
  const found = await readNewestEvents(deps, { ...query, types }, { below, limit: FEED_ENTRIES });
  const last = found.at(-1)?.seq;
  const isShown = ({ organisation, type }: EventView) => organisation !== null || !isAboutParty(type);
  const isMore = found.length === FEED_ENTRIES && last !== undefined && last > 0;
  return { events: found.filter(isShown), older: isMore ? last : undefined };
}

/** Leaves that stand for themselves, whoever they name. */
const isAboutParty = (type: string): boolean => !/^(registry|incident|act)\./.test(type);
