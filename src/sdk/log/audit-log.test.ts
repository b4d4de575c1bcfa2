import { describe, expect, test } from 'vitest';
import { flipBit, noteSigner } from '../../../test/support/log-fixtures.ts';
import {
  checkpointOf,
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaf,
  madeUpLeaves,
  type PublishedLog,
  publishLog,
  serveLog,
} from '../../../test/support/published-log.ts';
import { encodeBase64url } from '../../core/base64url.ts';
import { jwkThumbprint } from '../../core/jwk-check.ts';
import { formatBundle, parseBundle } from '../../log/bundle.ts';
import { parseCheckpoint, type TreeHead } from '../../log/checkpoint.ts';
import { leafHash } from '../../log/hash.ts';
import { encodeLeaf, type LeafBody } from '../../log/leaf.ts';
import { rootOfHashes } from '../../log/tree.ts';
import type { Fetch } from '../client.ts';
import { auditLog } from './audit-log.ts';
import { createLogClient } from './log-client.ts';

const SIZE = 700;
const KEY = LOG_SIGNER.key;
const sound = await publishLog(madeUpLeaves(SIZE));

const connect = (fetch: Fetch) => createLogClient(`https://${LOG_ORIGIN}`, { fetch, sleep: async () => undefined });
const audit = (log: PublishedLog, earlier: readonly TreeHead[] = [], key = KEY) =>
  auditLog(connect(serveLog(log)), { key, earlier });

/** Codes of the findings with their leaves. */
async function findings(log: PublishedLog, earlier: readonly TreeHead[] = []) {
  const result = await audit(log, earlier);
  if (result.kind !== 'audited') throw new Error(result.reason);
  expect(result.findingCount).toBe(result.findings.length);
  return result.findings.map(({ code, index }) => (index === undefined ? code : `${code} ${index}`));
}

const altered = (log: PublishedLog, name: string, change: (bytes: Uint8Array) => Uint8Array): PublishedLog => {
  const bytes = log.get(name);
  if (bytes === undefined) throw new Error(`no ${name}`);
  return new Map([...log, [name, change(bytes)]]);
};
const without = (log: PublishedLog, ...names: readonly string[]): PublishedLog =>
  new Map([...log].filter(([name]) => !names.includes(name)));
const leafIn = (at: number, change: (leaf: string) => string) => (bundle: Uint8Array) =>
  formatBundle((parseBundle(bundle) ?? []).map((leaf, n) => (n === at ? Buffer.from(change(String(leaf))) : leaf)));

async function headOf(size: number, leaves = madeUpLeaves(size)): Promise<TreeHead> {
  const log = await publishLog(leaves);
  const head = parseCheckpoint(checkpointOf(log));
  if (head === undefined) throw new Error('no checkpoint');
  return head;
}

describe('a sound log', () => {
  test.each([0, 1, 2, 255, 256, 257, 511, 512, 700])('of %d leaves', async (size) => {
    const log = await publishLog(madeUpLeaves(size));
    expect(await audit(log)).toMatchObject({ kind: 'audited', checkpoint: { size }, leaves: size, findings: [] });
  });

  test('of three levels of tiles: every leaf and every tile is compared', async () => {
    const leaves = madeUpLeaves(65_800);
    const log = await publishLog(leaves);
    const hashes = leaves.slice(0, 65_536).map((leaf) => leafHash(Buffer.from(leaf)));
    const earlier = [{ size: 65_536, root: rootOfHashes(hashes) }, await headOf(3)];
    const told: number[] = [];
    const result = await auditLog(connect(serveLog(log)), { key: KEY, earlier }, (done) => void told.push(done));
    const tiles = [...log.keys()].filter((name) => /^tile\/[0-9]/.test(name)).length;
    expect(result).toMatchObject({ leaves: 65_800, tiles, findings: [] });
    expect([told.length, told.at(-1)]).toEqual([258, 65_800]);
  }, 120_000);

  test('whose earlier checkpoints are all prefixes', async () => {
    const earlier = await Promise.all([700, 1, 256, 0, 300, 300].map((size) => headOf(size)));
    expect(await findings(sound, earlier)).toEqual([]);
  });

  test('that is signed by two keys during a rotation, under either, once it announced both', async () => {
    const next = noteSigner(LOG_ORIGIN, 8);
    const kid = jwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(next.key.publicKey) });
    const leaf = encodeLeaf({ t: 'registry.key', use: 'log', op: 'add', kid }, new Date('2027-01-01T00:00:00Z'));
    const rotated = await publishLog([...madeUpLeaves(5), leaf], [LOG_SIGNER, next]);
    for (const key of [KEY, next.key]) expect(await audit(rotated, [], key)).toMatchObject({ findings: [] });
    const silent = await publishLog(madeUpLeaves(5), [LOG_SIGNER, next]);
    expect(await audit(silent, [], next.key)).toMatchObject({ findings: [{ code: 'key_unannounced' }] });
  });
});

