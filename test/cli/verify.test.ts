import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import type { ScoreJson } from '../../src/core/methodology/score-json.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { payloadOf } from '../../src/sdk/verify/keys.ts';
import { scoreAudit } from '../../src/sdk/verify/recompute-audit.ts';
import { buildWorld } from '../support/evidence-world.ts';
import { noteSigner } from '../support/log-fixtures.ts';
import { worldSource } from '../support/world-source.ts';
import { json, ORIGIN, problem, refusedConnection, runCli } from './fake-io.ts';

const world = await buildWorld();
const source = worldSource(world);
const [vkey = ''] = world.trust.vkeys;
const { audit } = world.statements;
const files = {
  'c.zip': world.zip(),
  'bad.zip': world.zip({ 'README.txt': 'Run this.' }),
  'c.jwt': world.credential.jws,
  'a.jws': `${audit.jws}\n`,
  'x.txt': 'hello',
  policy: 'quorum none\n',
  'bad-policy': 'quorum',
};

const serve: Fetch = async (url) => {
  const path = url.slice(ORIGIN.length);
  if (path === `/v1/audits/${audit.digest}`) return json(published);
  const bytes = await source.readBytes(path);
  return bytes === undefined
    ? problem(404, { code: 'not_found' })
    : new Response(Buffer.from(bytes), { headers: typeOf(path) });
};
const typeOf = (path: string) => ({
  'content-type': path.endsWith('.jws') ? 'application/jose' : 'application/octet-stream',
});
const score: ScoreJson = scoreAudit(parseAudit(payloadOf(audit.jws)['body'] ?? null), new Date('2026-03-03T12:06:00Z'));
let published: object = { digest: audit.digest, accepted_at: '2026-03-03T12:06:00Z', accepted_seq: 6, score };

