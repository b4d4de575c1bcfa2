import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListingQuery, Position } from '../../src/core/views.ts';
import { fileDispute } from '../../src/registry/file-dispute.ts';
import { readListingPage } from '../../src/registry/read-listing-page.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';

const LEI = '529900T8BM49AURSDO55';
const QUERY: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 };

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  const options = { name: 'Ångström Données', lei: LEI, vat: 'DE811907980' };
  await certify(registry, await registerProved(registry, 'angstrom', options), auditor);
  await certify(registry, await registerProved(registry, 'northwind', { name: 'Northwind Freight' }), auditor);
  await registerProved(registry, 'unaudited');
});
afterAll(() => registry.close());

const ask = async (changes: Partial<ListingQuery>, position?: Position) =>
  readListingPage(registry.deps, { ...QUERY, ...changes }, position ?? (await readPosition(registry.deps)));

describe('what a search names exactly', () => {
  test.each([
    ['angstrom.example', 'domain', 'angstrom.example'],
    ['https://WWW.Angstrom.example:443/prices?x', 'domain', 'angstrom.example'],
    [LEI, 'lei', LEI],
    [` ${LEI.toLowerCase()} `, 'lei', LEI],
    ['unaudited.example', 'domain', 'unaudited.example'],
  ])('%s', async (q, by, value) => {
    const { named } = await ask({ q });
    expect(named).toMatchObject({ by, value });
    expect(named?.row?.party_id).toBe(value === 'unaudited.example' ? 'unaudited' : 'angstrom');
  });

  test.each([
    ['globex.example', { by: 'domain', value: 'globex.example', row: null }],
    ['529900T8BM49AURSDO99', { by: 'lei', value: '529900T8BM49AURSDO99', row: null }],
    ['Northwind Freight', null],
    ['northwind', null],
    ['who is northwind.example', null],
  ])('%s names nobody, or is words', async (q, expected) => {
    expect((await ask({ q })).named).toEqual(expected);
  });

  test('as of a time before it was proved it is unknown', async () => {
    const { named } = await ask({ q: 'angstrom.example', at: '0' }, await readPosition(registry.deps, '0'));
    expect(named).toMatchObject({ row: null });
  });
});

describe('which rows have the words as they are written', () => {
  test.each([
    ['ANGSTROM donnees', ['angstrom']],
    ['DE811907980', ['angstrom']],
    ['northwind', ['northwind']],
    ['nortwind', []],
    ['100%_', []],
  ])('%s', async (q, expected) => {
    const { spelt, page } = await ask({ q });
    expect([...(spelt ?? [])]).toEqual(expected);
    for (const party of expected) expect(page.items.map((row) => row.party_id)).toContain(party);
  });

  test('without a search none are said to', async () => {
    expect((await ask({})).spelt).toBeNull();
  });
});

test('a dispute marks its row from its admission to its decision', async () => {
  const { deps } = registry;
  const disputed = async (): Promise<string[]> => [...(await ask({})).disputed];
  const before = await readPosition(deps);
  const objection = { organisation: 'northwind', grounds: 'The meter was moved.', evidence_sha256: 'ab'.repeat(32) };
  const { answer } = await fileDispute(deps, Buffer.from(JSON.stringify(objection)), null);
  const id = String(answer['id']);
  expect(await disputed()).toEqual([]);
  const resolve = (outcome: 'allow' | 'deny') =>
    act(registry, 0, {
      action: 'resolve',
      subject: 'northwind',
      case: id,
      outcome,
      reason: 'the evidence was looked at',
    });
  await resolve('allow');
  expect(await disputed()).toEqual(['northwind']);
  expect([...(await ask({}, before)).disputed]).toEqual([]);
  await resolve('allow');
  expect(await disputed()).toEqual([]);
  await checkRegistry(registry);
});
