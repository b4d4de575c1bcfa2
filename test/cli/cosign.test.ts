import { describe, expect, test } from 'vitest';
import { decodeBase64url } from '../../src/core/base64url.ts';
import { verifyCosignature } from '../../src/log/cosignature.ts';
import { formatVerifierKey, parseNote, parseSignature, verifierKey } from '../../src/log/note.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { noteSigner } from '../support/log-fixtures.ts';
import {
  checkpointOf,
  LOG_ORIGIN,
  madeUpLeaf,
  madeUpLeaves,
  type PublishedLog,
  publishLog,
  serveLog,
  stateOf,
} from '../support/published-log.ts';
import { json, keyFile, NOW, problem, refusedConnection, runCli } from './fake-io.ts';

const SIZE = 300;
const log = await publishLog(madeUpLeaves(SIZE));
const grown = await publishLog(madeUpLeaves(320));
const forged = await publishLog(madeUpLeaves(320).with(7, madeUpLeaf(9)));
const shrunk = await publishLog(madeUpLeaves(260));

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
    expect(note?.text).toBe(parseNote(checkpointOf(grown))?.text);
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
    expect(err).toContain(checkpointOf(served).split('\n')[2]);
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