describe('altered after it was signed', async () => {
  const lie = (leaf: string) => leaf.replace('92.400000', '99.400000');
  const forged = await publishLog(madeUpLeaves(SIZE).with(300, lie(madeUpLeaf(300))));
  test.each<[string, PublishedLog, readonly string[]]>([
    ['a leaf', altered(sound, 'tile/entries/001', leafIn(44, lie)), ['leaf_altered 300']],
    ['a leaf of the edge', altered(sound, 'tile/entries/002.p/188', leafIn(187, lie)), ['leaf_altered 699']],
    [
      'a leaf, not to be read any more',
      altered(
        sound,
        'tile/entries/001',
        leafIn(44, () => 'x'),
      ),
      ['leaf_malformed 300', 'leaf_altered 300'],
    ],
    [
      'two leaves swapped',
      altered(sound, 'tile/entries/001', (bundle) => {
        const [first = bundle, second = bundle, ...rest] = parseBundle(bundle) ?? [];
        return formatBundle([second, first, ...rest]);
      }),
      ['leaf_altered 256', 'leaf_altered 257'],
    ],
    ['a tile', altered(sound, 'tile/0/001', (tile) => flipBit(tile, 8 * 32 * 44)), ['tile_altered 300']],
    ['a tile of the edge', altered(sound, 'tile/0/002.p/188', (tile) => flipBit(tile, 0)), ['tile_altered 512']],
    ['a tile above', altered(sound, 'tile/1/000.p/2', (tile) => flipBit(tile, 0)), ['tile_altered 0']],
    [
      'leaf and tile alike',
      altered(forged, 'checkpoint', () => sound.get('checkpoint') ?? new Uint8Array()),
      ['root_mismatch'],
    ],
    [
      'a leaf, and another in its tile',
      altered(altered(sound, 'tile/entries/001', leafIn(44, lie)), 'tile/0/000', (tile) => flipBit(tile, 8 * 32 * 7)),
      ['tile_altered 0', 'leaf_mismatch 7', 'leaf_mismatch 300', 'root_mismatch'],
    ],
    [
      'a leaf deleted',
      altered(sound, 'tile/entries/001', (b) => formatBundle((parseBundle(b) ?? []).slice(1))),
      ['entries_unreadable 256'],
    ],
  ])('%s', async (_, log, expected) => {
    expect(await findings(log)).toEqual(expected);
  });
});

describe('not served', () => {
  test.each<[string, PublishedLog, readonly string[]]>([
    ['entries', without(sound, 'tile/entries/001'), ['entries_unreadable 256']],
    ['a tile', without(sound, 'tile/0/001'), ['tile_unreadable 256']],
    ['a tile above', without(sound, 'tile/1/000.p/2'), ['tile_unreadable 0']],
    [
      'both of a part: nothing after it follows',
      without(sound, 'tile/entries/001', 'tile/0/001'),
      ['entries_unreadable 256', 'tile_unreadable 256'],
    ],
  ])('%s', async (_, log, expected) => {
    expect(await findings(log)).toEqual(expected);
  });

  test('a log that says of itself what it lost', async () => {
    const fetch: Fetch = async (url, init) => {
      if (!url.endsWith('/tile/entries/001')) return serveLog(sound)(url, init);
      const body = JSON.stringify({ code: 'log_damaged', title: 'T', detail: 'leaf 300 is not what was published' });
      return new Response(body, { status: 503, headers: { 'content-type': 'application/problem+json' } });
    };
    const result = await auditLog(connect(fetch), { key: KEY, earlier: [] });
    expect(result).toMatchObject({
      findings: [
        { code: 'entries_unreadable', index: 256, detail: expect.stringContaining('leaf 300 is not what was') },
      ],
    });
  });

  test.each(['/checkpoint', '/tile/0/001', '/tile/1/000.p/2'])('no answer at %s is no finding', async (suffix) => {
    const fetch: Fetch = async (url, init) =>
      url.endsWith(suffix) ? new Response('', { status: 502 }) : serveLog(sound)(url, init);
    expect(await auditLog(connect(fetch), { key: KEY, earlier: [] })).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('HTTP 502'),
    });
  });
});