describe('verify', () => {
  test('a bundle, offline: six lines and what they come to', async () => {
    const { exit, out, err, requests } = await runCli(['verify', 'c.zip', '--vkey', vkey], { files });
    expect({ exit, err, requests }).toEqual({ exit: 0, err: '', requests: [] });
    expect(out).toContain('Evidence bundle  Company acme acme\n  tier         Bronze\n  composite    74.7 %');
    for (const aspect of ['signature', 'log', 'status', 'time', 'scope', 'recomputation'])
      expect(out).toMatch(new RegExp(`^  ok       ${aspect} +[a-z0-9]`, 'm'));
    expect(out).toContain('Holds  in all six questions');
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('without a key nothing is more than consistent', async () => {
    const { exit, out } = await runCli(['verify', 'c.zip'], { files });
    expect(exit).toBe(0);
    expect(out).toContain('Nothing failed, but open: signature, log, status');
    expect(out).toContain('give the verifier');
  });

  test('what fails exits 1', async () => {
    const { exit, out } = await runCli(['verify', 'bad.zip', '--vkey', vkey], { files });
    expect(exit).toBe(1);
    expect(out).toContain('Failed  scope');
    const other = formatVerifierKey(noteSigner('registry.example/log', 9).key);
    expect((await runCli(['verify', 'c.zip', '--vkey', other], { files })).exit).toBe(1);
    expect((await runCli(['verify', 'c.zip', '--vkey', other, '--vkey', vkey], { files })).exit).toBe(0);
  });

  test('a credential fetches its evidence from the registry it is given', async () => {
    const { exit, out, requests } = await runCli(['verify', 'c.jwt', '--vkey', vkey], { files, serve });
    expect(exit).toBe(0);
    expect(out).toContain('Holds  in all six questions');
    expect(requests.length).toBeGreaterThan(0);
    const offline = await runCli(['verify', 'c.jwt', '--vkey', vkey], { files, env: { CARBON_MIRROR_REGISTRY: '' } });
    expect(offline.exit).toBe(2);
  });

  test('a bundle asks nobody unless it is told to', async () => {
    const argv = ['verify', 'c.zip', '--vkey', vkey, '--registry', ORIGIN];
    const { exit, requests } = await runCli(argv, { files, serve });
    expect(exit).toBe(0);
    expect(requests.map(({ path }) => path)).toContain('/status/1');
  });

  test('a registry that does not answer is asked once', async () => {
    const answers = Array.from({ length: 5 }, refusedConnection);
    const { exit, out, err } = await runCli(['verify', 'c.jwt', '--vkey', vkey], { files, answers });
    expect(exit).toBe(3);
    expect(out).toContain('open: signature, log, status, time, scope, recomputation');
    expect(err).toContain('No answer');
  });

  test('as JSON', async () => {
    const { out } = await runCli(['verify', 'c.zip', '--vkey', vkey, '--policy', 'policy', '--json'], { files });
    expect(JSON.parse(out)).toMatchObject({
      kind: 'evidence',
      signature: 'ok',
      recomputation: 'ok',
      reasons: { log: expect.any(String) },
    });
  });

  test.each([
    [['verify', 'none.zip'], 2, 'no such file'],
    [['verify', 'c.zip', '--vkey', 'x'], 2, 'no verifier key'],
    [['verify', 'c.zip', '--policy', 'bad-policy'], 2, 'is no policy'],
    [['verify', 'x.txt'], 1, 'nothing the registry signs'],
  ])('%j', async (argv, exit, words) => {
    const outcome = await runCli(argv, { files });
    expect(outcome.exit).toBe(exit);
    expect(outcome.err).toContain(words);
  });
});

describe('recompute', () => {
  test('a file, or what the registry has of a digest: every figure', async () => {
    for (const given of ['a.jws', audit.digest]) {
      const { exit, out, err } = await runCli(['recompute', given], { files, serve });
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(out).toMatch(/^composite_6 +0\.747103 +equal$/m);
      expect(out).toMatch(/^submetrics\.E1\.value +4\/5 +equal$/m);
      expect(out).toContain(`digest                        ${audit.digest}`);
      expect(out).toContain('Equal  all 63 figures are those the registry publishes');
    }
  });

  test('a figure that differs exits 1, and is shown twice', async () => {
    const before = published;
    published = { ...before, score: { ...score, composite_6: '0.924000', mirrors: {} } };
    const { exit, out } = await runCli(['recompute', 'a.jws', '--vkey', vkey], { files, serve });
    expect(exit).toBe(1);
    expect(out).toMatch(/composite_6 +0\.747103 +different\n +registry: 0\.924000/);
    expect(out).toMatch(/mirrors\.timing\.value +46\/75 +different\n +registry: nothing/);
    expect(out).toContain('Different  5 of 63 figures');
    expect(out).not.toContain('grid series');
    const asJson = await runCli(['recompute', 'a.jws', '--json'], { files, serve });
    expect(JSON.parse(asJson.out)).toMatchObject({ digest: audit.digest, equal: false, grid: 'own' });
    published = before;
  });

  test.each([
    [['recompute', 'c.jwt'], 1, 'jws_alg'],
    [['recompute', 'x.txt'], 1, 'jws_structure'],
    [['recompute', 'none.jws'], 2, 'no such file'],
    [['recompute', 'A'.repeat(43)], 1, 'not_found'],
  ])('%j', async (argv, exit, words) => {
    const outcome = await runCli(argv, { files, serve });
    expect(outcome.exit, outcome.err).toBe(exit);
    expect(outcome.err).toContain(words);
  });

  test('another statement than was asked for', async () => {
    const wrong: Fetch = async (url, init) =>
      url.includes('/v1/statements/') ? new Response(audit.jws) : serve(url, init);
    const { exit, err } = await runCli(['recompute', 'A'.repeat(43)], { files, serve: wrong });
    expect(exit).toBe(1);
    expect(err).toContain('another statement');
  });
});
