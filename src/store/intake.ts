import { eq, sql } from 'drizzle-orm';
import type { Kid } from '../core/ids.ts';
import {
  type AcceptedLink,
  type ChainStore,
  type IntakeStore,
  type JtiStore,
  type SiteName,
  siteKey,
} from '../registry/ports/intake.ts';
import type { ChainHead } from '../registry/ports/telemetry.ts';
import { acts } from './acts.ts';
import { toChainHead } from './attestations.ts';
import { audits } from './audits.ts';
import { type Run, runIn, runWithRows } from './bulk.ts';
import { forks } from './forks.ts';
import { arrivals } from './intake-arrivals.ts';
import { intakeFacts } from './intake-facts.ts';
import { inventories } from './inventories.ts';
import { opinions } from './opinions.ts';
import { keys } from './schema/parties.ts';
import { attestations, telemetrySites } from './schema/telemetry.ts';
import { statements } from './statements.ts';
import type { Tx } from './tx.ts';

/** @param run takes what comes in many rows; by default through `tx` */
export const intakeStore = (tx: Tx, run: Run = runIn(tx)): IntakeStore => ({
  chains: chains(tx, run),
  jtis: jtis(run),
  facts: intakeFacts(tx),
  arrivals: arrivals(tx, run),
  forks: forks(tx),
  audits: audits(tx),
  opinions: opinions(tx),
  statements: statements(tx),
  inventories: inventories(tx),
  acts: acts(tx),
});

const chains = (tx: Tx, run: Run): ChainStore => ({
  ensureMonths: async (starts) => {
    const months = [...new Set(starts.map((start) => `${start.toISOString().slice(0, 7)}-01`))].sort();
    for (const month of months) await tx.execute(sql`select ensure_attestation_month(${month}::date)`);
  },
  shareKeys: async (kids) => {
    const rows = await tx
      .select({ kid: keys.kid, revokedSeq: keys.revokedSeq })
      .from(keys)
      .where(sql`${keys.kid} = any(${sql.param([...kids])})`)
      .orderBy(sql`${keys.kid} collate "C"`)
      .for('share');
    return new Map(rows.map(({ kid, revokedSeq }): [Kid, number | null] => [kid, revokedSeq]));
  },
  holdKey: async (kid) => void (await tx.select({ kid: keys.kid }).from(keys).where(eq(keys.kid, kid)).for('update')),
  lockHeads: async (sites) => {
    const locked = await lockSites(tx, sites);
    if (locked.length === new Set(sites.map(siteKey)).size) return headsOf(locked);
    const rows = sites.map(({ partyId, siteId }) => [partyId, siteId]).sort();
    await runWithRows(
      run,
      ['text', 'text'],
      rows,
      (list) => `insert into telemetry_sites (party_id, site_id) values ${list} on conflict do nothing`,
    );
    return headsOf(await lockSites(tx, sites));
  },
  acceptedAt: async (links) => {
    const rows = await tx
      .select({
        partyId: attestations.partyId,
        siteId: attestations.siteId,
        epoch: attestations.epoch,
        seq: attestations.seq,
        digest: attestations.digest,
        jws: attestations.jws,
      })
      .from(attestations)
      .where(
        sql`(${attestations.partyId}, ${attestations.siteId}, ${attestations.epoch}, ${attestations.seq}) in (${sql.join(
          links.map(({ partyId, siteId, epoch, seq }) => sql`(${partyId}, ${siteId}, ${epoch}, ${seq})`),
          sql`, `,
        )})`,
      );
    return rows satisfies AcceptedLink[];
  },
});

const lockSites = (tx: Tx, sites: readonly SiteName[]): Promise<(typeof telemetrySites.$inferSelect)[]> =>
  tx
    .select()
    .from(telemetrySites)
    .where(
      sql`(${telemetrySites.partyId}, ${telemetrySites.siteId}) in (select * from unnest(${sql.param(
        sites.map(({ partyId }) => partyId),
      )}::text[], ${sql.param(sites.map(({ siteId }) => siteId))}::text[]))`,
    )
    .orderBy(sql`${telemetrySites.partyId} collate "C"`, sql`${telemetrySites.siteId} collate "C"`)
    .for('update');

function headsOf(rows: readonly (typeof telemetrySites.$inferSelect)[]): Map<string, ChainHead> {
  const heads = rows.map(toChainHead).filter((head) => head !== undefined);
  return new Map(heads.map((head) => [siteKey(head), head]));
}

const jtis = (run: Run): JtiStore => ({
  spend: async (wanted) => {
    const rows = wanted.map(({ partyId, jti }) => [partyId, jti]).sort();
    const spent = await runWithRows(
      run,
      ['text', 'uuid'],
      rows,
      (list) => `insert into jtis (party_id, jti) values ${list} on conflict do nothing returning party_id, jti`,
    );
    const fresh = new Set(spent.map((row) => `${row['party_id']} ${row['jti']}`));
    return wanted.filter(({ partyId, jti }) => fresh.has(`${partyId} ${jti}`));
  },
  giveBack: async (spent) =>
    void (await runWithRows(
      run,
      ['text', 'uuid'],
      spent.map(({ partyId, jti }) => [partyId, jti]),
      (list) =>
        `delete from jtis using (values ${list}) as back (party_id, jti) where jtis.party_id = back.party_id and jtis.jti = back.jti`,
    )),
});
