import { describe, expect, test } from 'vitest';
import { decodeBase64url } from '../../src/core/base64url.ts';
import { verifyCosignature } from '../../src/log/cosignature.ts';
import { formatVerifierKey, parseNote, parseSignature, verifierKey } from '../../src/log/note.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { flipBit, noteSigner } from '../support/log-fixtures.ts';
import {
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaf,
  madeUpLeaves,
  type PublishedLog,
  publishLog,
  serveLog,
} from '../support/published-log.ts';
import { json, keyFile, NOW, problem, refusedConnection, runCli } from './fake-io.ts';

const SIZE = 300;
const VKEY = formatVerifierKey(LOG_SIGNER.key);
const log = await publishLog(madeUpLeaves(SIZE));
const grown = await publishLog(madeUpLeaves(320));
const forged = await publishLog(madeUpLeaves(320).with(7, madeUpLeaf(9)));
const shrunk = await publishLog(madeUpLeaves(260));

const noteOf = (of: PublishedLog): string => Buffer.from(of.get('checkpoint') ?? []).toString();
const stateOf = (...logs: readonly PublishedLog[]): string =>
  JSON.stringify({ format: 'carbon-mirror-log-state/1', vkey: VKEY, checkpoints: logs.map(noteOf) });
const altered = new Map([
  ...log,
  ['tile/0/000', flipBit(log.get('tile/0/000') ?? new Uint8Array(), 8 * 32 * 9)] as const,
]);

describe('log audit', () => {
  const audit = (argv: readonly string[], served = log, files: Readonly<Record<string, string>> = {}) =>
    runCli(['log', 'audit', ...argv], { files, serve: serveLog(served) });

  test('a sound log', async () => {
    const { exit, out, err } = await audit(['--vkey', VKEY]);
    expect(exit).toBe(0);
    expect(err).toBe('');
    expect(out).toContain(`Sound\n  key         ${VKEY}\n  leaves      300\n`);
    expect(out).toContain('  compared    300 leaves, 3 tiles\n  remembered  0 checkpoints\n');
  });

  test('first contact is told loudly, and remembered', async () => {
    const { exit, out, err, written } = await audit(['--state', 's.json']);
    expect(exit).toBe(0);
    expect(err).toContain('First contact  with registry.example/log: its key is taken on its own word.');
    expect(err).toContain(VKEY);
    expect(out).toContain('(on its own word)');
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log)));
  });

  test('with a state file: its key, its checkpoints, and one more', async () => {
    const { exit, out, err, written } = await audit(['--state', 's.json'], grown, { 's.json': stateOf(log) });
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('remembered  1 checkpoint, each a prefix');
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log, grown)));
  });

  test('the same head again adds nothing', async () => {
    const { written } = await audit(['--state', 's.json'], log, { 's.json': stateOf(log) });
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log)));
  });

  test.each([
    ['re-written', forged, 'history_rewritten: the checkpoint of size 300'],
    ['shrunk', shrunk, 'log_shrunk: the log signed a checkpoint of size 300'],
  ])('%s since: exit 1, and the state file stays', async (_, served, words) => {
    const { exit, out, written } = await audit(['--state', 's.json'], served, { 's.json': stateOf(log) });
    expect(exit).toBe(1);
    expect(out).toContain('Not sound: 1 finding');
    expect(out).toContain(words);
    expect(written.size).toBe(0);
  });

  test('findings as JSON, with their leaf', async () => {
    const { exit, out } = await audit(['--vkey', VKEY, '--json'], altered);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      sound: false,
      vkey: VKEY,
      first_contact: false,
      size: 300,
      leaves: 300,
      finding_count: 1,
      findings: [{ code: 'tile_altered', index: 9 }],
    });
  });

  test('another log than the key says', async () => {
    const other = formatVerifierKey(noteSigner('other.example/log').key);
    const { exit, out } = await audit(['--vkey', other, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ size: null, root: null, findings: [{ code: 'checkpoint_invalid' }] });
  });

  test('--url is another place of the log', async () => {
    const serve = serveLog(log, 'https://registry.example/mirror/of/log');
    const argv = ['log', 'audit', '--url', 'https://registry.example/mirror/of/log/', '--vkey', VKEY];
    expect((await runCli(argv, { serve })).exit).toBe(0);
  });

  test('a key after a rotation, beside the state file of the one before', async () => {
    const next = formatVerifierKey(noteSigner(LOG_ORIGIN, 7).key);
    const { err } = await audit(['--vkey', next, '--state', 's.json'], log, { 's.json': stateOf(log) });
    expect(err).toContain('New key  for registry.example/log: until now it was');
  });

  const state = stateOf(log);
  test.each([
    ['a key that is none', ['--vkey', 'x'], '', '--vkey is no verifier key'],
    ['an address that is none', ['--url', 'registry.example/log'], '', 'is not the address of a log'],
    ['an address with a query', ['--url', 'https://registry.example/log?x'], '', 'is not the address of a log'],
    ['a state file that is none', ['--state', 's.json'], '{}', 'is not of the format'],
    ['a state file with more', ['--state', 's.json'], state.replace('{', '{"x":1,'), 'is not of the format'],
    ['a state file that is no JSON', ['--state', 's.json'], 'hello', 'is not of the format'],
    ['a state file without key', ['--state', 's.json'], state.replace(VKEY, ''), 'names no verifier key'],
    [
      'a state file of two logs',
      ['--state', 's.json'],
      state.replace('registry.example/log\\n', 'other\\n'),
      'holds what is no',
    ],
    [
      'a key of another log',
      ['--state', 's.json', '--vkey', formatVerifierKey(noteSigner('a').key)],
      state,
      'is of the log a',
    ],
  ])('wrong usage: %s', async (_, argv, text, words) => {
    const { exit, err, written, requests } = await audit(argv, log, { 's.json': text });
    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(written.size + requests.length).toBe(0);
  });

  test('nobody there: exit 3', async () => {
    const answers = Array.from({ length: 5 }, refusedConnection);
    const { exit, err } = await runCli(['log', 'audit', '--vkey', VKEY], { answers });
    expect(exit).toBe(3);
    expect(err).toContain('the log does not answer');
  });
});

