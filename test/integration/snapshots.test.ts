import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import canonicalize from 'canonicalize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { snapshotDaily, snapshotListing } from '../../src/registry/snapshot-listing.ts';
import { newClaims, signClientAuth } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, headSeq, leavesOf } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

const EMPTY = createHash('sha256').digest('base64url');
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

let registry: TestRegistry;
let server: TestServer;
let auditor: TestParty;
beforeEach(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  auditor = await registerAuditor(registry, 'lumen');
});
afterEach(async () => {
  await server.close();
  await registry.close();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.address}${path}`, { headers });

async function tokenOf(party: TestParty, scope: string): Promise<string> {
  const fresh = newClaims(registry.deps.now(), randomBytes(16), 60);
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signClientAuth({ privateJwk: party.key, iss: party.id, aud: ORIGIN, ...fresh }),
    scope,
  };
  const reply = await fetch(`${server.address}/v1/token`, { method: 'POST', body: new URLSearchParams(form) });
  return String((await reply.json()).access_token);
}

const ask = (token?: string): Promise<Response> =>
  fetch(`${server.address}/v1/officer/snapshots`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

async function certifyNew(id: string): Promise<{ party: TestParty; certificate: string }> {
  const party = await registerProved(registry, id);
  return { party, certificate: (await certify(registry, party, auditor)).certificate };
}

/** Puts rows beside acme's into the listing, a hundred of them with each composite. */
async function addRows(count: number): Promise<void> {
  await registry.database.pool.query(
    `insert into listing (party_id, from_seq, to_seq, name, name_skeleton, country, sector, lei, tier, state, live,
         assurance, composite_key, certified_at, valid_to, search_text, domains, row, view)
       select 'p-' || n, from_seq, null, name, name_skeleton, country, sector, lei, tier, state, live, assurance,
         (n / 100)::numeric / 100, certified_at, valid_to, search_text, array['p-' || n || '.example'],
         jsonb_build_object('party_id', 'p-' || n, 'live', 'none', 'state', state, 'n', n)::text, view
       from listing, generate_series(1, $1::int) n where party_id = 'acme' and to_seq is null`,
    [count],
  );
}

/** The row of the JSON export, as a snapshot line. */
async function lineOf(party: string): Promise<string> {
  const rows = (await (await get('/v1/organisations.jsonl?state=all')).text()).trimEnd().split('\n');
  const { live, ...row } = rows.map((row) => JSON.parse(row)).find((row) => row.party_id === party);
  expect(live).toBe('none');
  return `${canonicalize(row)}\n`;
}

describe('a snapshot', () => {
  test('is the certified rows, canonical, by exact composite, then party id; its leaf names their digest', async () => {
    await certifyNew('b-two');
    await certifyNew('a');
    await certifyNew('b1');
    const suspended = await certifyNew('c');
    await registerProved(registry, 'nobody');
    await act(registry, 0, { action: 'suspend', subject: 'c', certificate: suspended.certificate });
    const before = await headSeq(registry);
    const leaves = await leavesOf(registry, () => snapshotListing(registry.deps));
    const expected = (await Promise.all(['a', 'b-two', 'b1'].map(lineOf))).join('');
    expect(leaves).toMatchObject([{ t: 'listing.snapshot', d: sha256(expected), n: 3, seq: before }]);
    const served = await get(`/snapshot/${sha256(expected)}.jsonl`);
    expect(await served.text()).toBe(expected);
    const headers = ['content-type', 'cache-control', 'etag', 'registry-seq'].map((name) => served.headers.get(name));
    expect(headers).toEqual([
      'application/jsonl; charset=utf-8',
      'public, max-age=31536000, immutable',
      `"${sha256(expected)}"`,
      String(before),
    ]);
    await checkRegistry(registry);
  });

  test('stays what it was, whatever the listing became', async () => {
    const { certificate } = await certifyNew('acme');
    const { digest } = await snapshotListing(registry.deps);
    const first = await (await get(`/snapshot/${digest}.jsonl`)).text();
    await act(registry, 0, { action: 'withdraw', subject: 'acme', certificate });
    const later = await snapshotListing(registry.deps);
    expect(later).toMatchObject({ digest: EMPTY, rows: 0 });
    expect(await (await get(`/snapshot/${digest}.jsonl`)).text()).toBe(first);
    expect(sha256(first)).toBe(digest);
    expect(await (await get(`/snapshot/${EMPTY}.jsonl`)).text()).toBe('');
  });

  test('is known by the day as gzip: the newest one, the same bytes each time, kept for ever once the day is over', async () => {
    await snapshotListing(registry.deps);
    await certifyNew('acme');
    const { digest } = await snapshotListing(registry.deps);
    const path = '/snapshot/listing-2026-03-03.jsonl.gz';
    const [one, two] = [await get(path), await get(path)];
    const packed = Buffer.from(await one.arrayBuffer());
    expect(Buffer.from(await two.arrayBuffer()).equals(packed)).toBe(true);
    expect(sha256(gunzipSync(packed))).toBe(digest);
    expect(packed.readUInt32LE(4)).toBe(0);
    expect(one.headers.get('content-type')).toBe('application/gzip');
    expect(one.headers.get('content-encoding')).toBeNull();
    expect(one.headers.get('cache-control')).toBe('public, max-age=5');
    expect((await get(path, { 'if-none-match': `"${digest}"` })).status).toBe(304);
    registry.setNow(new Date('2026-03-04T00:00:01Z'));
    await registerProved(registry, 'next-day');
    expect((await get(path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/snapshot/listing-2026-03-04.jsonl.gz')).status).toBe(404);
  });

  test.each([
    '/snapshot/listing-2026-02-30.jsonl.gz',
    '/snapshot/listing-2026-03-03.jsonl',
    `/snapshot/${'A'.repeat(43)}.jsonl`,
    `/snapshot/${'A'.repeat(42)}B.jsonl`,
    '/snapshot/..%2f.jsonl',
  ])('%s is none', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('reads in pages, ties across their border included', async () => {
    await certifyNew('acme');
    await addRows(1250);
    const { digest, rows } = await snapshotListing(registry.deps);
    const text = await (await get(`/snapshot/${digest}.jsonl`)).text();
    const lines: { party_id: string; n?: number }[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([rows, lines.length, sha256(text)]).toEqual([1251, 1251, digest]);
    const made = lines.filter((line) => line.n !== undefined);
    const group = (line: { n?: number }): number => Math.floor((line.n ?? 0) / 100);
    const sorted = [...made].sort((a, b) => group(b) - group(a) || (a.party_id < b.party_id ? -1 : 1));
    expect(made).toEqual(sorted);
    const day = Buffer.from(await (await get('/snapshot/listing-2026-03-03.jsonl.gz')).arrayBuffer());
    expect(gunzipSync(day).toString('utf8')).toBe(text);
  });

  test('whose rows somebody changed in the database is not served', async () => {
    await certifyNew('acme');
    const { digest } = await snapshotListing(registry.deps);
    await registry.database.pool.query(`update listing set row = replace(row, 'Bronze', 'Silver')`);
    const refused = await get(`/snapshot/${digest}.jsonl`);
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([500, 'no-store']);
  });

  test('breaks off before its end where part of it is on the way already', async () => {
    await certifyNew('acme');
    await addRows(1250);
    const { digest } = await snapshotListing(registry.deps);
    await registry.database.pool.query(`update listing set row = replace(row, '"n": 3,', '"n": 4,')`);
    const whole = async (path: string): Promise<string> => {
      const reply = await get(path);
      if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
      return reply.text();
    };
    await expect(whole(`/snapshot/${digest}.jsonl`)).rejects.toThrow();
    await expect(whole('/snapshot/listing-2026-03-03.jsonl.gz')).rejects.toThrow();
  });
});

describe('the daily snapshot', () => {
  test('is taken also while nobody is listed', async () => {
    const leaves = await leavesOf(registry, () => snapshotDaily(registry.deps));
    expect(leaves).toMatchObject([{ t: 'listing.snapshot', d: EMPTY, n: 0 }]);
    await checkRegistry(registry);
  });

  test('is taken once a UTC day, by however many ask', async () => {
    await certifyNew('acme');
    const taken = await leavesOf(registry, () =>
      Promise.all(Array.from({ length: 4 }, () => snapshotDaily(registry.deps))),
    );
    expect(taken.map((leaf) => leaf.t)).toEqual(['listing.snapshot']);
    registry.setNow(new Date('2026-03-03T23:59:59Z'));
    expect(await snapshotDaily(registry.deps)).toBeUndefined();
    registry.setNow(new Date('2026-03-04T00:00:00Z'));
    expect(await snapshotDaily(registry.deps)).toMatchObject({ rows: 1 });
    await checkRegistry(registry);
  });
});

describe('POST /v1/officer/snapshots', () => {
  const officer = (): TestParty => {
    const [first] = registry.officers;
    if (first === undefined) throw new Error('no officer');
    return first;
  };

  test('is for officers', async () => {
    await certifyNew('acme');
    const reply = await ask(await tokenOf(officer(), 'officer'));
    const answer = await reply.json();
    expect(reply.status).toBe(201);
    expect(answer).toEqual({
      digest: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      seq: await headSeq(registry),
      shown_seq: (await headSeq(registry)) - 1,
      rows: 1,
      at: '2026-03-03T12:00:00Z',
    });
    expect(sha256(await (await get(`/snapshot/${answer.digest}.jsonl`)).text())).toBe(answer.digest);
  });

  test('refuses everybody else, and nothing is written', async () => {
    const refused = await leavesOf(registry, async () => {
      for (const token of [undefined, 'a.b.c', await tokenOf(auditor, 'party'), await tokenOf(auditor, 'auditor')]) {
        const reply = await ask(token);
        expect([reply.status, (await reply.json()).code]).toEqual([401, 'token_invalid']);
      }
    });
    expect(refused).toEqual([]);
  });
});
