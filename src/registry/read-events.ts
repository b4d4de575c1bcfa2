import type { EventParty, EventView } from '../core/event-view.ts';
import { TIER_NAMES } from '../core/methodology/cms-1.ts';
import type { ParsedLeaf } from '../log/leaf.ts';
import { describeLeaf } from './describe-leaf.ts';
import type { EventQuery, StoredLeaf } from './ports/events.ts';
import type { Deps, Stores } from './ports.ts';
import { isPublic } from './publish.ts';
import { partyOf, readLeaf, textOf } from './read-leaf.ts';

/* The published leaves in words, for those who follow the log. Nothing is told before a signed head covers it. */

/** Most events of one page. */
export const MAX_EVENTS = 200;

export interface EventPage {
  readonly items: readonly EventView[];
  /** What to ask for next: everything up to it was told or does not match. */
  readonly next_after: number;
}

/** The query that every leaf matches. */
export const EVERY_EVENT: EventQuery = { organisations: [], types: [] };

/**
 * Events after a leaf, in log order.
 *
 * @param after index of the last leaf the reader knows; -1 for none
 * @param seq the last published leaf: nothing beyond it is told
 */
export function readEvents(
  deps: Deps,
  query: EventQuery,
  { after, limit, seq }: { readonly after: number; readonly limit: number; readonly seq: number },
): Promise<EventPage> {
  return deps.ledger.read(async (tx) => {
    const leaves = await tx.events.from(query, { from: after + 1, below: seq + 1, limit });
    const last = leaves.at(-1)?.seq;
    const isFull = leaves.length === limit && last !== undefined;
    const views = await eventViews(tx, deps.origin, leaves);
    return { items: views.filter((view) => isAsked(query, view)), next_after: isFull ? last : Math.max(after, seq) };
  });
}

/** Whether a filter lets an event through. Whoever asks for somebody hears nothing of those who may not be shown. */
export const isAsked = ({ organisations, types }: EventQuery, { type, organisation }: EventView): boolean =>
  (types.length === 0 || types.some((one) => one === type)) &&
  (organisations.length === 0 || (organisation !== null && organisations.includes(organisation.party_id)));

/** Events before a leaf, newest first. */
export function readNewestEvents(
  deps: Deps,
  query: EventQuery,
  range: { readonly below: number; readonly limit: number },
): Promise<readonly EventView[]> {
  return deps.ledger.read(async (tx) => eventViews(tx, deps.origin, await tx.events.newest(query, range)));
}

/** Leaves in words, in the order given; a place where no leaf of this registry stands is told as such. */
export async function eventViews(tx: Stores, origin: string, stored: readonly StoredLeaf[]): Promise<EventView[]> {
  const leaves = stored.map(({ seq, leaf }) => ({ seq, leaf: readLeaf(leaf) }));
  const about = await shownParties(tx, new Set(leaves.flatMap(({ leaf }) => partyOf(leaf) ?? [])));
  const certificates = leaves.flatMap(({ leaf }) => textOf(leaf, 'certificate') ?? []);
  const composites = await tx.events.composites([...new Set(certificates)]);
  return leaves.map(({ seq, leaf }) => {
    const party = about.get(partyOf(leaf) ?? '');
    const page = party?.isListed === true ? `/organisations/${party.party_id}` : `/log/entries/${seq}`;
    const organisation = party === undefined ? null : { party_id: party.party_id, name: party.name };
    const url = `${origin}${page}`;
    if (leaf === undefined) return { seq, at: '', type: 'damaged', organisation, text: DAMAGED, url };
    const told = { seq, at: leaf.at, type: leaf.t, organisation, text: describeLeaf(leaf) };
    return { ...told, ...certificateMembers(leaf, composites), url };
  });
}

const DAMAGED = 'What is stored in this place is not an entry of this registry.';

function certificateMembers(leaf: ParsedLeaf, composites: ReadonlyMap<string, string>): Partial<EventView> {
  const id = textOf(leaf, 'certificate');
  const tier = TIER_NAMES.find((one) => one === leaf['tier']);
  const composite = composites.get(id ?? '');
  const reason = textOf(leaf, 'reason');
  return {
    ...(id === undefined ? {} : { certificate_id: id }),
    ...(tier === undefined ? {} : { tier }),
    ...(composite === undefined ? {} : { composite_percent: composite }),
    ...(reason === undefined ? {} : { reason }),
  };
}

interface ShownParty extends EventParty {
  /** It has a page. */
  readonly isListed: boolean;
}

/** Those of whom something may be shown: organisations with a public entry, and public auditors. */
async function shownParties(tx: Stores, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, ShownParty>> {
  const names = await tx.events.listed([...ids]);
  const shown = new Map<string, ShownParty>();
  for (const party_id of ids) {
    const listed = names.get(party_id);
    const name = listed ?? (await auditorName(tx, party_id));
    if (name !== undefined) shown.set(party_id, { party_id, name, isListed: listed !== undefined });
  }
  return shown;
}

async function auditorName(tx: Stores, id: string): Promise<string | undefined> {
  const party = await tx.parties.find(id);
  return party?.kind === 'auditor' && (await isPublic(tx, party)) ? party.legalName : undefined;
}
