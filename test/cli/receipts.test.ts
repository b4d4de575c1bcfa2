import { describe, expect, test } from 'vitest';
import { isJsonObject } from '../../src/core/json.ts';
import { syntheticAudit } from '../methodology/synthetic-audit.ts';
import { json, keyFile, problem, recorded, runCli, timeOut } from './fake-io.ts';

const { text } = await keyFile();
const files = {
  'audit.json': JSON.stringify(syntheticAudit({ organisation: 'acme', level: 1 })),
  'act.json': JSON.stringify({
    schema: 'cms-act/1',
    action: 'suspend',
    subject: 'acme',
    reason: 'x',
    certificate: 'c1',
  }),
  k: text,
};
const submit = (answers: readonly (Response | Error)[], ...argv: readonly string[]) =>
  runCli(['audit', 'submit', 'audit.json', '--key', 'k', ...argv], { files, answers });
const declared = recorded('audit-declared');
const { receipt } = declared;
if (!isJsonObject(receipt)) throw new Error('the recorded answer has no receipt');
const pending = { ...declared, seq: null, receipt: null };
const waiting = () => json({ digest: declared['digest'], receipt: null }, 202);

describe('a submitter', () => {
  test('sees the leaf and the checkpoint', async () => {
    const { exit, out } = await submit([json(declared, 201)]);
    expect([exit, out]).toEqual([0, expect.stringMatching(/\nlog {7}leaf \d+, under the checkpoint of size \d+\n/)]);
    const act = await runCli(['act', 'act.json', '--key', 'k'], {
      files,
      answers: [json(recorded('act-effective'), 201)],
    });
    expect(act.out).toMatch(/\nlog {8}leaf \d+, under the checkpoint of size \d+\n/);
  });

  test('has the receipt with --json', async () => {
    const { out } = await submit([json(declared, 201)], '--json');
    expect(JSON.parse(out).receipt).toEqual(declared['receipt']);
  });

  test('of a dry run hears of no leaf', async () => {
    const { out } = await runCli(['act', 'act.json', '--dry-run', '--key', 'k'], {
      files,
      answers: [json(recorded('act-rehearsed'))],
    });
    expect(out).not.toContain('log ');
  });
});

describe('an answer 202', () => {
  test('is completed once the receipt is there', async () => {
    const answers = [json(pending, 202), waiting(), timeOut(), problem(503, { code: 'overloaded' }), json(receipt)];
    const { exit, out, requests, waits } = await submit(answers, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({ ...declared, seq: null });
    expect(requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 4 }, () => `GET /v1/receipts/${String(declared['digest'])}`),
    );
    expect(waits.filter((ms) => ms === 1_000).length).toBeGreaterThanOrEqual(2);
  });

  test('stands where the receipt does not come in time', async () => {
    const { exit, out, requests } = await submit([json(pending, 202), ...Array.from({ length: 10 }, waiting)]);
    expect([exit, requests.length]).toEqual([0, 11]);
    expect(out).toContain(
      `log       not published yet: the receipt will be at /v1/receipts/${String(declared['digest'])}`,
    );
  });

  test('without a digest is taken as it is', async () => {
    const { exit, requests } = await submit([json({ status: 'declared' }, 202)]);
    expect([exit, requests.length]).toEqual([0, 1]);
  });
});
