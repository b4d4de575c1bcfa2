import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { json, runCli } from './fake-io.ts';

const HASH = createHash('sha256').update('acme.example').digest('hex');
const OTHER = { hash: `${HASH.slice(0, 4)}${'0'.repeat(60)}`, status: 'certified', reason: null, tier: 'Silver' };
const MINE = {
  ...OTHER,
  hash: HASH,
  tier: 'Obsidian',
  composite_percent: '81.2',
  certificate_id: 'c1',
  valid_to: null,
};
const bucket = (items: readonly object[]) => ({ prefix: HASH.slice(0, 4), items, padding: 'x', seq: 7, as_of: 'then' });

describe('lookup --private', () => {
  const ask = (items: readonly object[], ...argv: string[]) =>
    runCli(['lookup', '--private', ...argv], { answers: [json(bucket(items))] });

  test('gives away four digits and picks its own answer', async () => {
    const { exit, out, requests } = await ask([OTHER, MINE], '--url', 'https://www.Acme.example/x');
    expect(exit).toBe(0);
    expect(requests.map(({ path }) => path)).toEqual([`/v1/lookup/prefix/${HASH.slice(0, 4)}`]);
    expect(out).toContain('Obsidian');
    expect(out).toContain('81.2 %');
    expect(out).not.toContain('Silver');
  });

  test('says unknown where its own hash is not among them', async () => {
    expect((await ask([OTHER], '--domain', 'acme.example')).out).toContain('Unknown');
  });

  test.each([[['--name', 'Acme']], [['--lei', '529900T8BM49AURSDO55']], [['--domain', 'no domain']]])(
    '%j has nothing to hash',
    async (argv) => {
      expect((await ask([], ...argv)).exit).toBe(2);
    },
  );
});