describe('cosign', async () => {
  const { key, text } = await keyFile();
  const name = 'veritas.example/log';
  const cosigner = verifierKey(name, 0x04, decodeBase64url(key.x) ?? new Uint8Array());
  const accepted = () => json({ size: SIZE, name, time: 1, cosignatures: [] }, 201);
  const serving =
    (served: PublishedLog, answer: () => Response = accepted): Fetch =>
    async (url, init) =>
      init.method === 'POST' ? answer() : serveLog(served)(url, init);
  const cosign = (
    served: PublishedLog,
    files: Readonly<Record<string, string>> = {},
    answer = accepted,
    argv: string[] = [],
  ) =>
    runCli(['cosign', '--key', 'k', '--name', name, '--state', 's.json', ...argv], {
      files: { k: text, ...files },
      serve: serving(served, answer),
    });

  test('checks growth from tiles, keeps the head, posts the line', async () => {
    const { exit, out, err, requests, written } = await cosign(grown, { 's.json': stateOf(log) });
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain(`Cosigned  registry.example/log, 320 leaves\n  as  ${formatVerifierKey(cosigner)}`);
    const post = requests.find(({ method }) => method === 'POST');
    expect(post?.path).toBe('/log/cosignatures');
    expect(post?.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const note = parseNote(post?.body ?? '');
    expect(note?.text).toBe(parseNote(noteOf(grown))?.text);
    expect(note?.signatures).toHaveLength(1);
    const line = parseSignature(note?.signatures[0]?.line ?? '');
    if (note === undefined || line === undefined) throw new Error('no line');
    expect(await verifyCosignature(note, line, cosigner)).toEqual({ ok: true, value: { time: NOW.getTime() / 1000 } });
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log, grown)));
  });

  test('first contact, told loudly', async () => {
    const { exit, err, written } = await cosign(log);
    expect(exit).toBe(0);
    expect(err).toContain('First contact');
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log)));
  });

  test('the same head once more is cosigned once more', async () => {
    expect(await cosign(log, { 's.json': stateOf(log) })).toMatchObject({ exit: 0, err: '' });
  });

  const gone = new Map([...grown].filter(([path]) => path !== 'tile/0/001.p/64'));
  test.each([
    ['a log that re-wrote its history', forged, 'does not extend the 300 leaves'],
    ['a log that lost leaves', shrunk, 'the log of 260 leaves does not extend the 300'],
    [
      'a log of another key',
      await publishLog(madeUpLeaves(320), [noteSigner(LOG_ORIGIN, 9)]),
      'no signature by a trusted',
    ],
    ['a log that does not serve the tiles', gone, 'tile/0/001.p/64 is not there'],
  ])('refused: %s; nothing is sent, nothing kept, the checkpoint shown', async (_, served, words) => {
    const { exit, err, requests, written } = await cosign(served, { 's.json': stateOf(log) });
    expect(exit).toBe(1);
    expect(err).toContain(words);
    expect(err).toContain(noteOf(served).split('\n')[2]);
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(written.size).toBe(0);
  });

  test('the head is kept before the line leaves: a registry that then fails changes nothing', async () => {
    const answer = () => problem(401, { code: 'key_unknown', title: 'Key unknown', detail: 'nobody registered it' });
    const { exit, err, written } = await cosign(grown, { 's.json': stateOf(log) }, answer);
    expect(exit).toBe(1);
    expect(err).toContain('key_unknown');
    expect(JSON.parse(written.get('s.json')?.text ?? '')).toEqual(JSON.parse(stateOf(log, grown)));
  });

  test.each([
    ['a name with a space', 'a b'],
    ['a name with a plus', 'a+b'],
    ['no name', ''],
  ])('wrong usage: %s', async (_, wrong) => {
    const { exit, requests } = await cosign(log, {}, accepted, ['--name', wrong]);
    expect(exit).toBe(2);
    expect(requests).toEqual([]);
  });

  test('wrong usage: a P-256 key', async () => {
    const p256 = JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' });
    const { exit, err } = await cosign(log, { k: p256 });
    expect(exit).toBe(2);
    expect(err).toContain('Ed25519');
  });

  test('nobody there: exit 3, nothing kept', async () => {
    const answers = Array.from({ length: 5 }, refusedConnection);
    const files = { k: text, 's.json': stateOf(log) };
    const { exit, written } = await runCli(['cosign', '--key', 'k', '--name', name, '--state', 's.json'], {
      files,
      answers,
    });
    expect(exit).toBe(3);
    expect(written.size).toBe(0);
  });
});
