import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_182_DAYS, certify } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Nordhafen is Silver; Kestrel was and is suspended; Newcomer has no audit. */
let registry: TestRegistry;
let server: TestServer;
let composite: string;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_182_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  const nordhafen = await registerProved(registry, 'nordhafen', { domain: 'nordhafen.example' });
  const kestrel = await registerProved(registry, 'kestrel', { domain: 'kestrel.example' });
  await registerProved(registry, 'newcomer', { domain: 'newcomer.example' });
  await certify(registry, nordhafen, auditor, { days: 182 });
  const { certificate } = await certify(registry, kestrel, auditor, { days: 182 });
  await act(registry, 0, { action: 'suspend', subject: 'kestrel', certificate });
  server = await startServer(registry);
  const listed = await fetch(`${server.address}/v1/organisations/nordhafen`);
  composite = ((await listed.json()) as { composite_percent: string }).composite_percent;
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const post = (body: BodyInit, type = 'application/json', query = '') =>
  fetch(`${server.address}/v1/claims/check${query}`, { method: 'POST', body, headers: { 'content-type': type } });
const check = async (claim: object) => {
  const response = await post(JSON.stringify(claim));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('a claim', () => {
  test('of what stands is true in every part', async () => {
    const claim = { tier: 'Bronze', composite_percent: composite, certified_on: '2026-07-07', live: false };
    const { status, body } = await check({ domain: 'https://www.Nordhafen.example/about', ...claim });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      parts: { domain: 'true', tier: 'true', composite_percent: 'true', certified_on: 'true', live: 'true' },
      status: 'certified',
      domain: 'nordhafen.example',
      organisation: { party_id: 'nordhafen' },
      seq: expect.any(Number),
      as_of: expect.any(String),
    });
    expect(body['wording']).toContain(`Bronze with a composite of ${composite} %, certified on 2026-07-07`);
    expect(body['wording']).toMatch(/^TEST registry: Certified: .* As of 2026-07-07 12:00 UTC, log entry [0-9,]+\.$/);
  });

  test('says of each wrong part that it is wrong, and judges no other', async () => {
    const { body } = await check({ domain: 'nordhafen.example', tier: 'Obsidian Prime', live: true });
    expect(body['parts']).toEqual({ domain: 'true', tier: 'false', live: 'false' });
  });

  test('of a suspended certificate is outdated', async () => {
    const claim = {
      domain: 'kestrel.example',
      tier: 'Bronze',
      composite_percent: composite,
      certified_on: '2026-07-07',
    };
    const { body } = await check(claim);
    expect(body).toMatchObject({
      parts: { domain: 'true', tier: 'outdated', composite_percent: 'outdated', certified_on: 'outdated' },
      status: 'not_certified',
      reason: 'suspended',
    });
    expect(body['wording']).toContain('the Bronze certificate of Company kestrel (kestrel.example) is suspended');
  });

  test('of an organisation without audit is false, not unknown', async () => {
    const { body } = await check({ domain: 'newcomer.example', tier: 'Bronze' });
    expect(body).toMatchObject({ parts: { domain: 'true', tier: 'false' }, reason: 'no_audit' });
  });

  test.each(['nobody.example', 'shop.nordhafen.example', '127.0.0.1', 'no domain at all', '‮'])(
    'of %j is unknown, never false',
    async (domain) => {
      const { status, body } = await check({ domain, tier: 'Silver', live: true });
      expect(status).toBe(200);
      expect(body).toMatchObject({ parts: { domain: 'unknown', tier: 'unknown', live: 'unknown' }, status: 'unknown' });
      expect(body['wording']).toContain('That is not a no.');
    },
  );

  test('has its sentence in other languages', async () => {
    const response = await post('{"domain":"nordhafen.example"}', 'application/json', '?lang=de');
    expect(((await response.json()) as { wording: string }).wording).toMatch(/^TEST-Register: Zertifiziert: /);
  });
});

const BODIES: readonly (readonly [string, number])[] = [
  ['', 400],
  ['[]', 400],
  ['42', 400],
  ['null', 400],
  ['"acme.example"', 400],
  ['{"domain":"a.example","domain":"b.example"}', 400],
  ['{"__proto__":{},"domain":"a.example"}', 400],
  ['{"domain":"a.example","composite_percent":92.4}', 400],
  ['['.repeat(5000), 400],
  [JSON.stringify({ domain: 'a'.repeat(300) }), 200],
  [JSON.stringify({ domain: 'a'.repeat(1_048_576) }), 413],
];

describe('what is no claim', () => {
  test.each([
    ['{}', '/domain'],
    ['{"domain":7}', '/domain'],
    ['{"domain":""}', '/domain'],
    ['{"domain":"a\\u0000.example"}', '/domain'],
    ['{"domain":"a.example","tier":"Gold"}', '/tier'],
    ['{"domain":"a.example","tier":"silver"}', '/tier'],
    ['{"domain":"a.example","composite_percent":"92.4 %"}', '/composite_percent'],
    ['{"domain":"a.example","composite_percent":"100.1"}', '/composite_percent'],
    ['{"domain":"a.example","composite_percent":92}', '/composite_percent'],
    ['{"domain":"a.example","certified_on":"2026-02-30"}', '/certified_on'],
    ['{"domain":"a.example","certified_on":"3 months ago"}', '/certified_on'],
    ['{"domain":"a.example","live":"true"}', '/live'],
    ['{"domain":"a.example","claim":"green"}', '/claim'],
  ])('%s is refused at %s', async (body, pointer) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'request_invalid', errors: [{ pointer }] });
  });

  test.each(BODIES.map(([body, status]) => [body.slice(0, 40), status, body] as const))(
    '%s… gets %i',
    async (_start, status, body) => {
      const response = await post(body);
      expect(response.status).toBe(status);
      await response.arrayBuffer();
    },
  );

  test('another media type, method or parameter is refused', async () => {
    expect((await post('{"domain":"a.example"}', 'text/plain')).status).toBe(415);
    expect((await fetch(`${server.address}/v1/claims/check`)).status).toBe(405);
    expect((await post('{"domain":"a.example"}', 'application/json', '?lang=tlh')).status).toBe(400);
    expect((await post('{"domain":"a.example"}', 'application/json', '?at=1')).status).toBe(400);
  });
});
