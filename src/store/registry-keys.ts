import { asc, eq } from 'drizzle-orm';
import type { RegistryKeyStore } from '../registry/ports/log.ts';
import { registryKeys as table } from './schema/log.ts';
import type { Tx } from './tx.ts';

export const registryKeys = (tx: Tx): RegistryKeyStore => ({
  all: () => tx.select().from(table).orderBy(asc(table.addedSeq), asc(table.kid)),
  insert: async (key) => void (await tx.insert(table).values(key)),
  retire: async (kid, retiredSeq) => void (await tx.update(table).set({ retiredSeq }).where(eq(table.kid, kid))),
});
