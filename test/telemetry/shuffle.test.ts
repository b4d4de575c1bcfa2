import { afterAll, beforeAll, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { acceptAttestations, type ItemResult } from '../../src/registry/accept-attestations.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';
import { addKey } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import { createTestRegistry, type TestRegistry } from '../support/registry.ts';
import { chainWriter, type TestDevice, type WrittenLink } from '../support/telemetry.ts';

const NOW = '2026-11-25T12:00:00Z';
const [PARTIES, SITES_EACH, PER_SITE] = [11, 3, 304];
const TOTAL = PARTIES * SITES_EACH * PER_SITE;
/** 288 quarters of an hour are 72 hours, and one ends just then: the 15 before them, a twentieth, come late. */
const FIRST = new Date(Date.parse(NOW) - PER_SITE * 900_000);
const BATCH = 400;

/** Shares of what is sent beside the chain itself. */
const [DUPLICATES, OVERLAPS, FORKS, TWINS] = [0.2, 0.01, 0.01, 0.01];

let ordered: TestRegistry;
let shuffled: TestRegistry;
const keys = new Map<string, PrivateJwk>();
const devices: TestDevice[] = [];

beforeAll(async () => {
  [ordered, shuffled] = await Promise.all([createTestRegistry({ now: NOW }), createTestRegistry({ now: NOW })]);
  for (let n = 0; n < PARTIES; n++) {
    const id = `org-${n}`;
    const key = await generateSigningKey();
    for (const registry of [ordered, shuffled]) {
      await registerParty(registry.deps, await registry.sign({ id, key }, 'cms-party+jwt', partyBody(id, key)));
      await checkDomain(registry.deps, id, `${id}.example`);
    }
    for (let site = 0; site < SITES_EACH; site++) devices.push(await addDevice({ id, key }, `${id}-s${site}`));
  }
}, 120_000);
afterAll(async () => {
  await Promise.all([ordered.close(), shuffled.close()]);
});

async function addDevice(party: { id: string; key: PrivateJwk }, siteId: string): Promise<TestDevice> {
  const key = await generateSigningKey();
  keys.set(siteId, key);
  for (const registry of [ordered, shuffled]) await addKey(registry, party, { use: 'telemetry', siteId, key });
  return { id: party.id, key, siteId };
}

/** Reproducible, so that a failure can be looked at. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const roll = dice(20_261_125);
const pick = (count: number): number => Math.floor(roll() * count);
function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: roll() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What one agent has still to send, and what it sends beside: it knows nothing but the answers it gets. */
interface Client {
  readonly device: TestDevice;
  readonly chain: readonly WrittenLink[];
  /** Links of the chain that the registry has. */
  sent: number;
}

/** One thing to send: `code` is what must come of it, where it is not simply the next link. */
interface Parcel {
  readonly client: Client;
  readonly jws: string;
  readonly link?: number;
  readonly code?: string;
}

const send = (registry: TestRegistry, texts: readonly string[]): Promise<readonly ItemResult[]> =>
  acceptAttestations(
    registry.deps,
    texts.map((jws) => Buffer.from(jws)),
  );

async function signed({ device }: Client, body: object): Promise<string> {
  return Buffer.from(await shuffled.sign(device, 'cms-attestation+jwt', body)).toString('latin1');
}

/** The next links of a client in nearly their order, an overlapping interval in front of some. */
async function nextOf(client: Client): Promise<Parcel[]> {
  const links = client.chain.slice(client.sent, client.sent + 12).map((_, at) => client.sent + at);
  for (let at = 1; at < links.length; at++) {
    const [one, other] = [links[at - 1], links[at]];
    if (roll() < 0.06 && one !== undefined && other !== undefined) [links[at - 1], links[at]] = [other, one];
  }
  const parcels: Parcel[] = [];
  for (const link of links) {
    const { jws = '', body } = client.chain[link] ?? {};
    const before = client.chain[link - 1];
    if (before !== undefined && roll() < OVERLAPS)
      parcels.push({ client, code: 'implausible', jws: await signed(client, { ...body, start: before.body.start }) });
    parcels.push({ client, link, jws });
  }
  return parcels;
}

/** Things about a link that the registry has already. */
async function beside(client: Client): Promise<Parcel[]> {
  const known = client.chain[pick(client.sent)];
  if (client.sent === 0 || known === undefined) return [];
  const parcels: Parcel[] = [];
  const { jws, body } = known;
  if (roll() < FORKS / DUPLICATES)
    parcels.push({ client, code: 'chain_fork', jws: await signed(client, { ...body, facility_kwh: '101' }) });
  if (roll() < TWINS / DUPLICATES) parcels.push({ client, code: 'chain_replayed', jws: await signed(client, body) });
  return [...parcels, { client, code: 'duplicate', jws }];
}

/** Merges the clients' parcels at random, each client's among themselves in the order given. */
function interleave(groups: readonly (readonly Parcel[])[]): Parcel[] {
  const slots = shuffle(groups.flatMap((group, at) => group.map(() => at)));
  const rest = groups.map((group) => [...group]);
  return slots.map((at) => rest[at]?.shift()).filter((parcel) => parcel !== undefined);
}

interface Tally {
  [code: string]: number;
}

/** Reads an answer as an agent does. Whatever is unexpected fails the test. */
function read({ client, link, code }: Parcel, { result }: ItemResult, tally: Tally): void {
  const answer = 'outcome' in result ? String(result.outcome.status) : codeOf(result.error);
  if (answer === 'chain_gap') {
    const { error } = 'error' in result ? result : {};
    const expected = error instanceof RegistryError ? error.members['expected'] : undefined;
    const { digest = null } = client.chain[client.sent - 1] ?? {};
    expect(expected).toEqual({ epoch: 0, seq: client.sent, prev: digest });
  } else if (code !== undefined) {
    expect(answer).toBe(code === 'duplicate' ? '200' : code);
  } else {
    expect([answer, link]).toEqual(['201', client.sent]);
    client.sent += 1;
  }
  const name = answer === 'chain_gap' ? answer : (code ?? answer);
  tally[name] = (tally[name] ?? 0) + 1;
}

const codeOf = (error: unknown): string => (error instanceof RegistryError ? error.code : String(error));

async function rowsOf(registry: TestRegistry): Promise<string[]> {
  registry.setNow(new Date('2026-11-26T00:30:00Z'));
  await closeDueDays(registry.deps, async () => undefined);
  const { rows } = await registry.database.pool.query<{ text: string }>(
    'select text from accumulator_rows order by party_id, site_id, day, seq',
  );
  return rows.map(({ text }) => text);
}

test(`${TOTAL} intervals, shuffled and with noise, come to what they come to in order`, async () => {
  const clients: Client[] = [];
  for (const device of devices) {
    const chain = await chainWriter(shuffled, device, FIRST, 15).take(PER_SITE);
    clients.push({ device, chain, sent: 0 });
  }
  for (const { chain } of clients) {
    const results = await send(
      ordered,
      chain.map(({ jws }) => jws),
    );
    expect(results.every(({ result }) => 'outcome' in result && result.outcome.status === 201)).toBe(true);
  }

  const tally: Tally = {};
  for (let open = clients; open.length > 0; open = clients.filter(({ sent, chain }) => sent < chain.length)) {
    const groups: Parcel[][] = [];
    for (const client of shuffle(open)) {
      if (groups.flat().length >= BATCH) break;
      const extra = (await Promise.all(Array.from({ length: 4 }, () => beside(client)))).flat();
      groups.push([...(roll() < 0.5 ? extra : []), ...(await nextOf(client))]);
    }
    const parcels = interleave(groups);
    const results = await send(
      shuffled,
      parcels.map(({ jws }) => jws),
    );
    for (const [at, parcel] of parcels.entries()) {
      const result = results[at];
      if (result === undefined) throw new Error('an item has no result');
      read(parcel, result, tally);
    }
  }
  expect(tally['201']).toBe(TOTAL);
  expect(tally['duplicate']).toBeGreaterThan(TOTAL * 0.15);
  for (const code of ['chain_gap', 'chain_fork', 'chain_replayed', 'implausible'])
    expect([code, (tally[code] ?? 0) > TOTAL * 0.004]).toEqual([code, true]);

  const [inOrder, afterAll] = [await rowsOf(ordered), await rowsOf(shuffled)];
  expect(inOrder.length).toBeGreaterThan(devices.length * 3);
  expect(afterAll).toEqual(inOrder);

  const { rows } = await shuffled.database.pool.query<Tally>(
    `select sum(received)::int as received, sum(late)::int as late, sum(duplicate)::int as duplicate,
       sum(overlap)::int as overlap from telemetry_days`,
  );
  expect(rows[0]).toEqual({
    received: TOTAL,
    late: devices.length * 15,
    duplicate: tally['duplicate'] ?? 0,
    overlap: tally['implausible'],
  });
  const { rows: found } = await shuffled.database.pool.query<Tally>(
    `select (select count(*) from telemetry_forks)::int as forks,
       (select count(*) from log_pending where type = 'telemetry.fork')::int as leaves,
       (select sum(length(digests) / 32) from telemetry_windows)::int as windowed`,
  );
  expect(found[0]).toEqual({ forks: tally['chain_fork'], leaves: tally['chain_fork'], windowed: TOTAL });
}, 240_000);
