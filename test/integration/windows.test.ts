import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sha256Base64url } from '../../src/core/base64url.ts';
import { isDigest, isPartyId } from '../../src/core/ids.ts';
import { startWindowLoop } from '../../src/jobs/window-loop.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { parseProof } from '../../src/log/proof.ts';
import { parseWindow, verifyWindow, windowRoot } from '../../src/log/window.ts';
import { acceptAttestations, type ItemResult } from '../../src/registry/accept-attestations.ts';
import { closeWindow, closeWindowIfDue } from '../../src/registry/close-window.ts';
import type { AttestationRow } from '../../src/registry/ports/telemetry.ts';
import { kidOf } from '../../src/sdk/sign.ts';
import { revokeKey } from '../support/key-operations.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  type ChainWriter,
  chainWriter,
  type TestDevice,
  telemetryKey,
  type WrittenLink,
} from '../support/telemetry.ts';

const NOON = new Date('2026-11-25T12:00:00Z');
const atSecond = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1000);

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let device: TestDevice;
let chain: ChainWriter;
beforeAll(async () => {
  registry = await createTestRegistry({ now: NOON.toISOString() });
  server = await startServer(registry);
  org = await registerProved(registry, 'meridian');
  device = await telemetryKey(registry, org, 'fra-1');
  chain = chainWriter(registry, device, new Date('2026-11-20T00:00:00Z'), 15);
});
afterEach(() => everyWindowIsSound());
afterAll(async () => {
  await server.close();
  await registry.close();
});

const send = (links: readonly WrittenLink[]): Promise<readonly ItemResult[]> =>
  acceptAttestations(
    registry.deps,
    links.map(({ jws }) => Buffer.from(jws)),
  );
const close = () => registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now()));
const get = (url: string) => server.app.inject({ url });
const query = async <T extends object>(text: string): Promise<T[]> =>
  (await registry.database.pool.query<T>(text)).rows;
const leavesOf = (...types: string[]) =>
  query<{ seq: string; leaf: string }>(
    `select seq, leaf from log_pending where type = any('{${types.join(',')}}') order by seq`,
  ).then((rows) => rows.map(({ leaf }) => JSON.parse(leaf)));

/** A promise that is fulfilled from outside. */
function signal(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve: () => resolve() };
}

/** Every window's root is that of the digests it took, in id order; each accepted attestation is in one, or waits. */
async function everyWindowIsSound(): Promise<void> {
  const windows = await query<{ seq: string; digests: Buffer; leaf: string }>(
    'select w.seq, w.digests, l.leaf from telemetry_windows w join log_pending l using (seq) order by seq',
  );
  const stored = await query<{ id: string; digest: string }>('select id, digest from attestations order by id');
  const pending = await query<{ digest: string }>('select digest from telemetry_pending order by id');
  const ids = new Map(stored.map(({ digest, id }) => [digest, Number(id)]));
  const taken: string[] = [];
  for (const { digests, leaf } of windows) {
    const list = Array.from({ length: digests.length / 32 }, (_, at) => digests.subarray(at * 32, at * 32 + 32));
    const named = list.map((digest) => digest.toString('base64url'));
    const order = named.map((digest) => ids.get(digest) ?? Number.NaN);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(JSON.parse(leaf)).toMatchObject({
      n: list.length,
      root: Buffer.from(windowRoot(list)).toString('base64url'),
    });
    taken.push(...named);
  }
  expect([...taken, ...pending.map(({ digest }) => digest)].sort()).toEqual(stored.map(({ digest }) => digest).sort());
  expect((await leavesOf('telemetry.window')).length).toBe(windows.length);
}

