import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Digest } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

/** Snapshots of the listing: what was digested. Its lines are the listing as of `shownSeq`, made again when asked for. */
export const snapshots = pgTable(
  'snapshots',
  {
    seq: seq('seq').primaryKey(),
    digest: text('digest').$type<Digest>().notNull(),
    shownSeq: seq('shown_seq').notNull(),
    rows: integer('rows').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('snapshots_digest').on(t.digest), index('snapshots_at').on(t.at)],
);
