import { and, desc, eq, gte } from 'drizzle-orm';
import type { StatementStore } from '../registry/ports/records.ts';
import { first } from './first.ts';
import { assertions, statements as table } from './schema/statements.ts';
import { jtis } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

/** Accepted statements, verbatim. */
export const statements = (tx: Tx): StatementStore => ({
  find: async (digest) => {
    const row = first(await tx.select().from(table).where(eq(table.digest, digest)));
    if (row === undefined) return undefined;
    const { typ, jws, acceptedAt, seq } = row;
    return {
      digest,
      typ,
      kid: row.kid,
      claims: { iss: row.iss, jti: row.jti },
      jws,
      acceptedAt,
      seq,
      answer: JSON.parse(row.answer),
    };
  },
  indexOf: async (digest) =>
    first(await tx.select({ seq: table.seq }).from(table).where(eq(table.digest, digest)))?.seq,
  insert: async ({ digest, typ, kid, claims, jws, acceptedAt, seq, answer }) => {
    const { iss, jti } = claims;
    await tx.insert(table).values({ digest, iss, jti, typ, kid, jws, acceptedAt, seq, answer: JSON.stringify(answer) });
  },
  spendJti: async (partyId, jti) => {
    const spent = await tx.insert(jtis).values({ partyId, jti }).onConflictDoNothing().returning({ jti: jtis.jti });
    return spent.length === 1;
  },
  spendAssertion: async (iss, jti, expiresAt) => {
    const spent = await tx
      .insert(assertions)
      .values({ iss, jti, expiresAt })
      .onConflictDoNothing()
      .returning({ jti: assertions.jti });
    return spent.length === 1;
  },
  since: async (iss, instant) => {
    const rows = await tx
      .select({ typ: table.typ, acceptedAt: table.acceptedAt, digest: table.digest })
      .from(table)
      .where(and(eq(table.iss, iss), gte(table.acceptedAt, instant)))
      .orderBy(desc(table.seq));
    return rows.map(({ typ, acceptedAt, digest }) => ({
      typ,
      acceptedAt,
      digest,
    }));
  },
});
