import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchiveFiles } from '../../src/archive-files.ts';
import { ensureMonths } from '../../src/jobs/partitions.ts';
import { checkArchive } from '../../src/log/attestation-archive.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { acceptAttestations } from '../../src/registry/accept-attestations.ts';
import { archiveMonths, checkMonth } from '../../src/registry/archive-attestations.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import { createTestRegistry, registerProved, type TestRegistry } from '../support/registry.ts';
import { chainWriter, telemetryKey } from '../support/telemetry.ts';

const NAME = 'attestations-2026-11.jsonl.gz';
const RETENTION = 12;

let registry: TestRegistry;
let folder: string;
let sent: { readonly jws: string; readonly digest: string; readonly body: { readonly start: string } }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cms-archive-'));
  registry = await createTestRegistry({ now: '2026-12-01T06:00:00Z' });
  const org = await registerProved(registry, 'meridian');
  // The turn of a month: windows hold intervals of both.
  for (const site of ['fra-1', 'fra-2']) {
    const device = await telemetryKey(registry, org, site);
    const links = await chainWriter(registry, device, new Date('2026-11-30T12:00:00Z')).take(18);
    for (let at = 0; at < links.length; at += 9) {
      const part = links.slice(at, at + 9).map(({ jws }) => Buffer.from(jws));
      const results = await acceptAttestations(registry.deps, part);
      expect(results.every(({ result }) => 'outcome' in result)).toBe(true);
      await registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now()));
    }
    sent = [...sent, ...links];
  }
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const archive = () => archiveMonths(registry.deps, openArchiveFiles(folder), RETENTION);
const november = () => sent.filter(({ body }) => body.start < '2026-12-01');
const partitions = async (): Promise<string[]> => {
  const { rows } = await registry.database.pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'attestations'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
};
const linesIn = async (name: string): Promise<string[]> =>
  gunzipSync(await readFile(path.join(folder, name)))
    .toString('utf8')
    .trimEnd()
    .split('\n');

const sumLine = async (): Promise<string> =>
  `${createHash('sha256')
    .update(await readFile(path.join(folder, NAME)))
    .digest('hex')}  ${NAME}\n`;

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
const check = (lines: readonly string[]) =>
  checkArchive(each(lines), async (index) => {
    const [text] = await registry.deps.ledger.read((tx) => tx.tree.leaves(index, 1));
    return text === undefined ? undefined : parseLeaf(text);
  });

test('months have room before anything comes', async () => {
  await ensureMonths(registry.deps);
  await ensureMonths(registry.deps);
  const names = ['202611', '202612', '202701', '202702', '202703'].map((month) => `attestations_${month}`);
  expect(await partitions()).toEqual(names);
});

describe('an archive', () => {
  test('is not made while something may still come', async () => {
    registry.setNow(new Date('2026-12-08T00:00:00Z'));
    expect(await archive()).toEqual({ archived: [], dropped: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  test('holds each attestation of its month once, verbatim, with its place in the log', async () => {
    registry.setNow(new Date('2026-12-09T03:45:00Z'));
    expect(await archive()).toEqual({ archived: ['2026-11'], dropped: [] });
    expect((await readdir(folder)).sort()).toEqual([NAME, `${NAME}.sha256`]);
    const entries = (await linesIn(NAME)).map((line) => JSON.parse(line));
    const whole = entries.filter(({ jws }) => jws !== undefined);
    expect(whole.map(({ jws }) => jws).sort()).toEqual(
      november()
        .map(({ jws }) => jws)
        .sort(),
    );
    expect(whole[0]).toMatchObject({ party: 'meridian', site: 'fra-1', epoch: 0, seq: 0, late: false, counted: true });
    // The window of the turn brings its December intervals by their digests alone.
    expect(entries.length).toBeGreaterThan(whole.length);
    const verdict = await checkMonth(registry.deps, openArchiveFiles(folder), '2026-11');
    expect(verdict).toEqual({ ok: true, value: { attestations: november().length, windows: 4 } });
  });

  test('has its digest beside it, as sha256sum reads it', async () => {
    expect(await readFile(path.join(folder, `${NAME}.sha256`), 'utf8')).toBe(await sumLine());
  });

  test('is made once, and has the same bytes whoever makes it', async () => {
    expect(await archive()).toEqual({ archived: [], dropped: [] });
    const before = await readFile(path.join(folder, NAME));
    await rm(path.join(folder, `${NAME}.sha256`));
    expect(await archive()).toEqual({ archived: ['2026-11'], dropped: [] });
    expect((await readFile(path.join(folder, NAME))).equals(before)).toBe(true);
  });

  test.each<readonly [string, (lines: string[]) => string[], RegExp]>([
    ['without a line', (lines) => lines.filter((_, at) => at !== 3), /not the next of leaf/],
    ['without its last line', (lines) => lines.slice(0, -1), /not those of the window/],
    ['with two lines changed round', ([a = '', b = '', ...rest]) => [b, a, ...rest], /not the next/],
    ['with another party', ([a = '', ...rest]) => [a.replace('meridian', 'other'), ...rest], /says otherwise/],
    ['with another text', ([a = '', ...rest]) => [a.replace('"jws":"e', '"jws":"f'), ...rest], /another digest/],
    ['with a line twice', ([a = '', ...rest]) => [a, a, ...rest], /not the next/],
    ['with rubbish', (lines) => [...lines, '{"digest":1}'], /not one an archive has/],
    [
      'of a leaf that is no window',
      (lines) => lines.map((one) => one.replace(/"leaf":\d+/, '"leaf":0')),
      /not the next|not that of a window/,
    ],
  ])('%s is not whole', async (_name, change, reason) => {
    const verdict = await check(change(await linesIn(NAME)));
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });
});

describe('old attestations', () => {
  const beyond = new Date('2027-12-01T00:00:00Z');

  test('stay while the retention lasts', async () => {
    registry.setNow(new Date(beyond.getTime() - 1000));
    expect((await archive()).dropped).toEqual([]);
  });

  test('stay where their archive has been touched', async () => {
    registry.setNow(beyond);
    await appendFile(path.join(folder, NAME), 'x');
    await expect(archive()).rejects.toThrow('other bytes than its .sha256 says');
    expect(await partitions()).toContain('attestations_202611');
  });

  test('stay where their archive holds fewer', async () => {
    await writeFile(path.join(folder, NAME), gzipSync(''));
    await writeFile(path.join(folder, `${NAME}.sha256`), await sumLine());
    await expect(archive()).rejects.toThrow(`holds 0 of ${november().length} attestations`);
    expect(await partitions()).toContain('attestations_202611');
  });

  test('are let go once their archive is whole, and only they', async () => {
    await rm(path.join(folder, `${NAME}.sha256`));
    expect((await archive()).dropped).toEqual(['2026-11']);
    expect(await partitions()).not.toContain('attestations_202611');
    const { rows } = await registry.database.pool.query<{ digest: string }>('select digest from attestations');
    const left = sent.filter(({ body }) => body.start >= '2026-12-01');
    expect(rows.map(({ digest }) => digest).sort()).toEqual(left.map(({ digest }) => digest).sort());
    const verdict = await checkMonth(registry.deps, openArchiveFiles(folder), '2026-11');
    expect(verdict).toMatchObject({ ok: true, value: { attestations: november().length } });
    expect((await archive()).dropped).toEqual([]);
  });
});
