import { describe, expect, test } from 'vitest';
import { readClientAuth } from '../../src/core/claims.ts';
import { restorePublicKey } from '../../src/core/keys.ts';
import { parseStatement, verifyStatement } from '../../src/core/statement.ts';
import { publicJwkOf } from '../../src/sdk/sign.ts';
import { json, keyFile, NOW, ORIGIN, problem, recorded, refusedConnection, runCli } from './fake-io.ts';

const { key, text } = await keyFile();
const files = { k: text, 'a.json': '{"any":"bytes"}' };
const DIGEST = String(recorded('audit')['digest']);

describe('lookup', () => {
  const lookUp = (argv: readonly string[], answer: string) =>
    runCli(['lookup', ...argv], { answers: [json(recorded(answer))] });

  test('certified', async () => {
    const { exit, out, requests } = await lookUp(['--domain', 'acme.example'], 'lookup-certified');
    expect(exit).toBe(0);
    expect(out).toContain(
      'Certified  Acme AG\n  party        acme (acme.example)\n  tier         Bronze\n  composite    74.7 %',
    );
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/v1/lookup?domain=acme.example' });
  });

  test('not certified, with the reason', async () => {
    expect((await lookUp(['--url', 'https://acme-two.example/x?y'], 'lookup-not-certified')).out).toContain(
      'Not certified  Other Company',
    );
  });

  test('unknown', async () => {
    expect((await lookUp(['--name', 'Ä & Co'], 'lookup-unknown')).out).toContain(
      'Unknown  nobody here is known as Ä & Co',
    );
  });

  test('an ambiguous name lists the candidates', async () => {
    const candidates = [
      { party_id: 'a', name: 'Acme' },
      { party_id: 'b', name: 'Acme' },
    ];
    const { exit, err } = await runCli(['lookup', '--name', 'Acme'], {
      answers: [
        problem(409, {
          code: 'name_ambiguous',
          title: 'Name ambiguous',
          detail: 'several organisations bear this name',
          candidates,
        }),
      ],
    });
    expect(exit).toBe(1);
    expect(err).toContain('candidates: [{"party_id":"a"');
  });

  test.each([[[]], [['--domain', 'a.example', '--name', 'A']]])('%j: wrong usage', async (argv) => {
    expect((await runCli(['lookup', ...argv])).exit).toBe(2);
  });

  test('nobody there: exit 3, as JSON too', async () => {
    const answers = [refusedConnection(), refusedConnection()];
    const { exit, out } = await runCli(['lookup', '--domain', 'a.example', '--json'], { answers });
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toEqual({
      title: 'No registry answered',
      code: 'unreachable',
      detail: 'connection refused',
      registry: ORIGIN,
    });
  });

  test('a redirect is named, not followed', async () => {
    const answers = [new Response(null, { status: 308, headers: { location: 'https://other.example/' } })];
    const { exit, err, requests } = await runCli(['lookup', '--domain', 'a.example'], { answers });
    expect(exit).toBe(3);
    expect(err).toContain('it redirects to https://other.example/');
    expect(requests).toHaveLength(1);
  });
});

