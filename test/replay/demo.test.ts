import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatBundle } from '../../src/log/bundle.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { runCli } from '../cli/fake-io.ts';
import { ORIGIN } from '../support/registry.ts';
import { LIES } from './lies.ts';
import { createTools, type Tools } from './tools.ts';
import { type Lie, logKeyOf, openReplayWorld, type ReplayWorld } from './world.ts';

let world: ReplayWorld;
let tools: Tools;
beforeAll(async () => {
  world = await openReplayWorld();
  tools = await createTools(world);
}, 180_000);
afterAll(() => world.close());

/** Replays the lie, whose Merkle tree holds, and lists the findings. */
async function findings(lie: Lie): Promise<string[]> {
  const replayed = await world.replay(lie);
  if (replayed.kind !== 'replayed') throw new Error(`${replayed.kind}: ${JSON.stringify(replayed)}`);
  return replayed.findings.map(({ index, code }) => `${index} ${code}`);
}

/** Each statement under the other's digest. */
async function swapped(a: number, b: number): Promise<Lie> {
  const [first, second] = [a, b].map((index) => tools.statementPath(tools.textAt(index, 'd')));
  if (first === undefined || second === undefined) throw new Error('two statements are needed');
  return { answers: { [first]: await world.read(second), [second]: await world.read(first) } };
}

describe('the honest registry', () => {
  test('is replayed without a difference, and nothing public is passed over', async () => {
    const replayed = await world.replay();
    if (replayed.kind !== 'replayed') throw new Error(JSON.stringify(replayed));
    expect(replayed.findings).toEqual([]);
    const hidden = tools.indexOf('party.registered', { party: 'rookery-too' });
    expect(replayed.unchecked).toEqual([
      { index: hidden + 1, text: expect.stringMatching(/^case.opened: what it rests on is not public/) },
      { index: hidden, text: expect.stringMatching(/^statement .* of rookery-too is not public/) },
      {
        index: tools.indexOf('party.registered', { party: 'silent' }),
        text: expect.stringMatching(/ of silent is not public/),
      },
    ]);
  });

  test('is rebuilt whole: as many of everything as the registry keeps', async () => {
    const replayed = await world.replay();
    if (replayed.kind !== 'replayed') throw new Error(JSON.stringify(replayed));
    const count = async (table: string): Promise<number> =>
      Number((await world.registry.database.pool.query(`select count(*) as n from ${table}`)).rows[0]?.n);
    // Keys of the two parties nobody sees are known to nobody.
    const [keys, { parties, audits, certificates, cases, acts }] = [replayed.rebuilt.keys + 2, replayed.rebuilt];
    const kept = await Promise.all(['keys', 'parties', 'audits', 'certificates', 'cases', 'acts'].map(count));
    expect([keys, parties, audits, certificates, cases, acts]).toEqual(kept);
    expect(replayed.statements).toBe(await count('statements'));
    expect(replayed.size).toBe(world.leaves.length);
    expect(replayed.snapshots).toBe(2);
  });
});

