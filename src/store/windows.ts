import { and, asc, eq, gte, inArray, lte, min, sql } from 'drizzle-orm';
import type { WindowStore } from '../registry/ports/telemetry.ts';
import { first } from './first.ts';
import { attestations, telemetryPending, telemetryWindows } from './schema/telemetry.ts';
import type { Tx } from './tx.ts';

const DIGEST_BYTES = 32;

export const windows = (tx: Tx): WindowStore => ({
  pending: async () => {
    const found = first(
      await tx
        .select({ since: min(telemetryPending.acceptedAt), count: sql<number>`count(*)::int` })
        .from(telemetryPending),
    );
    return found?.since == null ? undefined : { since: found.since, count: found.count };
  },
  take: async () => {
    const taken = await tx.delete(telemetryPending).returning();
    return taken.sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  insert: async ({ seq, ids, digests }) => {
    const [firstId, lastId] = [ids[0], ids.at(-1)];
    if (firstId === undefined || lastId === undefined) throw new Error('a window holds at least one attestation');
    await tx.insert(telemetryWindows).values({ seq, firstId, lastId, digests: Buffer.concat(digests) });
  },
  holding: async (digest) => {
    const row = first(
      await tx.select({ id: attestations.id }).from(attestations).where(eq(attestations.digest, digest)),
    );
    if (row === undefined) return undefined;
    // Ids are given before they are committed, so the spans of neighbouring windows may overlap.
    const candidates = await tx
      .select()
      .from(telemetryWindows)
      .where(and(lte(telemetryWindows.firstId, row.id), gte(telemetryWindows.lastId, row.id)))
      .orderBy(asc(telemetryWindows.seq));
    const wanted = Buffer.from(digest, 'base64url');
    return candidates
      .map(({ seq, digests }) => ({ seq, digests: splitDigests(digests) }))
      .find(({ digests }) => digests.some((one) => wanted.equals(one)));
  },
  holdingAny: async (digests) => {
    if (digests.length === 0) return [];
    // The position tells the window apart from neighbours whose span of ids overlaps.
    const seqs = tx
      .select({ seq: telemetryWindows.seq })
      .from(attestations)
      .innerJoin(
        telemetryWindows,
        and(lte(telemetryWindows.firstId, attestations.id), gte(telemetryWindows.lastId, attestations.id)),
      )
      .where(
        and(
          inArray(attestations.digest, [...digests]),
          sql`position(decode(translate(${attestations.digest}, '-_', '+/') || '=', 'base64') in ${telemetryWindows.digests}) > 0`,
        ),
      );
    const rows = await tx
      .select({ seq: telemetryWindows.seq, digests: telemetryWindows.digests })
      .from(telemetryWindows)
      .where(inArray(telemetryWindows.seq, seqs))
      .orderBy(asc(telemetryWindows.seq));
    return rows.map(({ seq, digests: bytes }) => ({ seq, digests: splitDigests(bytes) }));
  },
});

/** 32 bytes each. */
export const splitDigests = (digests: Uint8Array): Uint8Array[] =>
  Array.from({ length: digests.length / DIGEST_BYTES }, (_, at) =>
    digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES),
  );
