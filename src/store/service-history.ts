import { asc, gte, lt, sql } from 'drizzle-orm';
import type { ServiceHistoryStore } from '../registry/ports/service-history.ts';
import { serviceDays } from './schema/service-history.ts';
import type { Tx } from './tx.ts';

export const serviceHistory = (tx: Tx): ServiceHistoryStore => ({
  days: (from) => {
    const { day, samples, ok } = serviceDays;
    return tx.select({ day, samples, ok }).from(serviceDays).where(gte(day, from)).orderBy(asc(day));
  },
  count: async (day, minute, isOk) => {
    const ok = isOk ? 1 : 0;
    await tx
      .insert(serviceDays)
      .values({ day, samples: 1, ok, lastMinute: minute })
      .onConflictDoUpdate({
        target: serviceDays.day,
        set: { samples: sql`${serviceDays.samples} + 1`, ok: sql`${serviceDays.ok} + ${ok}`, lastMinute: minute },
        setWhere: lt(serviceDays.lastMinute, minute),
      });
  },
});
