import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, seq } from './columns.ts';

/** One row: the writers' lock and the next leaf index. Taking it `FOR UPDATE` puts acceptances in log order. */
export const logHead = pgTable('log_head', {
  id: integer('id').primaryKey(),
  nextSeq: seq('next_seq').notNull(),
  lastAt: instant('last_at').notNull(),
});

/** Leaves in log order. Append-only by trigger. */
export const logPending = pgTable(
  'log_pending',
  {
    seq: seq('seq').primaryKey(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    leaf: text('leaf').notNull(),
  },
  (t) => [index('log_pending_at').on(t.at)],
);