describe('a window', () => {
  test('is none where nothing came', async () => {
    expect([await close(), await closeWindowIfDue(registry.deps)]).toEqual([undefined, undefined]);
  });

  test('closes ten seconds after its first attestation, not before', async () => {
    await send(await chain.take(3));
    registry.setNow(atSecond(4));
    await send(await chain.take(2));
    registry.setNow(atSecond(9));
    expect(await closeWindowIfDue(registry.deps)).toBeUndefined();
    registry.setNow(atSecond(10));
    const leaf = await closeWindowIfDue(registry.deps);
    expect(leaf?.body).toMatchObject({ n: 5, from: '2026-11-25T12:00:00Z', to: '2026-11-25T12:00:04Z' });
    expect(await closeWindowIfDue(registry.deps)).toBeUndefined();
  });

  test('that another instance closed meanwhile is not closed again with what came since', async () => {
    await send(await chain.take(1));
    registry.setNow(atSecond(30));
    const { ledger, now } = registry.deps;
    const overtaken = {
      ...registry.deps,
      ledger: {
        ...ledger,
        write: async <T>(work: Parameters<typeof ledger.write<T>>[0]): Promise<T> => {
          await ledger.write((tx) => closeWindow(tx, now()));
          await send(await chain.take(1));
          return ledger.write(work);
        },
      },
    };
    expect(await closeWindowIfDue(overtaken)).toBeUndefined();
    expect(await query('select from telemetry_pending')).toHaveLength(1);
    await close();
  });

  test('is closed by whatever instance is there', async () => {
    await send(await chain.take(1));
    registry.setNow(atSecond(60));
    const lines: string[] = [];
    const before = (await leavesOf('telemetry.window')).length;
    const stop = startWindowLoop(registry.deps, (line) => lines.push(line), 10);
    while ((await leavesOf('telemetry.window')).length === before) await new Promise((go) => setTimeout(go, 10));
    await stop();
    expect(lines).toEqual([]);
  });

  test('takes one that committed late, though a later one went before it', async () => {
    const { ledger } = registry.deps;
    const [template] = await query<{ digest: string }>('select digest from attestations order by id limit 1');
    const found = template && isDigest(template.digest) ? template.digest : undefined;
    const row = found && (await ledger.read((tx) => tx.attestations.find(found)));
    if (!row || !isPartyId(org.id)) throw new Error('nothing was accepted');
    const made = (name: string, hour: number): AttestationRow => {
      const digest = sha256Base64url(name);
      if (!isDigest(digest)) throw new Error('no digest');
      return { ...row, digest, start: new Date(Date.UTC(2026, 9, 20, hour)), siteId: `made-${name}` };
    };
    const [early, late] = [made('early', 1), made('late', 2)];
    const gate = signal();
    const inserted = signal();
    await ledger.intake((tx) => tx.chains.ensureMonths([early.start]));
    const first = ledger.intake(async (tx) => {
      await tx.arrivals.insert([early]);
      inserted.resolve();
      await gate.promise;
    });
    await inserted.promise;
    await ledger.intake((tx) => tx.arrivals.insert([late]));
    const one = await close();
    gate.resolve();
    await first;
    const two = await close();
    const held = (digest: AttestationRow['digest']) => ledger.read((tx) => tx.windows.holding(digest));
    expect([one?.body['n'], two?.body['n']]).toEqual([1, 1]);
    expect((await held(late.digest))?.seq).toBe(one?.seq);
    expect((await held(early.digest))?.seq).toBe(two?.seq);
  });
});

