import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json-value.ts';
import { networkProver } from '../../src/domain-prover.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import type { DomainProver } from '../../src/registry/ports.ts';
import { singleFlight } from '../../src/registry/single-flight.ts';
import { kidOf } from '../../src/sdk/sign.ts';
import { startNameServer } from '../domain-prover/name-server.ts';
import { startProofHost } from '../domain-prover/proof-host.ts';
import { PROOF_HOST, PROOF_HOST_CERTIFICATE } from '../domain-prover/proof-host-tls.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { headSeq, leavesOf } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import { createTestRegistry, ORIGIN, registerOnly, type TestRegistry } from '../support/registry.ts';
import { startServer } from '../support/server.ts';

/** What the scripted outside world says of each domain; everything else has no record. */
const world = new Map<string, Awaited<ReturnType<DomainProver['prove']>>>();
const asked: { domain: string; party: string; kids: readonly string[] }[] = [];
const scripted: DomainProver = {
  prove: async (domain, party, kids) => {
    asked.push({ domain, party, kids });
    return world.get(domain) ?? { method: null, reason: 'no record', raw: `{"of":"${domain}"}` };
  },
};

const START = Date.parse('2026-11-25T12:00:00Z');
let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ mode: 'production', domainProver: scripted });
  await registerOnly(registry, 'acme', { domain: 'acme.com' });
  await registerOnly(registry, 'rival', { domain: 'rival.com' });
});
afterEach(async () => {
  await checkRegistry(registry);
  asked.length = 0;
  minutes(60);
});
afterAll(() => registry.close());

let passed = 0;
/** Lets time go by. */
function minutes(more: number): void {
  passed += more;
  registry.setNow(new Date(START + passed * 60_000));
}

const check = (party: string, domain: string) => checkDomain(registry.deps, party, domain);
const kept = async (domain: string) =>
  (
    await registry.database.pool.query<{ proved: boolean; method: string; reason: string; raw: string }>(
      'select proved, method, reason, raw from domain_checks where domain = $1 order by at, id',
      [domain],
    )
  ).rows;

