import { asc, eq, inArray } from 'drizzle-orm';
import type { ForkStore } from '../registry/ports/intake.ts';
import { telemetryForks as table } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const forks = (tx: Tx): ForkStore => ({
  known: async (refused) => {
    const rows = await tx
      .select({ refused: table.refused })
      .from(table)
      .where(inArray(table.refused, [...refused]));
    return new Set(rows.map((row) => row.refused));
  },
  of: async (party) => tx.select().from(table).where(eq(table.partyId, party)).orderBy(asc(table.seq)),
  insert: async (fork) => void (await tx.insert(table).values(fork)),
});
