import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { formatVerifierKey, type VerifierKey } from '../../src/log/note.ts';
import { readLog, readLogEntry } from '../../src/registry/read-log.ts';
import { snapshotListing } from '../../src/registry/snapshot-listing.ts';
import { publicTools } from '../../src/render/log/public-tools.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { cosignerOf } from '../support/cosigner.ts';
import { addKey } from '../support/key-operations.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

const shell = promisify(execFile);

let registry: TestRegistry;
let server: TestServer;
beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-09-01T23:59:58Z' });
  server = await startServer(registry);
  await registerProved(registry, 'first');
  registry.setNow(new Date('2026-09-03T00:00:00Z'));
  await registerProved(registry, 'second', { name: 'Second Light' });
  await registerOnly(registry, 'unproved');
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const page = async (url: string) => {
  const { statusCode, headers, body } = await server.app.inject({ url });
  return { statusCode, headers, text: body.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' '), body };
};

describe('the log for people', () => {
  test('head, newest entries first, growth by day', async () => {
    const log = await readLog(registry.deps);
    const head = await registry.deps.ledger.read((tx) => tx.tree.head());
    expect(log.head).toEqual({
      size: head?.size,
      root: Buffer.from(head?.root ?? []).toString('base64'),
      as_of: '2026-09-03T00:00:00Z',
    });
    const leaves = await registry.deps.ledger.read((tx) => tx.tree.leaves(0, 1000));
    const decided = leaves.flatMap((leaf, index) => (/"t":"(status|listing)[.]/.test(leaf) ? [] : [index]));
    expect(log.entries.map(({ index }) => index)).toEqual(decided.reverse());
    const ofDay = (day: string) => leaves.filter((leaf) => leaf.includes(`"at":"${day}`)).length;
    expect(log.days).toHaveLength(90);
    expect(log.days.slice(-3)).toEqual([
      { day: '2026-09-01', entries: ofDay('2026-09-01'), size: ofDay('2026-09-01') },
      { day: '2026-09-02', entries: 0, size: ofDay('2026-09-01') },
      { day: '2026-09-03', entries: ofDay('2026-09-03'), size: head?.size },
    ]);
    expect(ofDay('2026-09-01')).toBeGreaterThan(2);
    expect(ofDay('2026-09-03')).toBeGreaterThan(2);
  });

  test('what the registry does by the clock is no decision', async () => {
    const before = await readLog(registry.deps);
    await snapshotListing(registry.deps);
    const after = await readLog(registry.deps);
    expect(after.head?.size).toBe((before.head?.size ?? 0) + 1);
    expect(after.entries).toEqual(before.entries);
    expect(after.days.at(-1)?.size).toBe(after.head?.size);
  });

  test('names only those of whom something may be shown, and gives receipts that lead to the entry', async () => {
    const { entries } = await readLog(registry.deps);
    const registered = entries.filter(({ type }) => type === 'party.registered');
    expect(registered.map(({ party }) => party)).toEqual([
      { id: 'unproved', known: null },
      { id: 'second', known: { kind: 'organisation', name: 'Second Light' } },
      { id: 'first', known: { kind: 'organisation', name: 'Company first' } },
    ]);
    for (const { index, receipt } of registered) {
      const { body } = await page(`/v1/receipts/${receipt}`);
      expect(JSON.parse(body)).toMatchObject({ index });
    }
    const proved = entries.find(({ type }) => type === 'party.domain');
    expect(proved?.receipt).toBeNull();
  });

  test('one entry has its exact text and hash; what is not published is not there', async () => {
    const { entry, leaf, isStatement, size } = await readLogEntry(registry.deps, 1);
    const [stored] = await registry.deps.ledger.read((tx) => tx.tree.leaves(1, 1));
    expect(leaf).toBe(stored);
    expect(isStatement).toBe(entry.receipt !== null);
    await expect(readLogEntry(registry.deps, size)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('pages', () => {
  test('/log is a page of its own validator: the same bytes are not sent twice', async () => {
    const { statusCode, headers, text } = await page('/log');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(text).toContain('Second Light: Registered as organisation.');
    const again = await server.app.inject({ url: '/log', headers: { 'if-none-match': String(headers.etag) } });
    expect(again.statusCode).toBe(304);
  });

  test('/log/entries/{index} links to the bundle that holds it', async () => {
    const { statusCode, body } = await page('/log/entries/0');
    expect(statusCode).toBe(200);
    const [, bundle = ''] = /href="(\/log\/tile\/entries\/[^"]*)"/.exec(body) ?? [];
    const { rawPayload } = await server.app.inject({ url: bundle });
    const { leaf } = await readLogEntry(registry.deps, 0);
    expect(rawPayload.subarray(2, 2 + rawPayload.readUInt16BE(0)).toString()).toBe(leaf);
  });

  test.each(['/log/entries/99999', '/log/entries/00', '/log/entries/-1', '/log/entries/1e2', '/log/entries/'])(
    '%s is no entry',
    async (url) => {
      expect((await page(url)).statusCode).toBe(404);
    },
  );

  test('a cosignature shows without a new entry, though nothing else changed', async () => {
    const auditor = await registerAuditor(registry, 'clearwater');
    const { key } = (await addKey(registry, auditor, { use: 'cosign' })).added;
    const before = await page('/log');
    expect(before.text).toContain('Nobody has cosigned yet.');
    const { payload: checkpoint } = await server.app.inject({ url: '/log/checkpoint' });
    const { text = '' } = parseCheckpoint(checkpoint) ?? {};
    const seconds = registry.deps.now().getTime() / 1000;
    const line = await cosignerOf('clearwater.example/log', key).line(text, seconds);
    const headers = { 'content-type': 'text/plain' };
    await server.app.inject({ method: 'POST', url: '/log/cosignatures', payload: `${line}\n`, headers });
    const after = await page('/log');
    expect(after.headers['registry-seq']).toBe(before.headers['registry-seq']);
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(after.text).toContain('clearwater.example/log key of clearwater');
    expect(after.text).toContain('the newest head');
  });
});

describe('the three commands', () => {
  const logKey = (): VerifierKey => {
    const [signer] = registry.deps.log.signers;
    if (signer === undefined) throw new Error('the log has a key');
    return signer.key;
  };
  const runLast = (key: VerifierKey) => {
    const command = publicTools(`${server.address}/log`, formatVerifierKey(key)).at(-1)?.command ?? '';
    return shell('sh', ['-c', command]);
  };

  test('the last needs no code of ours: it finds the root and the signature', async () => {
    const { stdout } = await runLast(logKey());
    const { head } = await readLog(registry.deps);
    expect(stdout).toBe(`${head?.size} entries lead to the root: true\nthe key signed it: true\n`);
  });

  test('and it sees that another key under the same name and id did not sign', async () => {
    const { publicKey } = cosignerOf('other.example', await generateSigningKey()).key;
    const { stdout } = await runLast({ ...logKey(), publicKey });
    expect(stdout).toContain('the key signed it: false');
  });
});
