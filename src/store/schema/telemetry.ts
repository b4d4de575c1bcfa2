import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  index,
  integer,
  numeric,
  pgSequence,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import { bytes, instant, seq } from './columns.ts';

/** 10^-6 units as exact decimals. */
const micro = (name: string) => numeric(name, { precision: 24, scale: 6 });
const uuid = customType<{ data: string }>({ dataType: () => 'uuid' });

/** Ids of attestations; PostgreSQL 15 knows no identity column on a partitioned table. */
export const attestationIds = pgSequence('attestation_ids');

/** Verbatim attestations, partitioned by the month of `start`. A digest fixes its start, so the pair is unique like the digest. */
export const attestations = pgTable(
  'attestations',
  {
    id: bigint('id', { mode: 'bigint' })
      .notNull()
      .default(sql.raw(`nextval('${attestationIds.seqName}')`)),
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id').notNull(),
    epoch: integer('epoch').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    prev: text('prev').$type<Digest>(),
    start: instant('start').notNull(),
    minutes: integer('minutes').notNull(),
    digest: text('digest').$type<Digest>().notNull(),
    kid: text('kid').$type<Kid>().notNull(),
    jti: uuid('jti').notNull(),
    jws: text('jws').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    late: boolean('late').notNull(),
    counted: boolean('counted').notNull(),
    gridCfeShare: micro('grid_cfe_share').notNull(),
    carbonIntensity: micro('carbon_intensity').notNull(),
    price: micro('price').notNull(),
    gridFromRegistry: boolean('grid_from_registry').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.partyId, t.siteId, t.start] }),
    index('attestations_link').on(t.partyId, t.siteId, t.epoch, t.seq),
    index('attestations_digest').on(t.digest),
  ],
);

/** `jti`s of all statements: unique per party, whatever the class and the month. */
export const jtis = pgTable(
  'jtis',
  { partyId: text('party_id').$type<PartyId>().notNull(), jti: uuid('jti').notNull() },
  (t) => [primaryKey({ columns: [t.partyId, t.jti] })],
);

/** One row a site: the lock of its chain, and its head. Without a digest nothing was accepted yet. */
export const telemetrySites = pgTable(
  'telemetry_sites',
  {
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id').notNull(),
    epoch: integer('epoch'),
    seq: bigint('seq', { mode: 'number' }),
    digest: text('digest').$type<Digest>(),
    start: instant('start'),
    end: instant('end'),
    minutes: integer('minutes'),
    registerFacility: micro('register_facility'),
    registerIt: micro('register_it'),
    since: instant('since'),
    acceptedAt: instant('accepted_at'),
  },
  (t) => [primaryKey({ columns: [t.partyId, t.siteId] })],
);

/** Refused twins of accepted attestations. Append-only. */
export const telemetryForks = pgTable(
  'telemetry_forks',
  {
    refused: text('refused').$type<Digest>().primaryKey(),
    accepted: text('accepted').$type<Digest>().notNull(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id').notNull(),
    jws: text('jws').notNull(),
    at: instant('at').notNull(),
    /** Its `telemetry.fork` leaf. */
    seq: seq('seq').notNull(),
  },
  (t) => [index('telemetry_forks_party').on(t.partyId, t.seq)],
);

/** What came in for a site and UTC day, and whether its row changed since it was last committed. */
export const telemetryDays = pgTable(
  'telemetry_days',
  {
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id').notNull(),
    day: date('day').notNull(),
    minutes: integer('minutes').notNull(),
    received: integer('received').notNull().default(0),
    late: integer('late').notNull().default(0),
    duplicate: integer('duplicate').notNull().default(0),
    overlap: integer('overlap').notNull().default(0),
    skewed: integer('skewed').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    /** Raised with every accepted interval; a commit remembers the one it saw. */
    version: integer('version').notNull().default(0),
    committedVersion: integer('committed_version').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.partyId, t.siteId, t.day] }),
    // For the close of a day, however long the history is. Not on `version`, which every interval changes.
    index('telemetry_days_day').on(t.day),
  ],
);

/** Attestations that no window holds yet. */
export const telemetryPending = pgTable('telemetry_pending', {
  id: bigint('id', { mode: 'bigint' }).primaryKey(),
  digest: text('digest').$type<Digest>().notNull(),
  acceptedAt: instant('accepted_at').notNull(),
});

/** Closed windows. Append-only. An attestation's window is found by its id, then by its digest. */
export const telemetryWindows = pgTable(
  'telemetry_windows',
  {
    /** Its leaf. */
    seq: seq('seq').primaryKey(),
    firstId: bigint('first_id', { mode: 'bigint' }).notNull(),
    lastId: bigint('last_id', { mode: 'bigint' }).notNull(),
    /** 32 bytes each, in id order. */
    digests: bytes('digests').notNull(),
  },
  (t) => [index('telemetry_windows_ids').on(t.lastId, t.firstId)],
);

/** Every version of every accumulator row, under the `telemetry.day` leaf that committed it. Append-only. */
export const accumulatorRows = pgTable(
  'accumulator_rows',
  {
    seq: seq('seq').notNull(),
    /** Place under the leaf's root. */
    position: integer('position').notNull(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    siteId: text('site_id'),
    day: date('day').notNull(),
    text: text('text').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.seq, t.position] }),
    index('accumulator_rows_party').on(t.partyId, t.day, t.siteId, t.seq),
  ],
);

/** `telemetry.day` leaves. */
export const telemetryDayLeaves = pgTable('telemetry_day_leaves', {
  day: date('day').primaryKey(),
  seq: seq('seq').notNull().unique(),
  root: text('root').notNull(),
  rows: integer('rows').notNull(),
});

export const inventories = pgTable(
  'inventories',
  {
    digest: text('digest').$type<Digest>().primaryKey(),
    partyId: text('party_id').$type<PartyId>().notNull(),
    acceptedSeq: seq('accepted_seq').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    periodStart: instant('period_start').notNull(),
    periodEnd: instant('period_end').notNull(),
    hasHardware: boolean('has_hardware').notNull(),
    body: text('body').notNull(),
  },
  (t) => [index('inventories_party').on(t.partyId, t.acceptedSeq)],
);

/** Daily evaluations, one a party and day; the newest is the present state of its tier's life. */
export const liveEvaluations = pgTable(
  'live_evaluations',
  {
    partyId: text('party_id').$type<PartyId>().notNull(),
    day: date('day').notNull(),
    seq: seq('seq').notNull(),
    state: text('state').notNull(),
    view: text('view'),
    /** The live composite of the view, per cent, one digit (migration 0013). */
    compositePercent: text('composite_percent').generatedAlwaysAs(
      sql`substring("view" from '"composite_percent":"([0-9]+\\.[0-9])"')`,
    ),
  },
  (t) => [primaryKey({ columns: [t.partyId, t.day] })],
);
