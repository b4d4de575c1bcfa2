import { index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { StatementTyp } from '../../core/statement.ts';
import { instant, seq } from './columns.ts';

export const statements = pgTable(
  'statements',
  {
    digest: text('digest').$type<Digest>().primaryKey(),
    iss: text('iss').$type<PartyId>().notNull(),
    jti: text('jti').notNull(),
    typ: text('typ').$type<StatementTyp>().notNull(),
    kid: text('kid').$type<Kid>().notNull(),
    /** The exact request body. */
    jws: text('jws').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    seq: seq('seq').notNull(),
    /** The answer first given, as JSON text: a replay gets it again. */
    answer: text('answer').notNull(),
  },
  (t) => [
    unique('statements_iss_jti').on(t.iss, t.jti),
    index('statements_kid').on(t.kid),
    index('statements_iss_typ').on(t.iss, t.typ, t.acceptedAt),
  ],
);

/** Refused attempts of known keys, the newest 100 of a party. */
export const refusals = pgTable(
  'refusals',
  {
    id: text('id').primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    typ: text('typ').$type<StatementTyp>().notNull(),
    digest: text('digest').$type<Digest>().notNull(),
    at: instant('at').notNull(),
    code: text('code').notNull(),
    detail: text('detail').notNull(),
    issues: text('issues').notNull(),
  },
  (t) => [index('refusals_party').on(t.partyId, t.at)],
);

/** `jti`s of client assertions: each buys one token. */
export const assertions = pgTable(
  'assertions',
  {
    iss: text('iss').$type<PartyId>().notNull(),
    jti: text('jti').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.iss, t.jti] })],
);
