import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { AccreditationStore, KeyRow, KeyStore, PartyStore, RegisterStore } from '../registry/ports/parties.ts';
import { first } from './first.ts';
import {
  accreditations as accreditationTable,
  keys as keyTable,
  parties as partyTable,
  registerEntries,
} from './schema/parties.ts';
import { statements } from './schema/statements.ts';
import type { Tx } from './tx.ts';

export const parties = (tx: Tx): PartyStore => ({
  find: async (id) => first(await tx.select().from(partyTable).where(sql`${partyTable.partyId} = ${id}`)),
  insert: async (party) => void (await tx.insert(partyTable).values(party)),
  update: async (id, change) => void (await tx.update(partyTable).set(change).where(eq(partyTable.partyId, id))),
  withSkeleton: async (skeleton) => tx.select().from(partyTable).where(eq(partyTable.nameSkeleton, skeleton)),
});

const asKey = (row: typeof keyTable.$inferSelect): KeyRow => ({
  ...row,
  partyId: row.partyId,
  jwk: JSON.parse(row.jwk),
});

export const keys = (tx: Tx): KeyStore => ({
  find: async (kid) => first((await tx.select().from(keyTable).where(sql`${keyTable.kid} = ${kid}`)).map(asKey)),
  of: async (party) => {
    const rows = await tx
      .select()
      .from(keyTable)
      .where(eq(keyTable.partyId, party))
      .orderBy(asc(keyTable.addedSeq), asc(keyTable.kid));
    return rows.map(asKey);
  },
  cosigners: async () => (await tx.select().from(keyTable).where(sql`use = 'cosign'`)).map(asKey),
  insert: async (key) => void (await tx.insert(keyTable).values({ ...key, jwk: JSON.stringify(key.jwk) })),
  revoke: async (kid, revokedSeq, compromisedSince) =>
    void (await tx.update(keyTable).set({ revokedSeq, compromisedSince }).where(eq(keyTable.kid, kid))),
});

export const accreditations = (tx: Tx): AccreditationStore => ({
  find: async (partyId) => {
    const row = first(await tx.select().from(accreditationTable).where(eq(accreditationTable.partyId, partyId)));
    return row && { partyId, state: row.state, levels: row.levels.split(',').map(Number), validTo: row.validTo };
  },
  put: async ({ partyId, state, levels, validTo }) => {
    const set = { state, levels: levels.join(','), validTo };
    await tx
      .insert(accreditationTable)
      .values({ partyId, ...set })
      .onConflictDoUpdate({ target: accreditationTable.partyId, set });
  },
});

/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 1000;

export const register = (tx: Tx): RegisterStore => ({
  insert: async (partyId, digest, acceptedAt, entries) => {
    for (let start = 0; start < entries.length; start += CHUNK) {
      const rows = entries.slice(start, start + CHUNK).map((entry) => ({
        partyId,
        digest,
        acceptedAt,
        workloadId: entry.workload_id,
        entry: JSON.stringify(entry),
      }));
      await tx.insert(registerEntries).values(rows);
    }
  },
  firstAccepted: async (partyId) => {
    const rows = await tx
      .select({
        workloadId: registerEntries.workloadId,
        at: sql`min(${registerEntries.acceptedAt})`.mapWith(registerEntries.acceptedAt),
      })
      .from(registerEntries)
      .where(eq(registerEntries.partyId, partyId))
      .groupBy(registerEntries.workloadId);
    const byWorkload = new Map(rows.map((row) => [row.workloadId, row.at]));
    const times = [...byWorkload.values()].map((at) => at.getTime());
    return { first: times.length === 0 ? null : new Date(times.reduce((a, b) => Math.min(a, b))), byWorkload };
  },
  versions: async (partyId, workloads, after, until) => {
    if (workloads.length === 0) return [];
    const rows = await tx
      .select({ acceptedAt: registerEntries.acceptedAt, entry: registerEntries.entry })
      .from(registerEntries)
      .innerJoin(statements, eq(statements.digest, registerEntries.digest))
      .where(
        and(
          eq(registerEntries.partyId, partyId),
          inArray(registerEntries.workloadId, [...workloads]),
          gt(registerEntries.acceptedAt, after),
          lte(registerEntries.acceptedAt, until),
        ),
      )
      .orderBy(asc(statements.seq));
    return rows.map(({ acceptedAt, entry }) => ({ acceptedAt, entry: JSON.parse(entry) }));
  },
});
