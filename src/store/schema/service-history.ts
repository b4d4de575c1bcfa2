import { sql } from 'drizzle-orm';
import { check, date, integer, pgTable } from 'drizzle-orm/pg-core';

/** How often the registry looked at itself on each UTC day, and how often all was well. No row: nobody looked. */
export const serviceDays = pgTable(
  'service_days',
  {
    day: date('day').primaryKey(),
    samples: integer('samples').notNull(),
    ok: integer('ok').notNull(),
    /** Of the newest sample, counted from midnight: of several instances one counts a minute. */
    lastMinute: integer('last_minute').notNull(),
  },
  () => [
    check(
      'service_days_counts',
      sql`0 <= "ok" AND "ok" <= "samples" AND "samples" <= 1440 AND "last_minute" BETWEEN 0 AND 1439`,
    ),
  ],
);
