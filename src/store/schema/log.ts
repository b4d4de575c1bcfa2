import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Kid } from '../../core/ids.ts';
import { bytes, instant, seq } from './columns.ts';

/** One row: the writers' lock and the next leaf index. Taking it `FOR UPDATE` puts acceptances in log order. */
export const logHead = pgTable('log_head', {
  id: integer('id').primaryKey(),
  nextSeq: seq('next_seq').notNull(),
  lastAt: instant('last_at').notNull(),
});

/** Condition of leaves whose `d` is the digest of something served that is no statement: a credential, a list, a snapshot. */
export const NAMES_D =
  "type in ('certificate.issued', 'certificate.reissued', 'certificate.reinstated', 'status.list', 'listing.snapshot')";

/** Condition of leaves that state the registry's policy. */
export const STATES_POLICY = "type in ('registry.genesis', 'registry.policy')";

/** Whom a leaf is about: a party's id, or the subject of an act. */
export const ABOUT = "coalesce(leaf::jsonb ->> 'org', leaf::jsonb ->> 'party', leaf::jsonb ->> 'subject')";

/** Leaves in log order. Append-only by trigger and grant. Those from the tree's size on wait for the sequencer. */
export const logPending = pgTable(
  'log_pending',
  {
    seq: seq('seq').primaryKey(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    leaf: text('leaf').notNull(),
  },
  (t) => [
    index('log_pending_at').on(t.at),
    // What the registry itself signed or wrote down, by the digest its leaf names: receipts are asked for by that.
    index('log_pending_named').on(sql`(leaf::jsonb ->> 'd')`, t.seq).where(sql.raw(NAMES_D)),
    // Events are asked for by whom they are about and by type.
    index('log_pending_about').on(sql.raw(`(${ABOUT})`), t.seq),
    index('log_pending_type').on(t.type, t.seq),
    index('log_pending_policy').on(t.seq).where(sql.raw(STATES_POLICY)),
  ],
);

/** One row: the size of the published tree. Sequencers take it `FOR UPDATE` and compare before they swap. */
export const logTree = pgTable('log_tree', {
  id: integer('id').primaryKey(),
  size: seq('size').notNull(),
});

/** The tiles of the tree, full or partial. A trigger lets a tile grow at its end and refuses every other change. */
export const logTile = pgTable(
  'log_tile',
  {
    level: integer('level').notNull(),
    index: seq('index').notNull(),
    hashes: bytes('hashes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.level, t.index] })],
);

/** Every checkpoint ever signed, one a size. Append-only by trigger and grant. */
export const logCheckpoint = pgTable('log_checkpoint', {
  size: seq('size').primaryKey(),
  root: bytes('root').notNull(),
  /** The signed note, without cosignatures. */
  note: text('note').notNull(),
});

/** Cosignatures that were verified before they came here: the newest of each key and size. */
export const logCosignature = pgTable(
  'log_cosignature',
  {
    size: seq('size').notNull(),
    /** RFC 7638 thumbprint of a registered `cosign` key, or the verifier key of a configured witness. */
    signer: text('signer').notNull(),
    name: text('name').notNull(),
    /** Seconds since 1970, as the cosigner states them. */
    time: seq('time').notNull(),
    line: text('line').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.size, t.signer] }),
    index('log_cosignature_name').on(t.name),
    index('log_cosignature_signer').on(t.signer, t.size),
  ],
);

/** Public halves of every key the registry itself ever used; officers' keys are in `keys`. */
export const registryKeys = pgTable('registry_keys', {
  kid: text('kid').$type<Kid>().primaryKey(),
  use: text('use').$type<'log' | 'credential' | 'answers'>().notNull(),
  jwk: text('jwk').notNull(),
  addedSeq: seq('added_seq').notNull(),
  retiredSeq: seq('retired_seq'),
});