describe('audit show', () => {
  test('status, opinions, score, tiers and decision', async () => {
    const { exit, out, requests } = await runCli(['audit', 'show', DIGEST], { answers: [json(recorded('audit'))] });
    expect(exit).toBe(0);
    expect(requests[0]?.path).toBe(`/v1/audits/${DIGEST}`);
    for (const words of [
      'status    certified',
      'opinion   accept by veritas, level 1, scope 0.62',
      'Composite  74.7 %',
      'Decision  Bronze',
    ])
      expect(out).toContain(words);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('unknown digest', async () => {
    const { exit, err } = await runCli(['audit', 'show', DIGEST], {
      answers: [problem(404, { code: 'not_found', title: 'Not found', detail: 'no such audit' })],
    });
    expect(exit).toBe(1);
    expect(err).toContain('Refused  Not found  not_found');
  });
});

describe('badge', () => {
  test('how to embed it, by party and by domain', async () => {
    const { out, requests } = await runCli(['badge', 'acme', '--style', 'card']);
    expect(requests).toEqual([]);
    expect(out).toContain(
      `[![Carbon Mirror certification of acme](${ORIGIN}/badges/acme.svg?style=card&theme=auto&lang=en)](${ORIGIN}/organisations/acme)`,
    );
    expect(out).toContain('style=card&amp;theme=auto');
    expect((await runCli(['badge', 'acme.example'])).out).toContain(`${ORIGIN}/badges/by-domain/acme.example.svg?`);
  });

  test('--out saves the picture', async () => {
    const { exit, written } = await runCli(['badge', 'acme', '--out', 'badge.svg'], {
      answers: [new Response('<svg/>', { headers: { 'content-type': 'image/svg+xml' } })],
    });
    expect(exit).toBe(0);
    expect(written.get('badge.svg')).toEqual({ text: '<svg/>', secret: false });
  });
});

describe('me', () => {
  test('buys a token with a client assertion, then reads', async () => {
    const answers = [
      json({ access_token: 'T', token_type: 'Bearer', expires_in: 600, scope: 'party' }),
      json(recorded('me')),
    ];
    const { exit, out, requests } = await runCli(['me', '--party', 'acme', '--key', 'k'], { files, answers });
    expect(exit).toBe(0);
    expect(out).toContain('Acme AG  acme');
    expect(out).toContain('audit_rejected');
    expect(out).toMatch(
      /ALERT +2026-03-10T10:00:00Z {2}site-1 {2}31\.99 kWh belonged to nobody, usual is 1\.97; likely rebuild/,
    );
    expect(out).toMatch(/site-1 {2}live, newest interval ended 2026-03-10T11:00:00Z/);
    expect(out).toMatch(/site-2 {2}nothing sent yet/);
    const form = new URLSearchParams(requests[0]?.body);
    const statement = await verifyStatement(
      parseStatement(Buffer.from(form.get('client_assertion') ?? ''), 'cms-client-auth+jwt'),
      restorePublicKey(publicJwkOf(key)),
    );
    expect(readClientAuth(statement, { origin: ORIGIN, now: NOW })).toMatchObject({ iss: 'acme' });
    expect(form.get('scope')).toBe('party');
    expect(requests[1]?.headers.get('authorization')).toBe('Bearer T');
  });

  test('or prints the token alone', async () => {
    const answers = [json({ access_token: 'T', token_type: 'Bearer', expires_in: 600, scope: 'party' })];
    const { exit, out, requests } = await runCli(['me', '--token', '--party', 'acme', '--key', 'k'], {
      files,
      answers,
    });
    expect([exit, out, requests.length]).toEqual([0, 'T\n', 1]);
  });

  test('a refused assertion', async () => {
    const answers = [
      problem(401, {
        code: 'token_invalid',
        title: 'Token not valid',
        detail: 'the client assertion is not acceptable',
      }),
    ];
    expect((await runCli(['me', '--party', 'acme', '--key', 'k'], { files, answers })).exit).toBe(1);
  });
});

describe('score', () => {
  test('sends the very bytes of the file', async () => {
    const { exit, out, requests } = await runCli(['score', 'a.json'], { files, answers: [json(recorded('score'))] });
    expect(exit).toBe(0);
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/v1/score', body: files['a.json'] });
    expect(out).toContain('Composite  74.7 %');
    expect(out).toContain('Bronze under these assumptions.');
  });

  test('a rejected audit: exit 1', async () => {
    const { exit, out } = await runCli(['score', 'a.json'], { files, answers: [json(recorded('score-rejected'))] });
    expect(exit).toBe(1);
    expect(out).toContain('R14');
  });
});

test('a digest that begins with a dash is still a digest', async () => {
  const dashed = `-${DIGEST.slice(1)}`;
  const { exit, requests } = await runCli(['audit', 'show', dashed, '--json'], { answers: [json(recorded('audit'))] });
  expect(exit).toBe(0);
  expect(requests[0]).toMatchObject({ path: `/v1/audits/${dashed}` });
});
