import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { headSeq, leavesOf, typesOf } from '../support/journey.ts';
import { createTestRegistry, registerOnly, registerProved, type TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry();
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const domainsOf = async (party: string) => {
  const { rows } = await registry.database.pool.query<{ domain: string; proved: boolean }>(
    'select domain, proved from domains where party_id = $1 order by position',
    [party],
  );
  return rows;
};

test('in the sandbox a reserved name counts as proved, and is recorded once', async () => {
  await registerOnly(registry, 'aurora');
  const leaves = await leavesOf(registry, async () => {
    const answer = await checkDomain(registry.deps, 'aurora', 'aurora.example');
    expect(answer).toEqual({
      domain: 'aurora.example',
      proved: true,
      method: 'sandbox',
      checked_at: '2026-11-25T12:00:00Z',
    });
    await checkDomain(registry.deps, 'aurora', 'AURORA.example');
  });
  expect(leaves).toMatchObject([{ t: 'party.domain', domain: 'aurora.example', method: 'sandbox', proved: true }]);
});

test('the first proof holds', async () => {
  await registerProved(registry, 'first', { domain: 'shared.example' });
  await registerProved(registry, 'second', { domain: 'second.example' });
  const before = await headSeq(registry);
  await expect(checkDomain(registry.deps, 'second', 'shared.example')).rejects.toMatchObject({ code: 'domain_taken' });
  expect(await headSeq(registry)).toBe(before);
  expect(await lookUp(registry.deps, { domain: 'shared.example' }, await readPosition(registry.deps))).toMatchObject({
    organisation: { party_id: 'first' },
  });
});

test('a domain not named at registration may be proved; the first one stays the one shown', async () => {
  await registerProved(registry, 'plural');
  await checkDomain(registry.deps, 'plural', 'b\u00fccher.test');
  const position = await readPosition(registry.deps);
  expect((await readOrganisation(registry.deps, 'plural', position)).domain).toBe('plural.example');
  expect(await lookUp(registry.deps, { domain: 'B\u00dcCHER.test' }, position)).toMatchObject({
    organisation: { party_id: 'plural' },
  });
});

test('what is not proved says why and changes nothing', async () => {
  await registerOnly(registry, 'real', { domain: 'real-company.com' });
  const before = await headSeq(registry);
  const answer = await checkDomain(registry.deps, 'real', 'real-company.com');
  expect(answer).toMatchObject({ proved: false, method: null, reason: expect.any(String) });
  await checkDomain(registry.deps, 'real', 'never-named.com');
  expect(await headSeq(registry)).toBe(before);
  expect(await domainsOf('real')).toEqual([{ domain: 'real-company.com', proved: false }]);
});

test.each([
  ['real', 'localhost', 'request_invalid'],
  ['real', '10.0.0.1', 'request_invalid'],
  ['real', 'a b.example', 'request_invalid'],
  ['real', '\u0000.example', 'request_invalid'],
  ['real', '*.example', 'request_invalid'],
  ['nobody', 'nobody.example', 'not_found'],
  ['No\u0000body', 'nobody.example', 'not_found'],
])('%j at %j is %s', async (party, domain, code) => {
  await expect(checkDomain(registry.deps, party, domain)).rejects.toMatchObject({ code });
});

test('production proves nothing by reserved names; its prover decides, with the keys that are active', async () => {
  const asked: string[][] = [];
  const production = await createTestRegistry({
    mode: 'production',
    domainProver: {
      prove: async (domain, party, kids) => {
        asked.push([domain, party, ...kids]);
        return domain === 'proved.com' ? { method: 'dns' } : { method: null, reason: 'no record' };
      },
    },
  });
  await registerOnly(production, 'acme', { domain: 'proved.com' });
  const leaves = await leavesOf(production, () => checkDomain(production.deps, 'acme', 'proved.com'));
  expect(typesOf(leaves)).toEqual(['party.domain']);
  expect(asked).toMatchObject([['proved.com', 'acme', expect.stringMatching(/^[\w-]{43}$/)]]);
  expect(await checkDomain(production.deps, 'acme', 'acme.example')).toMatchObject({ proved: false });
  await checkRegistry(production);
  await production.close();
});
