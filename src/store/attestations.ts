import { and, asc, eq, gte, inArray, isNotNull, lt, lte, max, sql } from 'drizzle-orm';
import { parseMicro } from '../core/decimal.ts';
import type { PartyId } from '../core/ids.ts';
import type { AttestationQuery, AttestationRow, AttestationStore, ChainHead } from '../registry/ports/telemetry.ts';
import { first } from './first.ts';
import { attestations as table, telemetryDays, telemetryPending, telemetrySites } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

export const attestations = (tx: Tx): AttestationStore => ({
  find: async (digest) => first((await tx.select().from(table).where(eq(table.digest, digest))).map(toAttestationRow)),
  page: async (query, limit, after) =>
    (
      await tx
        .select()
        .from(table)
        .where(
          and(
            wanted(query),
            after &&
              sql`(${table.siteId}, ${table.start}) > (${after.siteId}, ${after.start.toISOString()}::timestamptz)`,
          ),
        )
        .orderBy(asc(table.siteId), asc(table.start))
        .limit(limit)
    ).map(toAttestationRow),
  count: async (query, most) => {
    const counted = tx.select({ one: sql`1` }).from(table).where(wanted(query)).limit(most).as('counted');
    return first(await tx.select({ count: sql<number>`count(*)::int` }).from(counted))?.count ?? 0;
  },
  between: async (party, siteId, from, to) =>
    (
      await tx
        .select()
        .from(table)
        .where(and(eq(table.partyId, party), eq(table.siteId, siteId), gte(table.start, from), lt(table.start, to)))
        .orderBy(asc(table.start))
    ).map(toAttestationRow),
  windowed: async (party, siteIds, from, to) =>
    siteIds.length === 0
      ? []
      : (
          await tx
            .select()
            .from(table)
            .where(
              and(
                eq(table.partyId, party),
                inArray(table.siteId, [...siteIds]),
                gte(table.start, from),
                lt(table.start, to),
                sql`not exists (select from ${telemetryPending} where ${telemetryPending.id} = ${table.id})`,
              ),
            )
            .orderBy(asc(table.siteId), asc(table.start))
        ).map(toAttestationRow),
  heads: async (party) =>
    (
      await tx
        .select()
        .from(telemetrySites)
        .where(and(eq(telemetrySites.partyId, party), isNotNull(telemetrySites.digest)))
        .orderBy(asc(telemetrySites.siteId))
    )
      .map(toChainHead)
      .filter((head) => head !== undefined),
  coverage: async (party, fromDay, toDay) =>
    tx
      .select({
        partyId: telemetryDays.partyId,
        siteId: telemetryDays.siteId,
        day: telemetryDays.day,
        minutes: telemetryDays.minutes,
        received: telemetryDays.received,
        late: telemetryDays.late,
        duplicate: telemetryDays.duplicate,
        overlap: telemetryDays.overlap,
        skewed: telemetryDays.skewed,
        refused: telemetryDays.refused,
      })
      .from(telemetryDays)
      .where(and(eq(telemetryDays.partyId, party), gte(telemetryDays.day, fromDay), lte(telemetryDays.day, toDay)))
      .orderBy(asc(telemetryDays.siteId), asc(telemetryDays.day)),
  lastEnds: async (parties) => {
    if (parties.length === 0) return new Map();
    const rows = await tx
      .select({ partyId: telemetrySites.partyId, end: max(telemetrySites.end) })
      .from(telemetrySites)
      .where(and(inArray(telemetrySites.partyId, [...parties]), isNotNull(telemetrySites.end)))
      .groupBy(telemetrySites.partyId);
    return new Map(rows.flatMap(({ partyId, end }): [PartyId, Date][] => (end === null ? [] : [[partyId, end]])));
  },
});

const wanted = ({ party, siteId, from, to }: AttestationQuery) =>
  and(
    eq(table.partyId, party),
    siteId === undefined ? undefined : eq(table.siteId, siteId),
    from && gte(table.start, from),
    to && lt(table.start, to),
  );

/** A stored decimal; the database holds nothing else in these columns. */
export function micro(text: string): bigint {
  const value = parseMicro(text, true);
  if (value === undefined) throw new Error(`stored quantity is no decimal: ${text}`);
  return value;
}

export const toAttestationRow = (row: typeof table.$inferSelect): AttestationRow => ({
  digest: row.digest,
  partyId: row.partyId,
  siteId: row.siteId,
  chain: { epoch: row.epoch, seq: row.seq, prev: row.prev },
  start: row.start,
  minutes: row.minutes,
  kid: row.kid,
  jti: row.jti,
  jws: row.jws,
  acceptedAt: row.acceptedAt,
  late: row.late,
  counted: row.counted,
  grid: {
    cfeShare: micro(row.gridCfeShare),
    carbonIntensity: micro(row.carbonIntensity),
    price: micro(row.price),
  },
  gridFromRegistry: row.gridFromRegistry,
});

/** undefined while the site's row is only a lock. */
export function toChainHead(row: typeof telemetrySites.$inferSelect): ChainHead | undefined {
  const { partyId, siteId, epoch, seq, digest, start, end, minutes, registerFacility, registerIt, since, acceptedAt } =
    row;
  if (epoch === null || seq === null || digest === null || start === null || end === null || minutes === null)
    return undefined;
  if (registerFacility === null || registerIt === null || since === null || acceptedAt === null) return undefined;
  const registers = { facility_kwh: micro(registerFacility), it_kwh: micro(registerIt) };
  return { partyId, siteId, epoch, seq, digest, start, end, minutes, registers, since, acceptedAt };
}
