import { parseAttestation } from '../../src/core/documents/attestation.ts';
import type { PartyId } from '../../src/core/ids.ts';
import { type PublicJwk, restorePublicKey } from '../../src/core/keys.ts';
import { parseStatement, verifyStatement } from '../../src/core/statement.ts';
import type { AcceptedInterval } from '../../src/core/telemetry/accepted-interval.ts';
import { dayOf } from '../../src/core/telemetry/day.ts';
import { workloadFacts } from '../../src/core/telemetry/register.ts';
import { encodeRow } from '../../src/core/telemetry/row-text.ts';
import { siteRow } from '../../src/core/telemetry/site-row.ts';
import { dayRoot } from '../../src/log/day-rows.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { proveWindow, verifyWindow } from '../../src/log/window.ts';
import type { AttestationRow } from '../../src/registry/ports/telemetry.ts';
import { auditsOf } from '../../src/sdk/replay/audits-of.ts';
import type { ReplayedParty, ReplayState } from '../../src/sdk/replay/state.ts';
import type { Evidence } from './check-registry.ts';
import type { TestRegistry } from './registry.ts';

/** An attestation read back from its own bytes. */
interface Checked extends AcceptedInterval {
  readonly row: AttestationRow;
  /** Index of its window's leaf; undefined while it waits. */
  readonly window: number | undefined;
}

/** Signatures are verified once: the check runs after every test. */
const verified = new Map<string, Promise<string | undefined>>();

/**
 * Re-verifies telemetry from outside: the signature of every attestation by its party's key, chains and registers, windows and
 * the roots their leaves state, day roots, and every committed row from the attestations and the replayed public statements.
 */
export async function telemetryFaults({ registry, leaves }: Evidence, state: ReplayState): Promise<string[]> {
  const faults: string[] = [];
  const windows = await readWindows(registry, faults);
  const attestations = await readAttestations(registry, windows, faults);
  for (const own of groupBy(attestations, ({ row }) => `${row.partyId} ${row.siteId}`).values())
    faults.push(...chainFaults(own));
  faults.push(...(await rowFaults(registry, attestations, state)));
  const types = leaves.map(({ body }) => body['t']);
  if (types.filter((t) => t === 'telemetry.window').length !== windows.size) faults.push('a window without a leaf');
  return faults;
}

async function readWindows(registry: TestRegistry, faults: string[]): Promise<ReadonlyMap<number, readonly Buffer[]>> {
  const { rows } = await registry.database.pool.query<{ seq: string; digests: Buffer; leaf: string }>(
    'select w.seq, w.digests, l.leaf from telemetry_windows w join log_pending l using (seq) order by w.seq',
  );
  const windows = new Map<number, readonly Buffer[]>();
  for (const { seq, digests, leaf } of rows) {
    const parts = Array.from({ length: digests.length / 32 }, (_, at) => digests.subarray(at * 32, at * 32 + 32));
    windows.set(Number(seq), parts);
    const parsed = parseLeaf(leaf);
    const last = parts.length - 1;
    const isIn = parsed && verifyWindow(parts[last] ?? Buffer.alloc(0), proveWindow(last, parts), parsed);
    if (isIn?.ok !== true) faults.push(`window ${seq}: its leaf states another root`);
  }
  return windows;
}

async function readAttestations(
  registry: TestRegistry,
  windows: ReadonlyMap<number, readonly Buffer[]>,
  faults: string[],
): Promise<Checked[]> {
  const placed = new Map<string, number>();
  for (const [seq, digests] of windows) {
    for (const digest of digests) {
      const name = digest.toString('base64url');
      if (placed.has(name)) faults.push(`attestation ${name} is in two windows`);
      placed.set(name, seq);
    }
  }
  const keys = await registry.database.pool.query<{
    kid: string;
    jwk: string;
    party_id: string;
    site_id: string | null;
  }>('select kid, jwk, party_id, site_id from keys');
  const byKid = new Map(keys.rows.map((key) => [key.kid, key]));
  const parties = await registry.database.pool.query<{ party_id: PartyId }>(
    'select distinct party_id from attestations',
  );
  const stored: AttestationRow[] = [];
  for (const { party_id: party } of parties.rows)
    stored.push(...(await registry.deps.ledger.read((tx) => tx.attestations.page({ party }, 1_000_000))));
  const checked: Checked[] = [];
  for (const row of stored) {
    const { digest, jws, siteId, partyId, kid } = row;
    const key = byKid.get(kid);
    const once = verified.get(jws) ?? verifyJws(jws, key?.jwk ?? '{}');
    verified.set(jws, once);
    if ((await once) !== digest || key?.party_id !== partyId || key.site_id !== siteId)
      faults.push(`attestation ${digest}: not signed by a telemetry key of ${partyId} ${siteId}`);
    const attestation = parseAttestation(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()).body);
    const { acceptedAt, late, counted, grid, gridFromRegistry } = row;
    const interval = { digest, attestation, acceptedAt, late, counted, grid, gridFromRegistry };
    checked.push({ ...interval, row, window: placed.get(digest) });
  }
  return checked;
}

