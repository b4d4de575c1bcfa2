import canonicalize from 'canonicalize';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { logIdentity } from '../../src/keys/log-identity.ts';
import { parseVerifierKey } from '../../src/log/note.ts';
import { parseProof, verifyProof } from '../../src/log/proof.ts';
import type { Witness } from '../../src/registry/ports/log.ts';
import { type Receipt, readReceipt } from '../../src/registry/read-receipt.ts';
import { snapshotListing } from '../../src/registry/snapshot-listing.ts';
import { generateSigningKey, publicJwkOf } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { cosignerOf, type TestCosigner } from '../support/cosigner.ts';
import { AFTER_56_DAYS, auditBody, certify, type Leaf, leavesAfter } from '../support/journey.ts';
import { chainHead, keyProof } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import {
  createTestRegistry,
  ORIGIN,
  opinionBody,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { makeEd25519 } from '../support/registry-keys.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  org = await registerProved(registry, 'aurora');
  auditor = await registerAuditor(registry, 'clearwater');
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const get = (url: string, at = server) => at.app.inject({ url });
const post = (url: string, payload: Uint8Array, headers: Record<string, string> = {}, at = server) =>
  at.app.inject({
    method: 'POST',
    url,
    payload: Buffer.from(payload),
    headers: { 'content-type': 'application/jose', ...headers },
  });

let organisations = 0;
/** An audit of a new organisation. */
async function declared(): Promise<{ digest: string }> {
  organisations += 1;
  const party = await registerOnly(registry, `org-${organisations}`);
  return (await post('/v1/audits', await registry.sign(party, 'cms-audit+jwt', auditBody(party.id)))).json();
}

/** Opens a receipt as an outsider does: with the key at /log/vkey. */
async function open(receipt: Receipt, at = server): Promise<{ size: number; leaf: Leaf }> {
  const key = parseVerifierKey((await get('/log/vkey', at)).payload.trim());
  const proof = parseProof(receipt.tlog_proof);
  if (key === undefined || proof === undefined) throw new Error('malformed');
  expect(Object.keys(receipt).sort()).toEqual(['digest', 'index', 'leaf', 'tlog_proof', 'window']);
  expect(proof.index).toBe(receipt.index);
  expect(Buffer.from(proof.extra ?? '').toString()).toBe(canonicalize({ leaf: receipt.leaf, window: null }));
  const verdict = await verifyProof(proof, Buffer.from(receipt.leaf), { origin: key.name, keys: [key] });
  if (!verdict.ok) throw new Error(verdict.reason);
  return { size: verdict.value.size, leaf: JSON.parse(receipt.leaf) };
}

describe('the answer to a statement', () => {
  const keyStatement = async (): Promise<Uint8Array> => {
    const key = await generateSigningKey();
    const scope = { use: 'statements' };
    return registry.sign(org, 'cms-key+jwt', {
      schema: 'cms-key/1',
      op: 'add',
      jwk: publicJwkOf(key),
      ...scope,
      proof: await keyProof(registry, key, org.id, scope),
      prev: await chainHead(registry, org.id),
    });
  };
  const officerAct = (): Promise<Uint8Array> => {
    const [officer] = registry.officers;
    if (officer === undefined) throw new Error('no officer');
    const act = { action: 'accredit', subject: 'clearwater', levels: [1], valid_to: '2031-01-01T00:00:00Z' };
    return registry.sign(officer, 'cms-act+jwt', { schema: 'cms-act/1', reason: 'a test', ...act });
  };
  const workloads = async (): Promise<Uint8Array> => {
    const entry = {
      workload_id: 'w-1',
      site_id: 'cumulus-1',
      name: 'nightly',
      owner: 'team-a',
      schedule_ref: 'cron/nightly',
      kind: 'batch',
      deferrable: true,
      capacity_unit: 'jobs',
      redundancy: 1,
      energy_basis: 'measured',
    };
    const cumulus = await registerOnly(registry, 'cumulus');
    return registry.sign(cumulus, 'cms-workloads+jwt', { schema: 'cms-workloads/1', entries: [entry] });
  };
  let audit = '';

  test.each<[string, () => Promise<string>, () => Promise<Uint8Array>]>([
    [
      'party.registered',
      async () => '/v1/parties',
      async () => {
        const key = await generateSigningKey();
        return registry.sign({ id: 'borealis', key }, 'cms-party+jwt', partyBody('borealis', key));
      },
    ],
    ['key.added', async () => '/v1/parties/aurora/keys', keyStatement],
    ['workloads.registered', async () => '/v1/workloads', workloads],
    ['audit.declared', async () => '/v1/audits', () => registry.sign(org, 'cms-audit+jwt', auditBody('aurora'))],
    [
      'audit.countersigned',
      async () => `/v1/audits/${audit}/countersignatures`,
      () => registry.sign(auditor, 'cms-countersignature+jwt', opinionBody(audit)),
    ],
    ['act.signed', async () => '/v1/acts', officerAct],
  ])('carries the receipt of its own %s leaf', async (type, path, make) => {
    const bytes = await make();
    const first = await post(await path(), bytes);
    expect([first.statusCode, first.headers['cache-control']]).toEqual([201, 'no-store']);
    const { digest, seq, receipt } = first.json();
    if (type === 'audit.declared') audit = digest;
    const { size, leaf } = await open(receipt);
    expect(leaf.t).toBe(type);
    expect(type === 'audit.countersigned' ? leaf['o'] : leaf['d']).toBe(digest);
    expect(receipt.digest).toBe(digest);
    expect(seq).toBeGreaterThanOrEqual(receipt.index);
    expect(size).toBeGreaterThan(seq);

    const again = await post(await path(), bytes);
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    const stored = await get(`/v1/receipts/${digest}`);
    expect(stored.json()).toEqual(receipt);
  });

  test('a dry run has none', async () => {
    const answer = await post('/v1/acts?dry_run=true', await officerAct());
    expect([answer.statusCode, Object.keys(answer.json())]).toEqual([200, ['would_change']]);
  });

  test('a refusal has none, and names nothing', async () => {
    const bytes = await registry.sign(org, 'cms-workloads+jwt', { schema: 'cms-workloads/1', entries: [] });
    const answer = await post('/v1/workloads', bytes, { prefer: 'respond-async' });
    expect([answer.statusCode, answer.headers['location'], answer.headers['preference-applied']]).toEqual([
      400,
      undefined,
      undefined,
    ]);
  });
});

describe('GET /v1/receipts/{digest}', () => {
  test('never changes, however the log grows', async () => {
    const { digest } = await declared();
    const url = `/v1/receipts/${digest}`;
    const before = await get(url);
    expect(before.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    await registerOnly(registry, 'growth');
    const after = await get(url);
    expect([after.payload, after.headers['etag']]).toEqual([before.payload, before.headers['etag']]);
    const etag = String(before.headers['etag']);
    expect((await server.app.inject({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304);
    expect((await server.app.inject({ method: 'HEAD', url })).headers['etag']).toBe(etag);
    expect((await get(`${url}.json`)).json()).toEqual(before.json());
    const text = await get(`${url}.tlog-proof`);
    expect([text.payload, text.headers['content-type']]).toEqual([
      before.json().tlog_proof,
      'text/plain; charset=utf-8',
    ]);
  });

  test('knows the digests that credentials, status lists and snapshots are logged by', async () => {
    await certify(registry, await registerProved(registry, 'stratus'), auditor);
    await snapshotListing(registry.deps);
    const leaves = await leavesAfter(registry, -1);
    for (const type of ['certificate.issued', 'status.list', 'listing.snapshot']) {
      const named = leaves.findLast((leaf) => leaf.t === type);
      const answer = await get(`/v1/receipts/${String(named?.['d'])}`);
      expect([type, answer.statusCode]).toEqual([type, 200]);
      expect((await open(answer.json())).leaf).toEqual(named);
    }
  });

  test('what several leaves name has the receipt of the first', async () => {
    const one = await snapshotListing(registry.deps);
    const two = await snapshotListing(registry.deps);
    expect([two.digest, two.seq > one.seq]).toEqual([one.digest, true]);
    const { index } = (await get(`/v1/receipts/${one.digest}`)).json();
    expect(index).toBeLessThanOrEqual(one.seq);
    expect(JSON.parse((await get(`/v1/receipts/${one.digest}`)).json().leaf).d).toBe(one.digest);
  });

  test.each([
    ['a digest nobody logged', `/v1/receipts/${'A'.repeat(43)}`, 404, 'not_found'],
    ['as a proof file', `/v1/receipts/${'A'.repeat(43)}.tlog-proof`, 404, 'not_found'],
    ['no digest', '/v1/receipts/short', 404, 'not_found'],
    ['stray bits', `/v1/receipts/${'A'.repeat(42)}B`, 404, 'not_found'],
    ['a question that is none', `/v1/receipts/${'A'.repeat(43)}?cosigned=maybe`, 400, 'request_invalid'],
    ['a parameter nobody knows', `/v1/receipts/${'A'.repeat(43)}?at=1`, 400, 'request_invalid'],
  ])('%s is refused', async (_what, url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe('while nothing is published', () => {
  let slow: TestRegistry;
  let slowServer: TestServer;
  let party: TestParty;
  beforeAll(async () => {
    slow = await createTestRegistry({ now: AFTER_56_DAYS, sequencing: 'manual' });
    slowServer = await startServer(slow);
    party = await registerOnly(slow, 'aurora');
    await slow.tick();
  });
  afterEach(() => checkRegistry(slow));
  afterAll(async () => {
    await slowServer.close();
    await slow.close();
  });
  const audit = () => slow.sign(party, 'cms-audit+jwt', auditBody('aurora'));
  const send = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    post('/v1/audits', bytes, headers, slowServer);

  test('whoever prefers not to wait hears 202, and the same bytes tell the rest', async () => {
    const bytes = await audit();
    const first = await send(bytes, { prefer: 'wait=9, Respond-Async; x="y"' });
    expect(first.statusCode).toBe(202);
    const { digest, status } = first.json();
    expect(first.json()).toMatchObject({ status: 'declared', seq: null, receipt: null });
    expect(first.headers).toMatchObject({
      location: `/v1/receipts/${digest}`,
      'preference-applied': 'respond-async',
      'retry-after': '1',
      'cache-control': 'no-store',
    });
    const where = String(first.headers['location']);
    const pending = await get(where, slowServer);
    expect([
      pending.statusCode,
      pending.json(),
      pending.headers['retry-after'],
      pending.headers['cache-control'],
    ]).toEqual([202, { digest, receipt: null }, '1', 'no-store']);
    const pendingText = await get(`${where}.tlog-proof`, slowServer);
    expect([pendingText.statusCode, pendingText.payload]).toEqual([202, '']);
    const replayed = await send(bytes, { prefer: 'respond-async' });
    expect([replayed.statusCode, replayed.json()]).toEqual([202, first.json()]);

    await slow.tick();
    const receipt = (await get(where, slowServer)).json();
    await open(receipt, slowServer);
    const last = await send(bytes, { prefer: 'respond-async' });
    expect([last.statusCode, last.headers['preference-applied']]).toEqual([200, undefined]);
    expect(last.json()).toMatchObject({ digest, status, receipt, seq: receipt.index });
  });

  test('a tick that does not come in time is 202 as well, without the preference', async () => {
    const answer = await send(await audit());
    expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([202, undefined]);
    expect(answer.json()).toMatchObject({ seq: null, receipt: null });
    await slow.tick();
    expect((await get(String(answer.headers['location']), slowServer)).statusCode).toBe(200);
  });

  test('whoever waits is answered by the tick', async () => {
    slow.sequencer.start();
    const answer = await send(await audit());
    expect(answer.statusCode).toBe(201);
    await open(answer.json().receipt, slowServer);
    const proved = await slowServer.app.inject({
      method: 'POST',
      url: '/v1/parties/aurora/domains/aurora.example/check',
    });
    expect([proved.statusCode, proved.json().proved]).toEqual([200, true]);
    const { rows } = await slow.database.pool.query<{ waiting: string }>(
      'select (select next_seq from log_head) - (select size from log_tree) as waiting',
    );
    expect(rows).toEqual([{ waiting: '0' }]);
    await slow.sequencer.stop();
  });

  test('a replay finds its receipt though nothing is signed any more', async () => {
    const bytes = await audit();
    await send(bytes, { prefer: 'respond-async' });
    await slow.tick();
    const mark = slow.mark.note;
    slow.mark.note = 'spoilt';
    await slow.tick();
    expect(slow.deps.publication.fault()).toBeDefined();
    expect((await send(bytes)).statusCode).toBe(200);
    expect((await send(await audit())).json()).toMatchObject({ status: 503, code: 'read_only' });
    slow.mark.note = mark;
    await slow.tick();
  });
});

describe('?cosigned=true', () => {
  let watched: TestRegistry;
  let watchedServer: TestServer;
  const witnesses: (Witness & TestCosigner)[] = [];
  let digest = '';
  beforeAll(async () => {
    for (const name of ['w1.example', 'w2.example']) {
      witnesses.push({ ...cosignerOf(name, await generateSigningKey()), vkey: name, url: undefined });
    }
    watched = await createTestRegistry({ now: AFTER_56_DAYS, witnesses });
    watchedServer = await startServer(watched);
    const party = await registerOnly(watched, 'aurora');
    const bytes = await watched.sign(party, 'cms-audit+jwt', auditBody('aurora'));
    digest = (await post('/v1/audits', bytes, {}, watchedServer)).json().digest;
  });
  afterEach(() => checkRegistry(watched));
  afterAll(async () => {
    await watchedServer.close();
    await watched.close();
  });

  const cosignHead = async (time: number, ...by: number[]): Promise<number> => {
    const head = await watched.deps.ledger.read((tx) => tx.tree.head());
    const text = `${head?.note.split('\n\n')[0]}\n`;
    for (const index of by) {
      const witness = witnesses[index];
      if (witness === undefined) throw new Error('no witness');
      const line = await witness.line(text, time);
      await watched.deps.ledger.write((tx) =>
        tx.cosignatures.put({ size: head?.size ?? 0, signer: witness.vkey, name: witness.key.name, time, line }),
      );
    }
    return head?.size ?? 0;
  };
  const cosigned = () => get(`/v1/receipts/${digest}?cosigned=true`, watchedServer);

  test('is 404 while nobody has', async () => {
    expect((await cosigned()).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await get(`/v1/receipts/${digest}?cosigned=false`, watchedServer)).statusCode).toBe(200);
  });

  test('gives the first checkpoint with most cosigners, and their lines', async () => {
    const first = (await get(`/v1/receipts/${digest}`, watchedServer)).json();
    await registerOnly(watched, 'b');
    const one = await cosignHead(1_000, 0);
    const answer = await cosigned();
    expect(answer.headers['cache-control']).toBe('public, max-age=5');
    expect((await open(answer.json(), watchedServer)).size).toBe(one);
    expect(answer.json().tlog_proof).toMatch(/\n— w1\.example [A-Za-z0-9+/]+=*\n$/);

    await registerOnly(watched, 'c');
    const both = await cosignHead(2_000, 0, 1);
    expect((await open((await cosigned()).json(), watchedServer)).size).toBe(both);
    expect((await cosigned()).json().tlog_proof).toMatch(/\n— w1\.example .*\n— w2\.example .*\n$/);
    await registerOnly(watched, 'd');
    await cosignHead(3_000, 0, 1);
    expect((await open((await cosigned()).json(), watchedServer)).size).toBe(both);
    const proof = await get(`/v1/receipts/${digest}.tlog-proof?cosigned=true`, watchedServer);
    expect(proof.payload).toBe((await cosigned()).json().tlog_proof);

    expect((await get(`/v1/receipts/${digest}`, watchedServer)).json()).toEqual(first);
  });
});

describe('the registry verifies what it hands out', () => {
  test('after a change of its key, what the old one signed still verifies', async () => {
    const { digest } = await declared();
    const rotated = { ...registry.deps, log: logIdentity(ORIGIN, [await makeEd25519()]) };
    const before = (await get(`/v1/receipts/${digest}`)).json();
    expect(await readReceipt(rotated, digest)).toEqual(before);
  });

  test.each([
    [
      'a changed leaf',
      'log_pending',
      `update log_pending set leaf = replace(leaf, 'audit.declared', 'audit.held') where type = 'audit.declared'`,
    ],
    [
      'a changed tile',
      'log_tile',
      `update log_tile set hashes = overlay(hashes placing '\\x00'::bytea from 40) where level = 0`,
    ],
    ['a changed root', 'log_checkpoint', `update log_checkpoint set note = replace(note, E'\\n', E'\\nA')`],
  ])('%s: named, and nothing wrong is handed out', async (_what, table, damage) => {
    const spoilt = await createTestRegistry({ now: AFTER_56_DAYS });
    const at = await startServer(spoilt);
    const party = await registerOnly(spoilt, 'aurora');
    const { digest } = (
      await post('/v1/audits', await spoilt.sign(party, 'cms-audit+jwt', auditBody('aurora')), {}, at)
    ).json();
    await spoilt.database.pool.query(`alter table ${table} disable trigger all`);
    await spoilt.database.pool.query(damage);
    const answer = await get(`/v1/receipts/${digest}`, at);
    expect(answer.json()).toMatchObject({ status: 503, code: 'log_damaged' });
    expect(answer.payload).not.toContain('tlog_proof');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    await at.close();
    await spoilt.close();
  });
});