describe('a domain', () => {
  test('is checked five times an hour at most, whoever asks; the sixth is told when', async () => {
    for (let n = 0; n < 5; n++) {
      expect(await check('acme', 'acme.com')).toMatchObject({ proved: false, reason: 'no record' });
      minutes(10);
    }
    const refusal = { code: 'rate_limited', members: { retry_after: 600 } };
    await expect(check('acme', 'ACME.com')).rejects.toMatchObject(refusal);
    await expect(check('rival', 'acme.com')).rejects.toMatchObject(refusal);
    expect(asked).toHaveLength(5);
    minutes(10);
    expect(await check('acme', 'acme.com')).toMatchObject({ proved: false });
    await expect(check('acme', 'acme.com')).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('is told so over HTTP, too', async () => {
    const server = await startServer(registry);
    const ask = () => server.app.inject({ method: 'POST', url: '/v1/parties/acme/domains/busy.com/check' });
    for (let n = 0; n < 5; n++) expect((await ask()).statusCode).toBe(200);
    const { statusCode, headers, ...response } = await ask();
    expect(statusCode).toBe(429);
    expect(headers['retry-after']).toBe('3600');
    expect(response.json()).toMatchObject({ code: 'rate_limited', retry_after: 3600 });
    await server.close();
  });

  test('is asked once by all who want to know at the same time, and counted once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => check('acme', 'crowd.com')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(asked).toHaveLength(1);
    expect(await kept('crowd.com')).toHaveLength(1);
  });

  test('is counted together by instances that share nothing but the database', async () => {
    const instances = Array.from({ length: 8 }, () => ({
      ...registry.deps,
      checksUnderWay: singleFlight<JsonObject>(),
    }));
    const outcomes = await Promise.allSettled(instances.map((deps) => checkDomain(deps, 'acme', 'shared.com')));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5);
    expect(asked).toHaveLength(5);
  });

  test('that another party proved is not asked about', async () => {
    world.set('held.com', { method: 'dns', raw: '{"dns":1}' });
    await check('rival', 'held.com');
    const before = await headSeq(registry);
    await expect(check('acme', 'held.com')).rejects.toMatchObject({ code: 'domain_taken' });
    expect(asked.map(({ party }) => party)).toEqual(['rival']);
    expect(await headSeq(registry)).toBe(before);
  });

  test('that two parties prove at once is the first one’s', async () => {
    world.set('race.com', { method: 'well-known' });
    const outcomes = await Promise.allSettled([check('acme', 'race.com'), check('rival', 'race.com')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what was answered', () => {
  test('is kept as it came, the newest twenty of each outcome', async () => {
    world.set('kept.com', { method: 'dns', raw: '{"dns":"\\u0000"}' });
    await check('acme', 'kept.com');
    world.set('kept.com', { method: null, reason: 'gone', raw: '{}' });
    for (let n = 0; n < 23; n++) {
      minutes(15);
      await check('acme', 'kept.com');
    }
    const rows = await kept('kept.com');
    expect(rows).toHaveLength(21);
    expect(rows[0]).toEqual({ proved: true, method: 'dns', reason: null, raw: '{"dns":"\\u0000"}' });
    expect(rows[1]).toEqual({ proved: false, method: null, reason: 'gone', raw: '{}' });
  });

  test('about names the party never gave is forgotten, and twenty of them an hour are enough', async () => {
    for (let n = 0; n < 20; n++) await check('acme', `stranger-${n}.com`);
    await expect(check('acme', 'stranger-20.com')).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await check('acme', 'acme.com')).toMatchObject({ proved: false });
    minutes(61);
    await check('acme', 'acme.com');
    expect(await kept('stranger-3.com')).toEqual([]);
    expect((await kept('acme.com')).length).toBeGreaterThan(1);
  });

  test('is kept as asked for where the answer was not waited for', async () => {
    const deps = { ...registry.deps, domainProver: { prove: () => Promise.reject(new Error('killed')) } };
    await expect(checkDomain(deps, 'acme', 'killed.com')).rejects.toThrow('killed');
    expect(await kept('killed.com')).toEqual([{ proved: false, method: null, reason: null, raw: null }]);
    expect(await check('acme', 'killed.com')).toMatchObject({ proved: false });
  });
});

test('the keys that count are the active statements keys', async () => {
  const party = await registerOnly(registry, 'keys', { domain: 'keys.com' });
  const { added } = await addKey(registry, party);
  await addKey(registry, party, { use: 'cosign' });
  const { added: gone } = await addKey(registry, party);
  await revokeKey(registry, party, gone.key);
  await check('keys', 'keys.com');
  expect(asked[0]?.kids).toEqual([kidOf(party.key), kidOf(added.key)]);
});

test('a name nobody can own proves nothing in production', async () => {
  expect(await check('acme', 'acme.example')).toMatchObject({ proved: false, method: null });
  expect(asked).toHaveLength(1);
});

/** A catalogue of hostile inputs kept beside the repository; skipped where it is absent. */
const catalogue = new URL('../../../shared/tools/bad-inputs.json', import.meta.url);
if (!existsSync(catalogue)) console.warn(`SKIPPED: no catalogue of bad inputs at ${catalogue.pathname}`);
const spellings: string[] = existsSync(catalogue)
  ? JSON.parse(readFileSync(catalogue, 'utf8'))
      .entries.filter(({ id }: { id: string }) => /^ssrf-0[12389]$/.test(id))
      .flatMap(({ input }: { input: string | string[] }) => input)
  : [];

test.each(spellings)('%s is no domain', async (text) => {
  const host = /^[a-z+]+:\/\/([^/]*)/.exec(text)?.[1] ?? text;
  for (const domain of [text, host])
    await expect(check('acme', domain)).rejects.toMatchObject({ code: 'request_invalid' });
  expect(asked).toEqual([]);
});

describe('over the network', () => {
  test('a domain is proved by its document, then by its TXT record, and what it said is kept', async () => {
    const [names, host] = await Promise.all([startNameServer(), startProofHost()]);
    const domainProver = networkProver({
      origin: ORIGIN,
      servers: [names.address],
      ca: PROOF_HOST_CERTIFICATE,
      allow: [{ host: PROOF_HOST, endpoint: { address: '127.0.0.1', port: host.port } }],
    });
    const production = await createTestRegistry({ mode: 'production', domainProver });
    const { key } = await registerOnly(production, 'real', { domain: PROOF_HOST });
    const body = { registry: ORIGIN, party: 'real', keys: [kidOf(key)] };
    host.answer((_request, response) => void response.end(JSON.stringify({ ...body, party: 'rival' })));
    expect(await checkDomain(production.deps, 'real', PROOF_HOST)).toEqual({
      domain: PROOF_HOST,
      proved: false,
      method: null,
      checked_at: '2026-11-25T12:00:00Z',
      reason: `TXT at _carbon-mirror.${PROOF_HOST}: the DNS has no such record; https://${PROOF_HOST}/.well-known/carbon-mirror.json: it names another party`,
    });
    host.answer((_request, response) => void response.end(JSON.stringify(body)));
    const leaves = await leavesOf(production, () => checkDomain(production.deps, 'real', PROOF_HOST));
    expect(leaves).toMatchObject([{ t: 'party.domain', domain: PROOF_HOST, method: 'well-known', proved: true }]);
    const txt = `cms-party=real; kid=${kidOf(key)}; registry=${ORIGIN}`;
    names.zone.set(`TXT _carbon-mirror.${PROOF_HOST}`, () => ({ values: [[txt]] }));
    expect(await checkDomain(production.deps, 'real', PROOF_HOST)).toMatchObject({ proved: true, method: 'dns' });
    const { rows } = await production.database.pool.query<{ raw: string }>(
      'select raw from domain_checks order by at, id',
    );
    expect(rows.map(({ raw }) => Object.keys(JSON.parse(raw)))).toEqual([
      ['dns', 'well_known'],
      ['dns', 'well_known'],
      ['dns'],
    ]);
    expect(rows[2]?.raw).toContain(txt);
    await checkRegistry(production);
    await Promise.all([production.close(), names.close(), host.close()]);
  });
});