describe('a lying operator, who signs whatever suits,', () => {
  test.each(LIES)('%s', async (_what, lie, expected) => {
    const found = await findings(lie(tools));
    const { first, among, all } = expected(tools);
    expect(found).toEqual(all ?? found);
    expect(found[0]).toBe(first ?? found[0]);
    expect(found).toContain(among ?? found[0]);
    expect(found).not.toEqual([]);
  });

  test('swaps two statements', async () => {
    const [first, second] = [tools.own('audit.declared'), tools.indexOf('audit.declared', { org: 'sunda-fintech' })];
    const found = await findings(await swapped(first, second));
    expect(found).toEqual([`${second} statement_invalid`, `${first} statement_invalid`]);
  });

  test('forges a signature', async () => {
    const [first, second] = [tools.own('audit.declared'), tools.own('workloads.registered')];
    const [signed = '', other = ''] = await Promise.all(
      [first, second].map((index) => world.read(tools.statementPath(tools.textAt(index, 'd')))),
    );
    const forged = `${signed.slice(0, signed.lastIndexOf('.'))}${other.slice(other.lastIndexOf('.'))}`;
    const found = await findings({ answers: { [tools.statementPath(tools.textAt(first, 'd'))]: forged } });
    expect(found).toEqual([`${first} signature_invalid`]);
  });

  test('dates a leaf back before the one it follows: the log itself is not sound', async () => {
    const replayed = await world.replay(tools.altered(tools.own('certificate.issued'), { at: '2026-01-01T00:00:00Z' }));
    expect(replayed).toMatchObject({
      kind: 'unsound',
      findings: [{ index: tools.own('certificate.issued'), code: 'time_decreasing' }],
    });
  });

  test('changes a leaf without signing anew: the log itself is not sound', async () => {
    const index = tools.indexOf('certificate.issued');
    const { leaves = [] } = tools.altered(index, { tier: 'Silver' });
    const bundle = formatBundle(leaves.slice(0, 256).map((leaf) => Buffer.from(leaf)));
    const replayed = await world.replay({ answers: { '/log/tile/entries/000': bundle } });
    expect(replayed).toMatchObject({ kind: 'unsound', findings: [{ index, code: 'leaf_altered' }] });
  });
});

describe('the command line', () => {
  const run = (argv: readonly string[], lie: Lie = {}) =>
    runCli(['replay', '--log', `${ORIGIN}/log`, ...argv], { serve: world.serve(lie) });
  const vkey = (): string => formatVerifierKey(logKeyOf(world.registry));

  test('says that nothing differs, what was compared, and what could not be looked at', async () => {
    const { exit, out, err } = await run(['--vkey', vkey()]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^No differences: what is served follows from the log\n {2}key +localhost:3000\/log\+/);
    expect(out).toContain(`${world.leaves.length} leaves`);
    expect(out).toMatch(/Not looked at, and no difference:\n {2}leaf [0-9]+: case[.]opened/);
  });

  test('takes the word of the log for its key only with a warning', async () => {
    const { exit, err } = await run([]);
    expect(exit).toBe(0);
    expect(err).toContain('First contact');
  });

  test('ends with 1 and names the leaf of every difference', async () => {
    const index = tools.own('certificate.issued');
    const { exit, out } = await run(['--vkey', vkey()], tools.altered(index, { tier: 'Silver' }));
    expect(exit).toBe(1);
    expect(out).toMatch(/^1 difference\n/);
    expect(out).toContain(`leaf ${index}: tier_differs: tier is "Silver", it follows "Bronze"`);
    const { out: json } = await run(['--vkey', vkey(), '--json'], tools.altered(index, { tier: 'Silver' }));
    expect(JSON.parse(json)).toMatchObject({ sound: true, findings: [{ index, code: 'tier_differs' }] });
  });

  test('does not replay a log that is not sound', async () => {
    const lie = tools.altered(tools.own('certificate.issued'), { at: '2026-01-01T00:00:00Z' });
    const { exit, out } = await run(['--vkey', vkey()], lie);
    expect(exit).toBe(1);
    expect(out).toMatch(/^The log itself is not sound; its leaves were not replayed\n/);
  });

  test('ends with 3 where nobody answers half-way, without a verdict', async () => {
    const listing: Lie = { answers: { [tools.listingPath()]: null } };
    const { exit, out, err } = await run(['--vkey', vkey()], listing);
    expect({ exit, out }).toEqual({ exit: 3, out: '' });
    expect(err).toContain('the registry does not answer');
  });

  test.each(['localhost:3000', 'ftp://localhost:3000', `${ORIGIN}/logs`, `${ORIGIN}/log?x`])(
    'refuses %s as the address of a log',
    async (address) => {
      const { exit, err } = await runCli(['replay', '--log', address], { serve: world.serve() });
      expect(exit).toBe(2);
      expect(err).toContain('is not the address of a log');
    },
  );
});
