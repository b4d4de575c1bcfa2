import { describe, expect, test } from 'vitest';
import {
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaf,
  madeUpLeaves,
  publishLog,
  serveLog,
} from '../../../test/support/published-log.ts';
import { createLogClient } from './log-client.ts';

const PREFIX = `https://${LOG_ORIGIN}`;
const SIZE = 300;
const log = await publishLog(madeUpLeaves(SIZE));
/** The same log once 300 leaves are 520: partial tiles of 300 are gone. */
const later = await publishLog(madeUpLeaves(520));

const connect = (files = log, prefix = PREFIX) => createLogClient(prefix, { fetch: serveLog(files) });
const full = { level: 0, index: 0, width: 256 };
const part = { level: 0, index: 1, width: 44 };

describe('log client', () => {
  test('checkpoint, key, tiles and entries', async () => {
    const client = connect(log, `${PREFIX}//`);
    expect(client.url).toBe(PREFIX);
    expect(await client.checkpoint()).toMatchObject({
      ok: true,
      value: expect.stringContaining(`${LOG_ORIGIN}\n300\n`),
    });
    expect(await client.vkey()).toMatchObject({
      ok: true,
      value: { name: LOG_ORIGIN, publicKey: LOG_SIGNER.key.publicKey },
    });
    expect(await client.tile(full)).toEqual({ ok: true, value: Buffer.from(log.get('tile/0/000') ?? []) });
    expect(await client.tile(part)).toEqual({ ok: true, value: Buffer.from(log.get('tile/0/001.p/44') ?? []) });
    const entries = await client.entries(part);
    expect(entries.ok && entries.value.map((leaf) => Buffer.from(leaf).toString())).toEqual(
      madeUpLeaves(SIZE).slice(256),
    );
  });

  test('what a partial tile held is cut out of the full one once it is gone', async () => {
    const client = connect(later);
    expect(await client.tile(part)).toEqual({ ok: true, value: Buffer.from(log.get('tile/0/001.p/44') ?? []) });
    const entries = await client.entries(part);
    expect(entries.ok && entries.value).toHaveLength(44);
    expect(entries.ok && Buffer.from(entries.value[43] ?? []).toString()).toBe(madeUpLeaf(299));
  });

  test('neither is there: the part asked for is named', async () => {
    expect(await connect().tile({ level: 3, index: 0, width: 2 })).toMatchObject({
      fault: 'absent',
      reason: expect.stringContaining('tile/3/000.p/2'),
    });
    expect(await connect().entries({ index: 9, width: 256 })).toMatchObject({ ok: false, fault: 'absent' });
  });

  const withFile = (name: string, bytes: Uint8Array) => connect(new Map([...log, [name, bytes]]));
  const short = Buffer.alloc(31);
  test.each([
    ['a short tile', () => withFile('tile/0/001.p/44', short).tile(part), 'has 31 bytes, not 44 hashes'],
    ['a long tile', () => withFile('tile/0/001.p/44', Buffer.alloc(45 * 32)).tile(part), 'more than 1408 bytes'],
    ['a cut bundle', () => withFile('tile/entries/001.p/44', Buffer.of(0, 9, 1)).entries(part), 'is cut short'],
    [
      'a bundle of another size',
      () => withFile('tile/entries/001.p/44', Buffer.of(0, 1, 9)).entries(part),
      '1 leaves, not 44',
    ],
    ['an empty bundle', () => withFile('tile/entries/001.p/44', Buffer.of()).entries(part), '0 leaves, not 44'],
    ['a checkpoint that is no UTF-8', () => withFile('checkpoint', Buffer.of(255)).checkpoint(), 'is not UTF-8'],
    ['a key that is none', () => withFile('vkey', Buffer.from('key')).vkey(), 'is no verifier key'],
    [
      'a key with more behind it',
      () => withFile('vkey', Buffer.concat([log.get('vkey') ?? short, short])).vkey(),
      'is no',
    ],
  ])('refused: %s', async (_, read, reason) => {
    expect(await read()).toMatchObject({ ok: false, fault: 'malformed', reason: expect.stringContaining(reason) });
  });

  test('nobody there', async () => {
    const client = createLogClient(PREFIX, {
      sleep: async () => undefined,
      fetch: async () => {
        throw new TypeError('fetch failed');
      },
    });
    for (const read of [client.checkpoint(), client.vkey(), client.tile(part), client.entries(part)]) {
      expect(await read).toMatchObject({ ok: false, fault: 'unreachable' });
    }
  });
});
