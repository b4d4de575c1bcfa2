import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatVerifierKey, parseVerifierKey } from '../../src/log/note.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import type { ChainFile } from '../../src/sdk/attestations/chain-file.ts';
import { parseChainFile } from '../../src/sdk/attestations/chain-file.ts';
import { checkChain } from '../../src/sdk/attestations/check-chain.ts';
import { runCli } from '../cli/fake-io.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { createTestRegistry, ORIGIN, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { chainWriter, telemetryKey } from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

let registry: TestRegistry;
let server: TestServer;
let file: ChainFile;

beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-11-20T12:00:00Z' });
  server = await startServer(registry);
  const org = await registerProved(registry, 'acme');
  await registerWorkloads(registry.deps, await registry.sign(org, 'cms-workloads+jwt', workloadsBody('acme', 'web')));
  const device = await telemetryKey(registry, org, 'acme-1');
  const chain = chainWriter(registry, device, new Date('2026-11-21T00:00:00Z'));
  for (const day of ['2026-11-22', '2026-11-23']) {
    registry.setNow(new Date(`${day}T00:00:00Z`));
    for (const { jws } of await chain.take(24)) await acceptAttestation(registry.deps, Buffer.from(jws));
    registry.setNow(new Date(`${day}T00:30:00Z`));
    await closeDueDays(registry.deps, evaluateParty);
  }
  await registry.sequencer.tick();
  const outcome = await runCli(
    ['attestations', 'fetch', 'acme', '-o', 'acme.json', '--party', 'acme', '--key', 'key.json', '--registry', ORIGIN],
    {
      files: { 'key.json': JSON.stringify(org.key) },
      serve: (url, init) => fetch(url.replace(ORIGIN, server.address), init),
      now: registry.deps.now(),
    },
  );
  expect(outcome.exit, outcome.err).toBe(0);
  file = parseChainFile(JSON.parse(outcome.written.get('acme.json')?.text ?? 'null'));
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

async function faultsOf(altered: ChainFile): Promise<readonly string[]> {
  const [signer] = registry.deps.log.signers;
  const key = signer && parseVerifierKey(formatVerifierKey(signer.key));
  if (key === undefined) throw new Error('the log has no key');
  return (await checkChain(altered, key)).faults.map(({ where, text }) => `${where}: ${text}`);
}

function item(at: number): ChainFile['items'][number] {
  const found = file.items[at];
  if (found === undefined) throw new Error(`the file has no item ${at}`);
  return found;
}

describe('a file of raw attestations', () => {
  test('holds two days, whose rows follow from them', async () => {
    expect([file.items.length, file.rows.length]).toEqual([48, 2]);
    expect(await faultsOf(file)).toEqual([]);
  });

  test('without one of them shows a gap, and another row', async () => {
    const faults = await faultsOf({ ...file, items: file.items.toSpliced(30, 1) });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['acme-1 2026-11-22T07', 'row acme-1 2026-11-22']);
  });

  test.each<[string, () => ChainFile, string]>([
    [
      'another grid value',
      () => withItem(3, { grid: { ...item(3).grid, grid_cfe_share: '0.1' } }),
      'row acme-1 2026-11-21: cfe is',
    ],
    ['an interval called uncounted', () => withItem(3, { counted: false }), 'counted is false'],
    ['an interval called late', () => withItem(3, { late: true }), 'late is true'],
    ['a signature of somebody else', () => withItem(3, { jws: `${item(3).jws.slice(0, -8)}AAAAAAAA` }), 'jws_'],
    ['a path that leads elsewhere', () => withItem(3, { receipt: item(30).receipt }), 'window'],
    [
      'no statement of the register',
      () => ({ ...file, statements: file.statements.slice(0, 1) }),
      'is not in the file',
    ],
    [
      'an altered row',
      () => ({ ...file, rows: file.rows.map((row) => ({ ...row, text: row.text.replace('"it":"', '"it":"1') })) }),
      'a row is not under its root',
    ],
    [
      'an altered leaf',
      () => ({
        ...file,
        leaves: file.leaves.map((leaf) => ({ ...leaf, leaf: leaf.leaf.replace('"acme"', '"acne"') })),
      }),
      'does not lead to the checkpoint',
    ],
  ])('with %s is told', async (_what, lie, words) => {
    expect((await faultsOf(lie())).some((fault) => fault.includes(words))).toBe(true);
  });
});

const withItem = (at: number, members: Partial<ChainFile['items'][number]>): ChainFile => ({
  ...file,
  items: file.items.with(at, { ...item(at), ...members } as ChainFile['items'][number]),
});