async function verifyJws(jws: string, jwk: string): Promise<string | undefined> {
  const key: PublicJwk = JSON.parse(jwk);
  const parsed = parseStatement(Buffer.from(jws), 'cms-attestation+jwt');
  return (await verifyStatement(parsed, restorePublicKey(key))).digest;
}

function chainFaults(own: readonly Checked[]): string[] {
  const inOrder = [...own].sort((a, b) => a.attestation.start.getTime() - b.attestation.start.getTime());
  return inOrder.flatMap(({ digest, attestation: { chain, start, registers } }, at) => {
    const before = inOrder[at - 1];
    const last = before?.attestation;
    const isNext =
      last === undefined || chain.epoch > last.chain.epoch
        ? chain.seq === 0 && chain.prev === null && chain.epoch === (last === undefined ? 0 : last.chain.epoch + 1)
        : chain.seq === last.chain.seq + 1 && chain.prev === before?.digest;
    const isLater = last === undefined || start.getTime() >= last.start.getTime() + last.minutes * 60_000;
    const isAhead =
      last === undefined ||
      chain.epoch > last.chain.epoch ||
      (registers.facility_kwh >= last.registers.facility_kwh && registers.it_kwh >= last.registers.it_kwh);
    return isNext && isLater && isAhead ? [] : [`attestation ${digest} does not continue its chain`];
  });
}

async function rowFaults(registry: TestRegistry, all: readonly Checked[], state: ReplayState): Promise<string[]> {
  const { rows } = await registry.database.pool.query<{ seq: string; text: string; leaf: string }>(
    'select r.seq, r.text, l.leaf from accumulator_rows r join log_pending l using (seq) order by r.seq, r.position',
  );
  const faults: string[] = [];
  for (const [seq, under] of groupBy(rows, (row) => row.seq)) {
    const root = Buffer.from(dayRoot(under.map(({ text }) => text))).toString('base64url');
    if (parseLeaf(under[0]?.leaf ?? '')?.['root'] !== root)
      faults.push(`leaf ${seq} states another root than its rows`);
  }
  const own = groupBy(all, ({ row }) => `${row.partyId} ${row.siteId} ${dayOf(row.start)}`);
  for (const { seq, text } of rows) {
    const { org, site, day }: { org: PartyId; site: string | null; day: string } = JSON.parse(text);
    const party = state.parties.get(org);
    const then = (own.get(`${org} ${site} ${day}`) ?? []).filter(({ window }) => (window ?? Infinity) < Number(seq));
    // What was archived is read back elsewhere.
    if (site === null || party === undefined || then.length === 0) continue;
    if (encodeRow(siteRow({ org, site, day, ...factsOf(party), ...intervalsOf(then) })) !== text)
      faults.push(`row of ${org}, ${site}, ${day} under leaf ${seq} is not what its attestations give`);
  }
  return faults;
}

const intervalsOf = (intervals: readonly Checked[]) => ({
  intervals,
  minutes: intervals[0]?.attestation.minutes ?? 60,
});

function factsOf(party: ReplayedParty) {
  const audits = auditsOf(party) ?? [];
  return { factsAt: (id: string, start: Date) => workloadFacts(id, start, party.versions, audits) };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known === undefined) groups.set(key(item), [item]);
    else known.push(item);
  }
  return groups;
}
