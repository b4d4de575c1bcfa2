import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { formatVerifierKey } from '../../src/log/note.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { auditLog } from '../../src/sdk/log/audit-log.ts';
import { createLogClient } from '../../src/sdk/log/log-client.ts';
import type { PrivateJwk } from '../../src/sdk/sign.ts';
import { keyFile, NOW, runCli } from '../cli/fake-io.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { buildLogChecker, missingGoTools, requiresEngines } from '../support/go-tools.ts';
import { AFTER_56_DAYS, declare, giveOpinion, member } from '../support/journey.ts';
import { addKey } from '../support/key-operations.ts';
import { createTestRegistry, ORIGIN, registerAuditor, registerOnly, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/* The log as somebody without the database sees it: over a socket, with the SDK, the command line and Go. */

const NAME = 'clearwater.example/log';
let registry: TestRegistry;
let server: TestServer;
let cosignKey: PrivateJwk;
let vkey: string;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const clearwater = await registerAuditor(registry, 'clearwater');
  cosignKey = (await addKey(registry, clearwater, { use: 'cosign' })).added.key;
  const acme = await registerOnly(registry, 'acme');
  const audit = await declare(registry, acme);
  await giveOpinion(registry, clearwater, member(audit, 'digest'));
  const [signer] = registry.deps.log.signers;
  if (signer === undefined) throw new Error('the log has no key');
  vkey = formatVerifierKey(signer.key);
  registry.setNow(NOW);
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const sizeNow = (): Promise<number> => registry.deps.ledger.read(async (tx) => (await tx.tree.head())?.size ?? 0);
/** The socket behind the address the registry says is its own. */
const serve: Fetch = (url, init) => fetch(url.replace(ORIGIN, server.address), init);
const cli = (argv: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  runCli(argv, { files, serve, env: { CARBON_MIRROR_REGISTRY: ORIGIN } });

test('the SDK finds nothing', async () => {
  const [signer] = registry.deps.log.signers;
  if (signer === undefined) throw new Error('the log has no key');
  const result = await auditLog(createLogClient(`${server.address}/log`), { key: signer.key, earlier: [] });
  const size = await sizeNow();
  expect(result).toMatchObject({ kind: 'audited', findings: [], leaves: size, checkpoint: { size } });
  expect(size).toBeGreaterThan(5);
});

const missing = await missingGoTools();
if (missing !== undefined) console.warn(`SKIPPED: the registry's log is not opened with Go tools: ${missing}`);
test.runIf(requiresEngines())('the Go tools are here where they are required', () => {
  expect(missing).toBeUndefined();
});
test.skipIf(missing !== undefined)(
  'Go opens it, hashes every entry, proves every one and the growth',
  async () => {
    const checker = await buildLogChecker();
    const size = await sizeNow();
    const { ok, says } = await checker.check(`${server.address}/log`, vkey);
    await checker.remove();
    expect([ok, says]).toEqual([true, expect.stringContaining(`${size} entries, ${size} inclusion proofs`)]);
  },
  180_000,
);

describe('the command line', () => {
  test('audits, remembers, and audits what has grown since', async () => {
    const first = await cli(['log', 'audit', '--vkey', vkey, '--state', 's']);
    expect([first.exit, first.err]).toEqual([0, '']);
    const state = first.written.get('s')?.text ?? '';
    await registerOnly(registry, 'later');
    const second = await cli(['log', 'audit', '--state', 's', '--json'], { s: state });
    expect(second.exit).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ sound: true, earlier: 1, size: await sizeNow() });
  });

  test('cosigns as an auditor; the line is served with the checkpoint', async () => {
    const files = { k: JSON.stringify(cosignKey) };
    const argv = ['cosign', '--key', 'k', '--name', NAME, '--state', 's'];
    const first = await cli([...argv, '--vkey', vkey], files);
    expect([first.exit, first.err]).toEqual([0, '']);
    expect(first.out).toContain(`Cosigned  localhost:3000/log, ${await sizeNow()} leaves`);
    const note = await (await fetch(`${server.address}/log/checkpoint`)).text();
    expect(note).toContain(`\u2014 ${NAME} `);
    await registerOnly(registry, 'even-later');
    const second = await cli(argv, { ...files, s: first.written.get('s')?.text ?? '' });
    expect([second.exit, second.err]).toEqual([0, '']);
    expect(await cli(['log', 'audit', '--vkey', vkey])).toMatchObject({ exit: 0 });
  });

  test('a key nobody registered is refused by the registry', async () => {
    const { exit, err } = await cli(['cosign', '--key', 'k', '--name', NAME, '--vkey', vkey], {
      k: (await keyFile()).text,
    });
    expect(exit).toBe(1);
    expect(err).toContain('key_unknown');
  });
});

test('a leaf changed in the database behind the registry shows from outside, and so does one that is gone', async () => {
  const spoilt = await createTestRegistry({ now: AFTER_56_DAYS });
  const other = await startServer(spoilt);
  await registerOnly(spoilt, 'acme');
  const [signer] = spoilt.deps.log.signers;
  if (signer === undefined) throw new Error('the log has no key');
  const log = createLogClient(`${other.address}/log`, { sleep: async () => undefined });
  const audit = () => auditLog(log, { key: signer.key, earlier: [] });
  const spoil = async (sql: string) => {
    await spoilt.database.pool.query('alter table log_pending disable trigger all');
    await spoilt.database.pool.query(sql);
  };
  expect(await audit()).toMatchObject({ findings: [] });
  await spoil(`update log_pending set leaf = replace(leaf, 'acme', 'acne') where type = 'party.registered'`);
  const changed = { code: 'entries_unreadable', index: 0, detail: expect.stringContaining('leaf 1') };
  expect(await audit()).toMatchObject({ findings: [changed] });
  await spoil(`delete from log_pending where type = 'party.registered'`);
  expect(await audit()).toMatchObject({ findings: [{ code: 'entries_unreadable', index: 0 }] });
  await other.close();
  await spoilt.close();
});
