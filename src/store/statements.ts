import { and, count, desc, eq, gte } from 'drizzle-orm';
import type { Digest, Kid, PartyId } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { StatementTyp } from '../core/statement.ts';
import type { StatementStore } from '../registry/ports.ts';
import { first } from './first.ts';
import { assertions, statements as table } from './schema.ts';
import type { Tx } from './tx.ts';

/** Accepted statements, verbatim. The casts restore brands that the columns held when they were written. */
export const statements = (tx: Tx): StatementStore => ({
  find: async (digest) => {
    const row = first(await tx.select().from(table).where(eq(table.digest, digest)));
    if (row === undefined) return undefined;
    const { typ, jws, acceptedAt, seq } = row;
    return {
      digest,
      typ: typ as StatementTyp,
      kid: row.kid as Kid,
      claims: { iss: row.iss as PartyId, jti: row.jti },
      jws,
      acceptedAt,
      seq,
      answer: JSON.parse(row.answer) as JsonObject,
    };
  },
  insert: async ({ digest, typ, kid, claims, jws, acceptedAt, seq, answer }) => {
    const { iss, jti } = claims;
    await tx.insert(table).values({ digest, iss, jti, typ, kid, jws, acceptedAt, seq, answer: JSON.stringify(answer) });
  },
  isJtiUsed: async (iss, jti) => {
    const rows = await tx
      .select({ n: count() })
      .from(table)
      .where(and(eq(table.iss, iss), eq(table.jti, jti)));
    return (first(rows)?.n ?? 0) > 0;
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
      typ: typ as StatementTyp,
      acceptedAt,
      digest: digest as Digest,
    }));
  },
});
