import { sql } from 'drizzle-orm';
import { formatMicro } from '../core/decimal.ts';
import type { ArrivalStore } from '../registry/ports/intake.ts';
import type { AttestationRow, ChainHead, CoverageRow } from '../registry/ports/telemetry.ts';
import { type Parameter, type Run, runWithRows } from './bulk.ts';
import { KEPT_REFUSALS } from './chronicle.ts';
import type { Tx } from './tx.ts';

export const arrivals = (tx: Tx, run: Run): ArrivalStore => ({
  insert: async (rows) =>
    void (await runWithRows(run, ATTESTATION_TYPES, rows.map(attestationValues), insertStatement)),
  advance: async (heads) => void (await runWithRows(run, HEAD_TYPES, heads.map(headValues), advanceStatement)),
  count: async (days) =>
    void (await runWithRows(run, DAY_TYPES, [...days].sort(byName).map(dayValues), countStatement)),
  refuse: async (refusals) => {
    if (refusals.length === 0) return;
    const rows = refusals.map((one) => [
      one.id,
      one.party,
      one.typ,
      one.digest,
      one.at.toISOString(),
      one.code,
      one.detail,
      JSON.stringify(one.issues),
    ]);
    await runWithRows(
      run,
      ['text', 'text', 'text', 'text', 'timestamptz', 'text', 'text', 'text'],
      rows,
      (list) => `insert into refusals (id, party_id, typ, digest, at, code, detail, issues) values ${list}`,
    );
    await forget(tx, [...new Set(refusals.map(({ party }) => party))].sort());
  },
});

/** Those that another transaction is forgetting at the moment are left to it. */
const forget = async (tx: Tx, parties: readonly string[]): Promise<void> =>
  void (await tx.execute(sql`delete from refusals where id in (
    select old.id from unnest(${sql.param([...parties])}::text[]) as wanted (party_id) cross join lateral (
      select id from refusals where refusals.party_id = wanted.party_id order by at desc, id desc
      offset ${KEPT_REFUSALS} for update skip locked) old)`));

const ATTESTATION_TYPES = [
  ...['text', 'text', 'integer', 'bigint', 'text', 'timestamptz', 'integer', 'text', 'text', 'uuid', 'text'],
  ...['timestamptz', 'boolean', 'boolean', 'numeric', 'numeric', 'numeric', 'boolean'],
];

const attestationValues = (row: AttestationRow): Parameter[] => [
  row.partyId,
  row.siteId,
  row.chain.epoch,
  row.chain.seq,
  row.chain.prev,
  row.start.toISOString(),
  row.minutes,
  row.digest,
  row.kid,
  row.jti,
  row.jws,
  row.acceptedAt.toISOString(),
  row.late,
  row.counted,
  formatMicro(row.grid.cfeShare),
  formatMicro(row.grid.carbonIntensity),
  formatMicro(row.grid.price),
  row.gridFromRegistry,
];

/** Ids are drawn in the order of the list, and the window's order is theirs. */
const insertStatement = (list: string): string => `with stored as (
  insert into attestations (party_id, site_id, epoch, seq, prev, start, minutes, digest, kid, jti, jws,
    accepted_at, late, counted, grid_cfe_share, carbon_intensity, price, grid_from_registry)
  values ${list} returning id, digest, accepted_at)
insert into telemetry_pending (id, digest, accepted_at) select id, digest, accepted_at from stored`;

const HEAD_TYPES = [
  ...['text', 'text', 'integer', 'bigint', 'text', 'timestamptz', 'timestamptz', 'integer'],
  ...['numeric', 'numeric', 'timestamptz', 'timestamptz'],
];

const headValues = (head: ChainHead): Parameter[] => [
  head.partyId,
  head.siteId,
  head.epoch,
  head.seq,
  head.digest,
  head.start.toISOString(),
  head.end.toISOString(),
  head.minutes,
  formatMicro(head.registers.facility_kwh),
  formatMicro(head.registers.it_kwh),
  head.since.toISOString(),
  head.acceptedAt.toISOString(),
];

const HEAD_COLUMNS = 'epoch seq digest start "end" minutes register_facility register_it since accepted_at'.split(' ');

const advanceStatement = (list: string): string =>
  `update telemetry_sites set ${HEAD_COLUMNS.map((name) => `${name} = head.${name}`).join(', ')}
from (values ${list}) as head (party_id, site_id, ${HEAD_COLUMNS.join(', ')})
where telemetry_sites.party_id = head.party_id and telemetry_sites.site_id = head.site_id`;

const COUNTERS = ['received', 'late', 'duplicate', 'overlap', 'skewed', 'refused'] as const;
const DAY_TYPES = ['text', 'text', 'date', 'integer', ...COUNTERS.map(() => 'integer'), 'integer'];

const dayValues = (day: CoverageRow): Parameter[] => [
  day.partyId,
  day.siteId,
  day.day,
  day.minutes,
  ...COUNTERS.map((name) => day[name]),
  day.received > 0 ? 1 : 0,
];

/** Rows are locked in the order in which a day's close goes through them. */
const byName = (a: CoverageRow, b: CoverageRow): number =>
  order(a.partyId, b.partyId) || order(a.siteId, b.siteId) || order(a.day, b.day);
const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What was refused says nothing about the length of a day's intervals. */
const countStatement = (list: string): string => `insert into telemetry_days
  (party_id, site_id, day, minutes, ${COUNTERS.join(', ')}, version) values ${list}
on conflict (party_id, site_id, day) do update set
  ${COUNTERS.map((name) => `${name} = telemetry_days.${name} + excluded.${name}`).join(', ')},
  version = telemetry_days.version + excluded.version,
  minutes = case when excluded.received > 0 then excluded.minutes else telemetry_days.minutes end`;
