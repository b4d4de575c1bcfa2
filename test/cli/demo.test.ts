import { describe, expect, test } from 'vitest';
import { parseWorkloads } from '../../src/core/documents/workloads.ts';
import { isJsonObject } from '../../src/core/json.ts';
import { parsePayload, parseStatement } from '../../src/core/statement.ts';
import { json, keyFile, runCli } from './fake-io.ts';

const ANSWER = { digest: 'A'.repeat(43), seq: 7, receipt: null };

/** Runs the command with the demo's key in a data folder; yields what was sent. */
async function run(argv: readonly string[], folder = './data') {
  const { text } = await keyFile();
  const files = { [`${folder}/demo-keys/velocitytech.jwk.json`]: text };
  const result = await runCli(['demo', ...argv], { files, answers: [json(ANSWER, 201), json({}, 404)] });
  const [request] = result.requests;
  const { body, iss } = parsePayload(parseStatement(Buffer.from(request?.body ?? ''), 'cms-workloads+jwt'));
  if (!isJsonObject(body)) throw new Error('a statement has a body');
  return { ...result, request, iss, ...parseWorkloads(body) };
}

describe('demo', () => {
  test('remove-owner registers the rebuild without an owner, and says what follows', async () => {
    const { exit, out, request, iss, entries } = await run(['remove-owner']);
    expect({ exit, iss, path: request?.path }).toEqual({ exit: 0, iss: 'velocitytech', path: '/v1/workloads' });
    expect(entries).toEqual([
      {
        workload_id: 'archive-rebuild',
        site_id: 'velocitytech-aarhus',
        name: 'archival rebuild',
        owner: null,
        schedule_ref: 'cron:archive-rebuild',
        kind: 'batch',
        deferrable: true,
        capacity_unit: 'vcpu',
        redundancy: 1,
        energy_basis: 'measured',
      },
    ]);
    expect(out).toMatch(/^Removed {2}the owner of archive-rebuild/);
    expect(out).toMatch(/third close +the certificate is suspended/);
    expect(out).toContain('visibility 86.3 %, composite 83.3 %');
  });

  test('restore-owner registers it with its owner, from the folder that is named', async () => {
    const { exit, entries, out } = await run(['restore-owner', '--data-dir', '/srv/registry'], '/srv/registry');
    expect(exit).toBe(0);
    expect(entries.map((entry) => entry.owner)).toEqual(['team-archive']);
    expect(out).toMatch(/^Restored/);
  });

  test('says which key is missing where there is no demo', async () => {
    const { exit, err } = await runCli(['demo', 'remove-owner', '--data-dir', '/nowhere']);
    expect(exit).toBe(2);
    expect(err).toContain('/nowhere/demo-keys/velocitytech.jwk.json: there is no such file');
  });
});
