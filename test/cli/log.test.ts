import { describe, expect, test } from 'vitest';
import { formatVerifierKey } from '../../src/log/note.ts';
import { flipBit, noteSigner } from '../support/log-fixtures.ts';
import {
  LOG_ORIGIN,
  LOG_SIGNER,
  madeUpLeaf,
  madeUpLeaves,
  publishLog,
  serveLog,
  stateOf,
} from '../support/published-log.ts';
import { refusedConnection, runCli } from './fake-io.ts';

const SIZE = 300;
const VKEY = formatVerifierKey(LOG_SIGNER.key);
const log = await publishLog(madeUpLeaves(SIZE));
const grown = await publishLog(madeUpLeaves(320));
const forged = await publishLog(madeUpLeaves(320).with(7, madeUpLeaf(9)));
const shrunk = await publishLog(madeUpLeaves(260));

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

  test('on a terminal it shows how far it has come', async () => {
    const argv = ['log', 'audit', '--vkey', VKEY];
    const { err } = await runCli(argv, { serve: serveLog(log), terminal: true });
    expect(err).toContain('Auditing https://registry.example/log 256 of 300 leaves …');
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
