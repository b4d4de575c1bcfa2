import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeBase64 } from '../../src/log/base64.ts';
import { parseCheckpoint } from '../../src/log/checkpoint.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { buildLogChecker, type LogChecker, missingGoTools, requiresEngines } from '../support/go-tools.ts';
import { flipBit, noteSigner } from '../support/log-fixtures.ts';
import {
  checkpointOf,
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaves,
  type PublishedLog,
  publishLog,
} from '../support/published-log.ts';

const VKEY = formatVerifierKey(LOG_SIGNER.key);
const missing = await missingGoTools();
if (missing !== undefined) console.warn(`SKIPPED: the log is not opened with Go tools: ${missing}`);

test.runIf(requiresEngines())('the Go tools are here where they are required', () => {
  expect(missing).toBeUndefined();
});

describe.skipIf(missing !== undefined)('golang.org/x/mod/sumdb', () => {
  let checker: LogChecker;
  beforeAll(async () => {
    checker = await buildLogChecker();
  }, 180_000);
  afterAll(() => checker.remove());

  async function check(log: PublishedLog, vkey = VKEY): Promise<{ readonly ok: boolean; readonly says: string }> {
    const folder = await checker.folder();
    await writeLog(folder, log);
    return checker.check(folder, vkey);
  }

  test.each([
    [1, 1, 1],
    [255, 255, 43],
    [256, 256, 43],
    [257, 257, 43],
    [1_000, 334, 48],
    [66_000, 497, 50],
  ])('opens our log of %d leaves, proves its entries and its growth', async (size, entries, trees) => {
    const log = await publishLog(madeUpLeaves(size));
    const { root = new Uint8Array() } = parseCheckpoint(checkpointOf(log)) ?? {};
    const says = `${LOG_ORIGIN} size ${size} root ${encodeBase64(root)}: ${size} entries, ${entries} inclusion proofs, ${trees} consistency proofs\n`;
    expect(await check(log)).toEqual({ ok: true, says });
  });

  test('opens a checkpoint signed by two keys during a rotation, with either', async () => {
    const next = noteSigner(LOG_ORIGIN, 7);
    const log = await publishLog(madeUpLeaves(3), [LOG_SIGNER, next]);
    expect((await check(log)).ok).toBe(true);
    expect((await check(log, formatVerifierKey(next.key))).ok).toBe(true);
  });

  describe('refuses', () => {
    const flip = (log: PublishedLog, name: string, bit: number): void => {
      log.set(name, flipBit(log.get(name) ?? new Uint8Array(), bit));
    };
    test.each([
      ['another key', 'checkpoint', -1, /no verifiable signatures/],
      ['a bit of the checkpoint', 'checkpoint', 8 * 25, /invalid signature|malformed|invalid syntax|verifiable/],
      ['a bit of an entry', 'tile/entries/000', 8 * 40, /is not/],
      ['a bit of a tile', 'tile/0/000', 8 * 32 * 17, /invalid transparency proof|inconsistent tile/],
      ['a bit of a tile above', 'tile/1/000.p/2', 3, /downloaded inconsistent tile/],
    ])('%s', async (_, name, bit, reason) => {
      const log = await publishLog(madeUpLeaves(600));
      if (bit >= 0) flip(log, name, bit);
      const { ok, says } = await check(log, bit >= 0 ? VKEY : formatVerifierKey(noteSigner(LOG_ORIGIN, 9).key));
      expect(ok).toBe(false);
      expect(says).toMatch(reason);
    });
  });
});

async function writeLog(folder: string, log: PublishedLog): Promise<void> {
  for (const [name, bytes] of log) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}
