import { asc, eq } from 'drizzle-orm';
import type { ForkStore } from '../registry/ports/intake.ts';
import { first } from './first.ts';
import { telemetryForks as table } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const forks = (tx: Tx): ForkStore => ({
  find: async (refused) => first(await tx.select().from(table).where(eq(table.refused, refused))),
  of: async (party) => tx.select().from(table).where(eq(table.partyId, party)).orderBy(asc(table.seq)),
  insert: async (fork) => void (await tx.insert(table).values(fork)),
});