describe('the leaf of a window precedes', () => {
  test('the revocation of a key by which its attestations were signed', async () => {
    const other = await telemetryKey(registry, org, 'fra-2');
    await send(await chainWriter(registry, other, new Date('2026-11-24T00:00:00Z')).take(2));
    await revokeKey(registry, org, other.key, { use: 'telemetry', site_id: 'fra-2' });
    const leaves = await leavesOf('telemetry.window', 'key.revoked');
    expect(leaves.slice(-2)).toMatchObject([
      { t: 'telemetry.window', n: 2 },
      { t: 'key.revoked', kid: kidOf(other.key) },
    ]);
  });

  test('a fork, and a new epoch', async () => {
    const other = await telemetryKey(registry, org, 'fra-3');
    const [start, rest] = [new Date('2026-11-24T00:00:00Z'), new Date('2026-11-24T02:00:00Z')];
    const sound = chainWriter(registry, other, start);
    await send(await sound.take(2));
    sound.restart();
    sound.skipTo(rest);
    await send(await sound.take(1));
    const twin = await chainWriter(registry, other, start).next({ it_kwh: '79' });
    const [result] = await send([{ ...twin }]);
    const leaves = await leavesOf('telemetry.window', 'telemetry.epoch', 'telemetry.fork');
    const types = leaves.slice(-4).map(({ t }) => t);
    expect(result?.result).toMatchObject({ error: { code: 'chain_fork' } });
    expect(types).toEqual(['telemetry.window', 'telemetry.epoch', 'telemetry.window', 'telemetry.fork']);
  });
});

describe('the receipt of an attestation', () => {
  test('waits for the window, then leads through it to the log', async () => {
    const links = await chain.take(5);
    await send(links);
    const digest = links[2]?.digest ?? '';
    const early = await get(`/v1/receipts/${digest}`);
    expect([early.statusCode, early.json(), early.headers['retry-after']]).toEqual([
      202,
      { digest, receipt: null },
      '1',
    ]);
    await close();
    const answer = await get(`/v1/receipts/${digest}`);
    const receipt = answer.json();
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    const [window, leaf] = [parseWindow(receipt.window), parseLeaf(receipt.leaf)];
    if (window === undefined || leaf === undefined) throw new Error('the receipt has no window or leaf');
    expect(receipt).toMatchObject({ digest, window: { index: 2, size: 5 } });
    expect(verifyWindow(Buffer.from(digest, 'base64url'), window, leaf)).toMatchObject({ ok: true });
    const extra = parseProof(receipt.tlog_proof)?.extra;
    expect(JSON.parse(Buffer.from(extra ?? []).toString())).toEqual({ leaf: receipt.leaf, window: receipt.window });
    expect((await get(`/v1/receipts/${digest}.tlog-proof`)).payload).toBe(receipt.tlog_proof);
  });

  const verify = async (payload: string) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/verify',
      payload,
      headers: { 'content-type': 'application/octet-stream' },
    });
    return answer.json();
  };

  test('is accepted where receipts and statements are verified', async () => {
    const [link] = await chain.take(1);
    await send(link === undefined ? [] : [link]);
    await close();
    const receipt = (await get(`/v1/receipts/${link?.digest}`)).json();
    expect(await verify(JSON.stringify(receipt))).toMatchObject({ kind: 'receipt', log: 'ok', scope: 'ok' });
    expect(await verify(link?.jws ?? '')).toMatchObject({ kind: 'statement', signature: 'ok', log: 'ok' });
    const moved = { ...receipt, window: { ...receipt.window, index: receipt.window.index + 1 } };
    expect(await verify(JSON.stringify(moved))).toMatchObject({ scope: 'failed', log: 'failed' });
  });

  test('is not handed out where the window is not the one that was published', async () => {
    const [link] = await chain.take(1);
    await send(link === undefined ? [] : [link, ...(await chain.take(2))]);
    const leaf = await close();
    if (leaf === undefined) throw new Error('no window was closed');
    const pool = registry.database.pool;
    const swap = `update telemetry_windows set digests = substr(digests, 33, 32) || substr(digests, 1, 32) || substr(digests, 65) where seq = ${leaf.seq}`;
    await pool.query('alter table telemetry_windows disable trigger all');
    await pool.query(swap);
    expect((await get(`/v1/receipts/${link?.digest}`)).json()).toMatchObject({ status: 503, code: 'log_damaged' });
    await pool.query(swap);
    await pool.query('alter table telemetry_windows enable trigger all');
    expect((await get(`/v1/receipts/${link?.digest}`)).statusCode).toBe(200);
  });
});
