import { and, arrayContains, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { PartyId } from '../core/ids.ts';
import type { Delivery, Webhook, WebhookStore } from '../registry/ports/webhooks.ts';
import { first } from './first.ts';
import { webhookDeliveries as deliveries, noticeCursor, noticeTiers, webhooks as table } from './schema/webhooks.ts';
import type { Tx } from './tx.ts';

/** Attempts to one webhook at once: one that hangs holds up nobody else. */
const AT_ONCE_PER_WEBHOOK = 4;

const inForce = isNull(table.disabledAt);

export const webhooks = (tx: Tx): WebhookStore => ({
  ...registered(tx),
  ...outbox(tx),
  ...sources(tx),
});

function registered(tx: Tx) {
  return {
    of: async (party: PartyId) =>
      tx.select().from(table).where(eq(table.partyId, party)).orderBy(asc(table.createdAt), asc(table.id)),
    insert: async (webhook: Webhook) =>
      void (await tx
        .insert(table)
        .values({ ...webhook, events: [...webhook.events], organisations: [...webhook.organisations] })),
    remove: async (id: string) => void (await tx.delete(table).where(eq(table.id, id))),
    watching: async (party: string) =>
      tx
        .select()
        .from(table)
        .where(and(arrayContains(table.organisations, [party]), inForce)),
    askers: async (events: readonly string[]) => {
      const asks = sql`${table.events} && ${sql.param([...events])}::text[] and ${table.partyId} = any(${table.organisations})`;
      const rows = await tx.selectDistinct({ partyId: table.partyId }).from(table).where(and(asks, inForce));
      return rows.map(({ partyId }) => partyId);
    },
    setFailing: async (id: string, failingSince: Date | null) =>
      void (await tx.update(table).set({ failingSince }).where(eq(table.id, id))),
    disable: async (id: string, disabledAt: Date, disabledReason: string) =>
      void (await tx.update(table).set({ disabledAt, disabledReason }).where(eq(table.id, id))),
  } satisfies Partial<WebhookStore>;
}

function outbox(tx: Tx) {
  return {
    enqueue: async (delivery: Delivery) => void (await tx.insert(deliveries).values(delivery).onConflictDoNothing()),
    deliveries: async (webhook: string, limit: number) =>
      tx
        .select()
        .from(deliveries)
        .where(eq(deliveries.webhookId, webhook))
        .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
        .limit(limit),
    again: async (webhook: string, id: string, now: Date) => {
      const own = and(eq(deliveries.webhookId, webhook), eq(deliveries.id, id));
      const changed = await tx
        .update(deliveries)
        .set({ state: 'pending', attempts: 0, nextAt: now })
        .where(own)
        .returning({ id: deliveries.id });
      return changed.length > 0;
    },
    claim: async (now: Date, until: Date, limit: number) => {
      const { rows } = await tx.execute<{ id: string }>(sql`
        update webhook_deliveries set attempts = attempts + 1, next_at = ${until.toISOString()}::timestamptz where id in (
          select id from webhook_deliveries where state = 'pending' and next_at <= ${now.toISOString()}::timestamptz and id in (
            select id from (
              select d.id, row_number() over (partition by d.webhook_id order by d.created_at, d.id) as place
              from webhook_deliveries d join webhooks w on w.id = d.webhook_id
              where d.state = 'pending' and d.next_at <= ${now.toISOString()}::timestamptz and w.disabled_at is null
            ) as due where place <= ${AT_ONCE_PER_WEBHOOK} limit ${limit}
          ) for update skip locked
        ) returning id`);
      if (rows.length === 0) return [];
      const ids = rows.map(({ id }) => id);
      const found = await tx
        .select()
        .from(deliveries)
        .innerJoin(table, eq(table.id, deliveries.webhookId))
        .where(inArray(deliveries.id, ids))
        .orderBy(asc(deliveries.createdAt), asc(deliveries.id));
      return found.map((row) => ({ delivery: row.webhook_deliveries, webhook: row.webhooks }));
    },
    dropDeliveries: async (before: Date, limit: number) => {
      // Ids are in the order of time: the oldest are at the beginning of the primary key.
      const oldest = tx.select({ id: deliveries.id }).from(deliveries).orderBy(asc(deliveries.id)).limit(limit);
      const disabled = tx.select({ id: table.id }).from(table).where(isNotNull(table.disabledAt));
      const isOver = or(ne(deliveries.state, 'pending'), inArray(deliveries.webhookId, disabled));
      await tx.delete(deliveries).where(and(inArray(deliveries.id, oldest), lt(deliveries.nextAt, before), isOver));
    },
    settle: async (
      { id }: Delivery,
      posted: Parameters<WebhookStore['settle']>[1],
      at: Date,
      nextAt: Date | undefined,
    ) => {
      const { status = null, error = null, response = null } = posted;
      const isDone = status !== null && status >= 200 && status < 300;
      const state = isDone ? 'delivered' : nextAt === undefined ? 'failed' : 'pending';
      const last = { lastAt: at, lastStatus: status, lastError: error, response };
      await tx
        .update(deliveries)
        .set({ ...last, state, ...(nextAt === undefined ? {} : { nextAt }) })
        .where(eq(deliveries.id, id));
    },
  } satisfies Partial<WebhookStore>;
}

function sources(tx: Tx) {
  return {
    lockCursor: async () => first(await tx.select().from(noticeCursor).for('update'))?.nextSeq ?? 0,
    moveCursor: async (nextSeq: number) => void (await tx.update(noticeCursor).set({ nextSeq })),
    toldTier: async (party: string) => {
      const row = first(await tx.select().from(noticeTiers).where(eq(noticeTiers.partyId, party)));
      return row === undefined ? undefined : row.tier;
    },
    tellTier: async (partyId: string, tier: string | null) =>
      void (await tx
        .insert(noticeTiers)
        .values({ partyId, tier })
        .onConflictDoUpdate({ target: noticeTiers.partyId, set: { tier } })),
    ending: async (from: Date, until: Date) => {
      const { rows } = await tx.execute<{ id: string; party_id: PartyId; valid_to: string }>(sql`
        select id, party_id, valid_to from certificates where state in ('active', 'watch')
          and valid_to > ${from.toISOString()}::timestamptz and valid_to <= ${until.toISOString()}::timestamptz`);
      return rows.map((row) => ({ id: row.id, partyId: row.party_id, validTo: new Date(row.valid_to) }));
    },
    lastHeard: async (from: Date, until: Date) => {
      const { rows } = await tx.execute<{ party_id: PartyId; newest: string }>(sql`
        select party_id, max("end") as newest from telemetry_sites group by party_id
        having max("end") > ${from.toISOString()}::timestamptz and max("end") <= ${until.toISOString()}::timestamptz`);
      return rows.map((row) => ({ partyId: row.party_id, end: new Date(row.newest) }));
    },
  } satisfies Partial<WebhookStore>;
}
