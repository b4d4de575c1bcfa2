import type { EventView } from '../core/event-view.ts';
import { formatUtcInstant } from '../core/instant.ts';
import { LEAF_TYPES, type LeafType } from '../log/leaf.ts';
import type { Webhook } from './ports/webhooks.ts';
import type { Deps, Stores } from './ports.ts';
import { eventViews } from './read-events.ts';
import { partyOf, readLeaf } from './read-leaf.ts';

/*
 * From the log into the outbox. Cursor, rows and tiers told move in one transaction under the cursor's lock, and a row's name is
 * unique for its webhook: whichever step a process dies at, an event is written once or not yet. Only published leaves are told.
 */

/** Leaves that become notices. */
const TOLD: readonly LeafType[] = LEAF_TYPES.filter((type) => /^(certificate|case)\.|^key\.added$/.test(type));
const BATCH = 200;

/** What is told to a party about itself only, whoever it is. */
const PRIVATE: readonly string[] = ['visibility.unattributed_spike', 'submission.refused'];

/** Something to be told. */
export interface Notice {
  /** Names the event for good. */
  readonly key: string;
  readonly type: string;
  readonly at: Date;
  /** Whom it is about. */
  readonly party: string;
  /** Nothing of the party may be shown: nobody but itself is told. */
  readonly isHidden?: boolean;
  readonly data: object;
}

/** Writes what was published since into the outbox. @returns whether there may be more */
export function deriveNotices(deps: Deps): Promise<boolean> {
  return deps.ledger.notify(async (tx) => {
    const from = await tx.webhooks.lockCursor();
    const below = (await tx.tree.head())?.size ?? 0;
    if (from >= below) return false;
    const stored = await tx.events.from({ organisations: [], types: TOLD }, { from, below, limit: BATCH });
    const views = await eventViews(tx, deps.origin, stored);
    for (const [at, { leaf }] of stored.entries()) {
      const [view, party] = [views[at], partyOf(readLeaf(leaf))];
      if (view !== undefined && party !== undefined) await tellLeaf(tx, deps, view, party);
    }
    const last = stored.at(-1)?.seq;
    const isMore = stored.length === BATCH && last !== undefined;
    await tx.webhooks.moveCursor(isMore ? last + 1 : below);
    return isMore;
  });
}

async function tellLeaf(tx: Stores, deps: Deps, view: EventView, party: string): Promise<void> {
  const isHidden = view.organisation === null;
  const notice = { key: `leaf:${view.seq}`, type: view.type, at: new Date(view.at), party, isHidden, data: view };
  await enqueue(tx, deps, notice, view.seq);
  const tier = tierAfter(view);
  if (tier === undefined) return;
  const before = (await tx.webhooks.toldTier(party)) ?? null;
  if (before === tier) return;
  await tx.webhooks.tellTier(party, tier);
  const data = { ...view, type: 'tier.changed', from: before, to: tier };
  await enqueue(tx, deps, { ...notice, key: `tier:${view.seq}`, type: 'tier.changed', data }, view.seq);
}

/** The tier a holder has from this leaf on: null for none, undefined where the leaf changes nothing about it. */
function tierAfter({ type, tier }: EventView): string | null | undefined {
  if (['certificate.issued', 'certificate.reinstated', 'certificate.active', 'certificate.watch'].includes(type))
    return tier ?? null;
  return ['certificate.suspended', 'certificate.withdrawn', 'certificate.expired'].includes(type) ? null : undefined;
}

/** Writes a delivery for each webhook that asks for the notice. @param seq the leaf it comes from, if it comes from one */
export async function enqueue(tx: Stores, deps: Deps, notice: Notice, seq?: number): Promise<void> {
  const { key, type, at, party, data } = notice;
  for (const webhook of await tx.webhooks.watching(party)) {
    if (!asksFor(webhook, notice) || (seq !== undefined && seq <= webhook.sinceSeq)) continue;
    const now = deps.now();
    const body = JSON.stringify({ type, timestamp: formatUtcInstant(at), data });
    await tx.webhooks.enqueue({
      id: `msg_${deps.newId()}`,
      webhookId: webhook.id,
      ...{ key, type, body, state: 'pending', attempts: 0 },
      createdAt: now,
      nextAt: now,
      ...{ lastAt: null, lastStatus: null, lastError: null, response: null },
    });
  }
}

const asksFor = ({ events, partyId }: Webhook, { type, party, isHidden = false }: Notice): boolean =>
  (partyId === party || !(isHidden || PRIVATE.includes(type))) &&
  events.some((event) => event === type || (event.endsWith('.*') && type.startsWith(event.slice(0, -1))));
