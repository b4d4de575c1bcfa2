import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { json, keyFile, recorded, runCli, type Setting } from './fake-io.ts';
import { readStatement } from './read-statement.ts';

const { key, text } = await keyFile();
const files = { k: text, 'report.pdf': 'report' };
const DIGEST = String(recorded('act-waiting')['digest']);

describe('countersign', () => {
  const countersign = (argv: readonly string[], answer: string) =>
    runCli(
      ['countersign', DIGEST, '--key', 'k', '--party', 'veritas', '--level', '1', '--scope-share', '0.62', ...argv],
      {
        files,
        answers: [json(recorded(answer), 201)],
      },
    );

  test('signs an opinion with every option in its place', async () => {
    const argv = [
      '--clear',
      'F10,F05',
      '--confirm-not-deferrable',
      'a, b',
      '--finding',
      'one',
      '--finding',
      'two',
      '--no-measured-share',
      '--sampled-workloads',
      '12',
      '--report',
      'report.pdf',
      '--result',
      'more_information',
    ];
    const { exit, requests } = await countersign(argv, 'opinion-blocked');
    expect(exit).toBe(0);
    expect(requests[0]?.path).toBe(`/v1/audits/${DIGEST}/countersignatures`);
    const { iss, body } = await readStatement(requests[0]?.body ?? '', 'cms-countersignature+jwt', key);
    expect(iss).toBe('veritas');
    expect(body).toEqual({
      schema: 'cms-countersignature/1',
      audit: DIGEST,
      result: 'more_information',
      level: 1,
      scope_share: '0.62',
      measured_share_confirmed: false,
      cleared_flags: ['F10', 'F05'],
      not_deferrable_confirmed: ['a', 'b'],
      samples: { workloads: 12, sites: 0 },
      findings: ['one', 'two'],
      report_sha256: createHash('sha256').update('report').digest('hex'),
      conflict_of_interest: false,
    });
  });

  test('prints the tier and the certificate', async () => {
    const { out } = await countersign(['--clear', 'F10'], 'opinion-issued');
    expect(out).toContain('Decision  Bronze');
    expect(out).toContain(String(recorded('opinion-issued')['certificate_id']));
  });

  test('prints what blocks the issue', async () => {
    expect((await countersign([], 'opinion-blocked')).out).toContain('Decision  No certificate\n  - flag open: F10');
  });

  test.each([
    ['a level that is no number', ['countersign', DIGEST, '--level', 'one', '--scope-share', '1']],
    ['no level', ['countersign', DIGEST, '--scope-share', '1']],
    ['no digest', ['countersign', 'acme', '--level', '1', '--scope-share', '1']],
    ['an unknown result', ['countersign', DIGEST, '--level', '1', '--scope-share', '1', '--result', 'maybe']],
  ])('%s: wrong usage', async (_name, argv) => {
    expect((await runCli(argv, { files })).exit).toBe(2);
  });
});

describe('act', () => {
  const act = (argv: readonly string[], setting: Setting) =>
    runCli(['act', ...argv], { files, env: { CARBON_MIRROR_KEY: 'k' }, ...setting });
  const ACCREDIT = [
    '--action',
    'accredit',
    '--subject',
    'veritas',
    '--reason',
    'file 12',
    '--set',
    'levels=1,2',
    '--set',
    'valid_to=2028-01-01T00:00:00Z',
  ];

  test('signs as the registry', async () => {
    const { exit, out, requests } = await act(ACCREDIT, { answers: [json(recorded('act-waiting'), 201)] });
    expect(exit).toBe(0);
    expect(requests[0]?.path).toBe('/v1/acts');
    const { iss, body } = await readStatement(requests[0]?.body ?? '', 'cms-act+jwt', key);
    expect(iss).toBe('registry');
    expect(body).toEqual({
      schema: 'cms-act/1',
      action: 'accredit',
      subject: 'veritas',
      reason: 'file 12',
      levels: [1, 2],
      valid_to: '2028-01-01T00:00:00Z',
    });
    expect(out).toContain('Waiting  1 of 2 signatures');
    expect(out).toContain(`carbon-mirror act confirm ${DIGEST}`);
  });

  test('from a file', async () => {
    const body = { schema: 'cms-act/1', action: 'suspend', subject: 'acme', reason: 'complaint 7', certificate: 'c1' };
    const { out, requests } = await act(['act.json'], {
      files: { ...files, 'act.json': JSON.stringify(body) },
      answers: [json(recorded('act-effective'), 201)],
    });
    expect((await readStatement(requests[0]?.body ?? '', 'cms-act+jwt', key)).body).toEqual(body);
    expect(out).toContain('Effective  1 of 1 signatures');
  });

  test('--dry-run shows what would change', async () => {
    const { out, requests } = await act([...ACCREDIT, '--dry-run'], { answers: [json(recorded('act-rehearsed'))] });
    expect(requests[0]?.path).toBe('/v1/acts?dry_run=true');
    expect(out).toMatch(/^Would change\n {2}certificate\.suspended/);
  });

  test('confirm reads the act first and repeats its subject', async () => {
    const answers = [
      new Response(String(recorded('act-statement')['jws'])),
      json({ ...recorded('act-waiting'), effective: true, confirmations: 2 }, 201),
    ];
    const { exit, err, requests } = await act(['confirm', DIGEST, '--key', 'k'], { answers });
    expect(exit).toBe(0);
    expect(err).toBe('Confirming  incident of registry: outage\n');
    expect(requests.map((request) => request.path)).toEqual([`/v1/statements/${DIGEST}.jws`, '/v1/acts']);
    expect((await readStatement(requests[1]?.body ?? '', 'cms-act+jwt', key)).body).toEqual({
      schema: 'cms-act/1',
      action: 'confirm',
      subject: 'registry',
      reason: 'examined and confirmed',
      act: DIGEST,
    });
  });

  test('confirm refuses a statement that does not hash to the digest', async () => {
    const other = 'J3lbQ6lHoZrfTJd6E5u8OyHbVlYtY0uqTz0Uo1D8u3M';
    const { exit, err, requests } = await act(['confirm', other], {
      answers: [new Response(String(recorded('act-statement')['jws']))],
    });
    expect(exit).toBe(1);
    expect(err).toContain('another statement');
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['neither file nor action', [], 2],
    ['a member without a value', ['--action', 'suspend', '--set', 'certificate'], 2],
    ['a member that is missing', ['--action', 'suspend', '--subject', 'acme', '--reason', 'x'], 1],
    ['an unknown action', ['--action', 'bless', '--subject', 'acme', '--reason', 'x'], 1],
  ])('%s', async (_name, argv, exit) => {
    expect((await act(argv, {})).exit).toBe(exit);
  });
});
