import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/**
 * Columns all tables share. Verbatim statements, answers and rendered views are `text`, never `jsonb`: stored bytes are
 * served bytes. A brand on a text column says that only parsed values are ever written to it.
 */

/** A leaf index. */
export const seq = (name: string) => bigint(name, { mode: 'number' });
/** An instant, written from parsed Dates only: PostgreSQL itself would take `infinity` and `now`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** Raw bytes. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });
