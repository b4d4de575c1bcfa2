import { describe, expect, test } from 'vitest';
import { flipBit } from '../../../test/support/log-fixtures.ts';
import {
  checkpointOf,
  LOG_ORIGIN,
  madeUpLeaf,
  madeUpLeaves,
  publishLog,
  serveLog,
} from '../../../test/support/published-log.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { emptyRoot, leafHash } from '../../log/hash.ts';
import { createLogClient } from './log-client.ts';
import { isExtended, isIncluded } from './proofs.ts';

const SIZE = 700;
const log = await publishLog(madeUpLeaves(SIZE));
const connect = (files = log) => createLogClient(`https://${LOG_ORIGIN}`, { fetch: serveLog(files) });
const hashOf = (index: number): Uint8Array => leafHash(Buffer.from(madeUpLeaf(index)));

async function headOf(size: number) {
  const files = size === SIZE ? log : await publishLog(madeUpLeaves(size));
  const head = parseCheckpoint(checkpointOf(files));
  if (head === undefined) throw new Error('no checkpoint');
  return head;
}
const head = await headOf(SIZE);

describe('growth', () => {
  test.each([1, 2, 255, 256, 257, 512, 699, 700])('from %d leaves', async (size) => {
    expect(await isExtended(connect(), await headOf(size), head)).toEqual({ ok: true, value: true });
  });

  test('from none: there is nothing to prove, nor to read', async () => {
    expect(await isExtended(connect(new Map()), { size: 0, root: emptyRoot() }, head)).toEqual({
      ok: true,
      value: true,
    });
  });

  test('a shrunk log', async () => {
    expect(await isExtended(connect(), head, await headOf(300))).toEqual({ ok: true, value: false });
  });

  test('another head of the same size', async () => {
    const other = { size: SIZE, root: flipBit(head.root, 9) };
    expect(await isExtended(connect(), other, head)).toEqual({ ok: true, value: false });
  });

  test('another history', async () => {
    const old = await headOf(300);
    expect(await isExtended(connect(), { ...old, root: flipBit(old.root, 0) }, head)).toEqual({
      ok: true,
      value: false,
    });
  });

  test('a tile it needs is altered, or gone', async () => {
    const tile = log.get('tile/0/001') ?? new Uint8Array();
    const altered = new Map([...log, ['tile/0/001', flipBit(tile, 8 * 32 * 45)] as const]);
    expect(await isExtended(connect(altered), await headOf(300), head)).toEqual({ ok: true, value: false });
    const gone = new Map([...log].filter(([name]) => name !== 'tile/0/001'));
    expect(await isExtended(connect(gone), await headOf(300), head)).toMatchObject({ ok: false, fault: 'absent' });
  });
});

describe('inclusion', () => {
  test.each([0, 255, 256, 511, 512, 699])('of leaf %d', async (index) => {
    expect(await isIncluded(connect(), { index, hash: hashOf(index) }, head)).toEqual({ ok: true, value: true });
    expect(await isIncluded(connect(), { index, hash: hashOf(index + 1) }, head)).toEqual({ ok: true, value: false });
  });

  test('outside the tree', async () => {
    expect(await isIncluded(connect(), { index: 700, hash: hashOf(700) }, head)).toEqual({ ok: true, value: false });
  });
});
