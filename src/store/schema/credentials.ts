import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Digest } from '../../core/ids.ts';
import { instant, seq } from './columns.ts';

/** Signed forms of certificates. Nothing but `revokedSeq` ever changes, and that only once. */
export const credentials = pgTable(
  'credentials',
  {
    id: text('id').primaryKey(),
    certificateId: text('certificate_id').notNull(),
    list: integer('list').notNull(),
    index: integer('index').notNull(),
    jwt: text('jwt').notNull(),
    /** Of its signing input. */
    digest: text('digest').$type<Digest>().notNull(),
    /** The leaf that names the digest. */
    issuedSeq: seq('issued_seq').notNull(),
    validUntil: instant('valid_until').notNull(),
    revokedSeq: seq('revoked_seq'),
  },
  (t) => [
    uniqueIndex('credentials_place').on(t.list, t.index),
    uniqueIndex('credentials_digest').on(t.digest),
    index('credentials_certificate').on(t.certificateId, t.issuedSeq),
    index('credentials_due').on(t.validUntil),
  ],
);

/** Status lists as last signed; their bits follow from `credentials`. */
export const statusLists = pgTable('status_lists', {
  n: integer('n').primaryKey(),
  jwt: text('jwt').notNull(),
  digest: text('digest').$type<Digest>().notNull(),
  signedAt: instant('signed_at').notNull(),
  /** Its `status.list` leaf. */
  seq: seq('seq').notNull(),
});
