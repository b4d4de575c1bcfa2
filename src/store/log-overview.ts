import { and, desc, eq, gte, lt, notInArray, sql } from 'drizzle-orm';
import type { LogOverviewStore } from '../registry/ports/log.ts';
import { logCosignature as cosignature, logPending } from './schema/log.ts';
import { keys } from './schema/parties.ts';
import type { Tx } from './tx.ts';

/** What the page of the log shows beside leaves and head. */
export const logOverview = (tx: Tx): LogOverviewStore => ({
  sizesAt: async (instants) => {
    // Times of leaves never fall, so the last leaf before an instant counts all before it: two look-ups in indexes, no scan.
    const { rows } = await tx.execute<{ size: string }>(sql`
      select (
        select coalesce(max(leaf.seq) + 1, 0) from log_pending leaf
        where leaf.at = (select max(earlier.at) from log_pending earlier where earlier.at < moment.at)
      ) as size
      from unnest(${sql.param(instants.map((instant) => instant.toISOString()))}::timestamptz[])
        with ordinality as moment(at, place)
      order by moment.place`);
    return rows.map(({ size }) => Number(size));
  },
  newest: ({ below, within, without, limit }) =>
    tx
      .select({ index: logPending.seq, leaf: logPending.leaf })
      .from(logPending)
      .where(
        and(lt(logPending.seq, below), gte(logPending.seq, below - within), notInArray(logPending.type, [...without])),
      )
      .orderBy(desc(logPending.seq))
      .limit(limit),
  cosigners: async (limit) => {
    const newest = tx
      .selectDistinctOn([cosignature.signer], {
        name: cosignature.name,
        size: cosignature.size,
        time: cosignature.time,
        party: sql<string | null>`${keys.partyId}`.as('party'),
      })
      .from(cosignature)
      .leftJoin(keys, eq(keys.kid, sql`${cosignature.signer}`))
      .orderBy(cosignature.signer, desc(cosignature.size))
      .as('newest');
    return tx.select().from(newest).orderBy(desc(newest.size), newest.name).limit(limit);
  },
});