describe('against earlier checkpoints', () => {
  test('a leaf re-written and everything signed anew', async () => {
    const forged = await publishLog(madeUpLeaves(SIZE).with(300, madeUpLeaf(301)));
    expect(await findings(forged)).toEqual([]);
    expect(await findings(forged, [await headOf(300), await headOf(301), await headOf(SIZE)])).toEqual([
      'history_rewritten',
      'history_rewritten',
    ]);
  });

  test('two checkpoints of one size', async () => {
    const other = await headOf(SIZE, madeUpLeaves(SIZE).with(699, madeUpLeaf(698)));
    const result = await audit(sound, [other]);
    expect(result).toMatchObject({
      findings: [{ code: 'history_rewritten', detail: expect.stringContaining('the checkpoint of size 700') }],
    });
  });

  test('leaves dropped from the end', async () => {
    expect(await findings(await publishLog(madeUpLeaves(650)), [await headOf(SIZE)])).toEqual(['log_shrunk']);
  });
});

describe('checkpoint', async () => {
  test.each<[string, PublishedLog, string]>([
    ['of another key', await publishLog(madeUpLeaves(3), [noteSigner(LOG_ORIGIN, 9)]), 'no signature by a trusted'],
    [
      'of another log',
      await publishLog(madeUpLeaves(3), [LOG_SIGNER], 'other.example/log'),
      'of the log other.example',
    ],
    ['with a bit flipped', altered(sound, 'checkpoint', (note) => flipBit(note, 8 * 22)), ''],
    ['that is none', altered(sound, 'checkpoint', () => Buffer.from('hello\n')), 'not a checkpoint'],
  ])('%s: nothing else is looked at', async (_, log, reason) => {
    expect(await audit(log)).toMatchObject({
      kind: 'audited',
      checkpoint: undefined,
      leaves: 0,
      findings: [{ code: 'checkpoint_invalid', index: undefined, detail: expect.stringContaining(reason) }],
    });
  });
});

describe('leaves of a well signed log', () => {
  const at = new Date('2026-06-01T00:00:00Z');
  const leaf = (body: LeafBody, when = at): string => encodeLeaf(body, when);
  const genesis = (members: Partial<LeafBody> = {}): string =>
    leaf({ ...JSON.parse(madeUpLeaf(0)), at: undefined, ...members, t: 'registry.genesis' }, new Date('2026-01-01'));
  const audited: LeafBody = { t: 'audit.declared', org: 'a' };

  test.each<[string, readonly string[], readonly string[]]>([
    ['in order', [genesis(), leaf(audited), leaf(audited)], []],
    [
      'time goes back',
      [genesis(), leaf(audited), leaf(audited, new Date('2026-05-31T23:59:59Z'))],
      ['time_decreasing 2'],
    ],
    ['no genesis', [leaf(audited)], ['genesis_misplaced 0', 'key_unannounced']],
    ['two of them', [genesis(), genesis()], ['genesis_misplaced 1']],
    ['of another registry', [genesis({ origin: 'https://other.example' })], ['origin_mismatch 0']],
    ['of none', [genesis({ origin: undefined })], ['origin_mismatch 0']],
    ['a key nobody announced', [genesis({ vkeys: ['x+y+z'] })], ['key_unannounced']],
    ['no JSON', [genesis(), 'hello'], ['leaf_malformed 1']],
    ['an unknown type', [genesis(), leaf(audited).replace('declared', 'hushed')], ['leaf_malformed 1']],
    ['not canonical', [genesis(), `${leaf(audited)} `], ['leaf_malformed 1']],
    ['beyond ASCII', [genesis(), leaf(audited).replace('"a"', '"ä"')], ['leaf_malformed 1']],
  ])('%s', async (_, leaves, expected) => {
    expect(await findings(await publishLog(leaves))).toEqual(expected);
  });

  test('a log that is wrong throughout fills no memory', async () => {
    const result = await audit(await publishLog([genesis(), ...Array.from({ length: 1_500 }, () => 'x')]));
    expect(result).toMatchObject({ findingCount: 1_500 });
    expect(result.kind === 'audited' && result.findings).toHaveLength(1_000);
  });
});
