import { and, asc, desc, eq, exists, gt, isNotNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import type { DomainCheckStore, DomainStore } from '../registry/ports/parties.ts';
import { first } from './first.ts';
import { certificates } from './schema/audits.ts';
import { domainChecks as checkTable, domains as domainTable } from './schema/parties.ts';
import type { Tx } from './tx.ts';

const COLUMNS = {
  partyId: domainTable.partyId,
  domain: domainTable.domain,
  proved: domainTable.proved,
  method: domainTable.method,
  checkedAt: domainTable.checkedAt,
  provedSeq: domainTable.provedSeq,
  soundSince: domainTable.soundSince,
  failingSince: domainTable.failingSince,
};

export const domains = (tx: Tx): DomainStore => ({
  of: async (party) =>
    tx.select(COLUMNS).from(domainTable).where(eq(domainTable.partyId, party)).orderBy(asc(domainTable.position)),
  holder: async (domain) => {
    const rows = await tx
      .select()
      .from(domainTable)
      .where(and(eq(domainTable.domain, domain), eq(domainTable.proved, true)));
    return first(rows)?.partyId;
  },
  name: async (partyId, names) => {
    if (names.length === 0) return;
    await tx
      .insert(domainTable)
      .values(names.map((domain, position) => ({ partyId, domain, position, proved: false })));
  },
  record: async ({ partyId, domain, ...set }) => {
    const position = sql<number>`(select coalesce(max(position) + 1, 0) from domains where party_id = ${partyId})`;
    await tx
      .insert(domainTable)
      .values({ partyId, domain, position, ...set })
      .onConflictDoUpdate({ target: [domainTable.partyId, domainTable.domain], set });
  },
  due: async ({ routine, watched }, limit) => {
    const { checkedAt, failingSince, partyId, proved } = domainTable;
    const suspended = tx
      .select({ one: sql`1` })
      .from(certificates)
      .where(
        and(
          eq(certificates.partyId, partyId),
          eq(certificates.state, 'suspended'),
          eq(certificates.reason, 'domain_lost'),
        ),
      );
    const isWatched = or(isNotNull(failingSince), exists(suspended));
    const isDue = or(lte(checkedAt, routine), and(lte(checkedAt, watched), isWatched));
    const held = and(eq(proved, true), isDue);
    return tx.select(COLUMNS).from(domainTable).where(held).orderBy(asc(checkedAt)).limit(limit);
  },
});

/** Checks kept of one domain, for each of the two outcomes, so that failures never push a proof's evidence out. */
const KEPT = 20;

export const domainChecks = (tx: Tx): DomainCheckStore => {
  const { id, at, domain, partyId, proved } = checkTable;
  const naming = tx
    .select({ one: sql`1` })
    .from(domainTable)
    .where(and(eq(domainTable.partyId, partyId), eq(domainTable.domain, domain)));
  return {
    begun: async (name, since) => {
      const rows = await tx
        .select({ at })
        .from(checkTable)
        .where(and(eq(domain, name), gt(at, since)))
        .orderBy(asc(at));
      return rows.map((row) => row.at);
    },
    begunUnnamed: async (party, since) => {
      const rows = await tx
        .select({ at })
        .from(checkTable)
        .where(and(eq(partyId, party), gt(at, since), notExists(naming)))
        .orderBy(asc(at));
      return rows.map((row) => row.at);
    },
    begin: async (check, forget) => {
      await tx.insert(checkTable).values({ ...check, proved: false });
      for (const outcome of [true, false]) {
        const same = and(eq(domain, check.domain), eq(proved, outcome));
        const older = tx.select({ id }).from(checkTable).where(same).orderBy(desc(at), desc(id)).offset(KEPT);
        await tx.delete(checkTable).where(sql`${id} in ${older}`);
      }
      await tx.delete(checkTable).where(and(eq(partyId, check.partyId), lt(at, forget), notExists(naming)));
    },
    finish: async (checkId, { method, reason, raw }) =>
      void (await tx
        .update(checkTable)
        .set({ method, proved: method !== null, reason, raw })
        .where(eq(id, checkId))),
  };
};
