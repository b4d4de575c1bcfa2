import { bigint, date, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PartyId } from '../../core/ids.ts';
import { seq } from './columns.ts';

/**
 * Energy of a site and closed day by hour of the day, 24 values of 10^-6 kWh each, under the `telemetry.day` leaf that
 * committed the day's row. Append-only, and never shown by the day: a profile adds up whole weeks.
 */
export const telemetryHours = pgTable(
  'telemetry_hours',
  {
    seq: seq('seq').notNull(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id').notNull(),
    day: date('day').notNull(),
    it: bigint('it', { mode: 'bigint' }).array().notNull(),
    unattributed: bigint('unattributed', { mode: 'bigint' }).array().notNull(),
  },
  (t) => [primaryKey({ name: 'telemetry_hours_pk', columns: [t.partyId, t.day, t.siteId, t.seq] })],
);
