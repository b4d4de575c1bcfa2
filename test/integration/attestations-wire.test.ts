import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkRegistry } from '../support/check-registry.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attestationBody, chainWriter, type TestDevice, telemetryKey } from '../support/telemetry.ts';

const MORNING = new Date('2026-03-03T00:00:00Z');
const JOSE = 'application/jose';
const JSON_TYPE = 'application/json';

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let device: TestDevice;
let sites = 0;
beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-03-03T12:00:00Z' });
  server = await startServer(registry);
  org = await registerProved(registry, 'meridian');
});
beforeEach(async () => {
  sites += 1;
  device = await telemetryKey(registry, org, `wire-${sites}`);
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const post = (payload: string | Buffer, type: string, headers: Record<string, string> = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/v1/attestations',
    payload,
    headers: { 'content-type': type, ...headers },
  });
const postBatch = (attestations: unknown) => post(JSON.stringify({ attestations }), JSON_TYPE);

describe('one statement', () => {
  test('is 201, then 200 with the same bytes; its receipt follows', async () => {
    const link = await chainWriter(registry, device, MORNING).next();
    const first = await post(link.jws, JOSE);
    expect(first.statusCode).toBe(201);
    expect(first.json()).toEqual({
      digest: link.digest,
      site_id: device.siteId,
      chain: { epoch: 0, seq: 0 },
      receipt: null,
    });
    expect(first.headers['cache-control']).toBe('no-store');
    const again = await post(link.jws, JOSE, { prefer: 'respond-async' });
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
    expect((await server.app.inject(`/v1/receipts/${link.digest}`)).statusCode).toBe(202);
  });

  test('is refused with a problem document that says what to do next', async () => {
    const gap = attestationBody(device.siteId, {
      start: '2026-03-03T10:00:00Z',
      chain: { epoch: 0, seq: 4, prev: null },
    });
    const refused = await post(Buffer.from(await registry.sign(device, 'cms-attestation+jwt', gap)), JOSE);
    expect(refused.statusCode).toBe(409);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.json()).toMatchObject({ code: 'chain_gap', expected: { epoch: 0, seq: 0, prev: null } });
    const odd = attestationBody(device.siteId, { start: '2026-03-03T10:00:00Z', matched_cfe_kwh: '101' });
    const implausible = await post(Buffer.from(await registry.sign(device, 'cms-attestation+jwt', odd)), JOSE);
    expect(implausible.statusCode).toBe(422);
    expect(implausible.json()).toMatchObject({
      code: 'implausible',
      findings: [{ severity: 'REJECT', code: 'R11', pointer: '/matched_cfe_kwh' }],
    });
  });

  test.each([
    ['application/jwt', 415, 'media_type'],
    ['application/jose; charset=utf-8', 415, 'media_type'],
    ['', 415, 'media_type'],
    [JOSE, 400, 'jws_structure'],
  ])('as %s: %i %s', async (type, status, code) => {
    const answer = await post('a.b', type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('has at most 128 KiB, whatever it is called', async () => {
    for (const type of [JOSE, 'text/plain'])
      expect((await post(Buffer.alloc(131_073, 'a'), type)).json()).toMatchObject({ status: 413, code: 'too_large' });
    expect((await post(Buffer.alloc(131_072, 'a'), JOSE)).json()).toMatchObject({ code: 'jws_structure' });
  });
});

describe('a batch', () => {
  test('has one result per item, in order', async () => {
    const [a, b, c] = await chainWriter(registry, device, MORNING).take(3);
    if (!a || !b || !c) throw new Error('three were written');
    const bad = attestationBody(device.siteId, { minutes: 7 });
    const invalid = Buffer.from(await registry.sign(device, 'cms-attestation+jwt', bad)).toString('latin1');
    const answer = await postBatch([a.jws, 'no jws', invalid, 7, c.jws, b.jws, c.jws, a.jws]);
    expect(answer.statusCode).toBe(200);
    const place = (seq: number) => ({ chain: { epoch: 0, seq } });
    expect(answer.json()).toEqual({
      results: [
        { status: 201, digest: a.digest, ...place(0) },
        { status: 400, digest: null, code: 'jws_structure', detail: expect.any(String) },
        {
          status: 400,
          digest: expect.any(String),
          code: 'document_invalid',
          detail: expect.any(String),
          errors: [expect.objectContaining({ pointer: '/minutes', code: 'R01' })],
        },
        { status: 400, digest: null, code: 'jws_structure', detail: expect.any(String) },
        {
          status: 409,
          digest: c.digest,
          code: 'chain_gap',
          detail: expect.any(String),
          expected: { epoch: 0, seq: 1, prev: a.digest },
        },
        { status: 201, digest: b.digest, ...place(1) },
        { status: 201, digest: c.digest, ...place(2) },
        { status: 200, digest: a.digest, ...place(0) },
      ],
    });
  });

  test.each([
    ['no array', '{"attestations":"a.b.c"}', 400, 'request_invalid'],
    ['nothing', '{}', 400, 'request_invalid'],
    ['an empty array', '{"attestations":[]}', 400, 'request_invalid'],
    ['a bare array', '["a.b.c"]', 400, 'request_invalid'],
    ['another member', '{"attestations":["a.b.c"],"mode":"fast"}', 400, 'request_invalid'],
    ['a member twice', '{"attestations":["a"],"attestations":["b"]}', 400, 'request_invalid'],
    ['no JSON', 'a.b.c', 400, 'request_invalid'],
    ['1001 items', JSON.stringify({ attestations: Array(1001).fill('a.b.c') }), 413, 'too_large'],
  ])('of %s is refused as a whole', async (_, payload, status, code) => {
    const answer = await post(payload, JSON_TYPE);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('may have 1000 items and 16 MiB', async () => {
    const many = await postBatch(Array(1000).fill('a.b'));
    expect(many.json().results).toHaveLength(1000);
    const fill = (bytes: number) => Buffer.alloc(bytes, ' ');
    expect((await post(fill(16_777_217), JSON_TYPE)).json()).toMatchObject({ code: 'too_large' });
    expect((await post(fill(16_777_216), JSON_TYPE)).json()).toMatchObject({ code: 'request_invalid' });
  });

  test('is not read only half: while the log is not signed nothing of it is taken', async () => {
    const link = await chainWriter(registry, device, MORNING).next();
    const { note } = registry.mark;
    registry.mark.note = `${note?.replace(/\n\d+\n/, '\n99999\n')}`;
    await registry.tick();
    const answers = [await postBatch([link.jws]), await post(link.jws, JOSE)];
    expect(answers.map((one) => [one.statusCode, one.json().code, one.headers['retry-after'] !== undefined])).toEqual([
      [503, 'read_only', true],
      [503, 'read_only', true],
    ]);
    registry.mark.note = note;
    await registry.tick();
    expect((await post(link.jws, JOSE)).statusCode).toBe(201);
  });
});
