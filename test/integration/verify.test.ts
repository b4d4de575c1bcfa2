import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ASPECTS } from '../../src/sdk/verify/verdict.ts';
import { MAX_ARTEFACT_BYTES } from '../../src/sdk/verify/zip.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { gridSeries } from '../support/grid-series.ts';
import { AFTER_56_DAYS, type auditBody, certify, declare, member } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
let holder: TestParty;
let auditor: TestParty;
let certificate: string;
let audit: string;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  holder = await registerProved(registry, 'acme');
  auditor = await registerAuditor(registry, 'lumen');
  ({ certificate, audit } = await certify(registry, holder, auditor));
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const get = async (path: string): Promise<Buffer> => {
  const response = await fetch(`${server.address}${path}`);
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

interface Answer {
  readonly status: number;
  readonly words: string;
  readonly body: Record<string, unknown> & { readonly reasons: Record<string, string> };
}

async function verify(bytes: Uint8Array | string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.address}/v1/verify`, { method: 'POST', body: Buffer.from(bytes), headers });
  const body = await response.json();
  expect(response.headers.get('cache-control')).toBe('no-store');
  return { status: response.status, words: ASPECTS.map((aspect) => body[aspect]).join(' '), body };
}

describe('POST /v1/verify', () => {
  test.each<readonly [string, () => string, string, string]>([
    ['an evidence bundle', () => `/v1/certificates/${certificate}.zip`, 'application/zip', 'ok ok ok ok ok ok'],
    ['a credential', () => `/v1/certificates/${certificate}.jwt`, 'application/vc+jwt', 'ok ok ok ok ok ok'],
    ['a certificate', () => `/v1/certificates/${certificate}`, 'application/json', 'ok ok ok ok ok ok'],
    ['a receipt', () => `/v1/receipts/${audit}`, 'application/json', 'ok ok unknown ok ok unknown'],
    ['a proof', () => `/v1/receipts/${audit}.tlog-proof`, 'text/plain', 'ok ok unknown ok ok unknown'],
    ['an audit', () => `/v1/statements/${audit}.jws`, 'application/jose', 'ok ok ok ok ok ok'],
    ['a status list', () => '/status/1', 'application/octet-stream', 'ok ok unknown ok ok unknown'],
    ['a head', () => '/log/checkpoint', 'text/plain', 'ok ok unknown unknown ok unknown'],
    ['a look-up', () => '/v1/lookup?domain=acme.example&signed=true', 'application/json', 'ok ok ok ok ok unknown'],
  ])('%s of this registry', async (_name, path, type, words) => {
    const answer = await verify(await get(path()), { 'content-type': type });
    expect(answer, JSON.stringify(answer.body.reasons)).toMatchObject({ status: 200, words });
    expect(answer.body).toMatchObject({
      seq: expect.any(Number),
      as_of: expect.any(String),
      facts: expect.any(Object),
    });
  });

  test('whatever it is sent as, and as nothing', async () => {
    const bytes = await get(`/v1/certificates/${certificate}.zip`);
    for (const type of ['image/png', 'application/x-anything', 'text/plain; charset=utf-16', 'nonsense'])
      expect((await verify(bytes, { 'content-type': type })).words).toBe('ok ok ok ok ok ok');
    expect((await verify(bytes)).words).toBe('ok ok ok ok ok ok');
  });

  test('a revoked credential, and an audit whose key was revoked', async () => {
    const other = await registerProved(registry, 'beta');
    const issued = await certify(registry, other, auditor);
    const { added } = await addKey(registry, other);
    const jwt = await get(`/v1/certificates/${issued.certificate}.jwt`);
    await act(registry, 0, { action: 'suspend', subject: 'beta', certificate: issued.certificate });
    const revoked = await verify(jwt);
    expect(revoked.body).toMatchObject({ signature: 'ok', status: 'failed' });
    await revokeKey(registry, { ...other, key: added.key }, other.key);
    const statement = await get(`/v1/statements/${issued.audit}.jws`);
    const kept = await verify(statement);
    expect(kept.body, JSON.stringify(kept.body.reasons)).toMatchObject({ signature: 'ok', status: 'ok' });
    expect(kept.body.reasons['status']).toContain('revoked by leaf');
    const third = await registerProved(registry, 'gamma');
    const doubted = member(await declare(registry, third), 'digest');
    const { added: fresh } = await addKey(registry, third);
    await revokeKey(registry, { ...third, key: fresh.key }, third.key, { compromised_since: 0 });
    expect((await verify(await get(`/v1/statements/${doubted}.jws`))).body).toMatchObject({ status: 'failed' });
  });

  test('an audit that was scored with the registry’s grid series', async () => {
    const csv = gridSeries('0.9');
    const sha256 = createHash('sha256').update(csv).digest('hex');
    await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), csv);
    await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z1', sha256 });
    const other = await registerProved(registry, 'gridded');
    const alter = (body: ReturnType<typeof auditBody>): void => {
      for (const site of body.sites) site.grid_zone = 'Z1';
    };
    const digest = member(await declare(registry, other, { alter }), 'digest');
    const answer = await verify(await get(`/v1/statements/${digest}.jws`));
    expect(answer.body, JSON.stringify(answer.body.reasons)).toMatchObject({ recomputation: 'ok', signature: 'ok' });
    expect(answer.body.reasons['recomputation']).toContain('grid series of the registry');
  });

  test('altered bytes fail', async () => {
    const bytes = await get(`/v1/certificates/${certificate}.zip`);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    expect((await verify(bytes)).words).toContain('failed');
  });

  test.each<readonly [string, Uint8Array, number, string]>([
    ['nothing', new Uint8Array(), 400, 'request_invalid'],
    ['nonsense', Buffer.from('hello'), 400, 'request_invalid'],
    ['too much', new Uint8Array(MAX_ARTEFACT_BYTES + 1), 413, 'too_large'],
  ])('%s is refused', async (_name, bytes, status, code) => {
    expect(await verify(bytes)).toMatchObject({ status, body: { code } });
  });

  test('packed bytes are refused', async () => {
    expect(await verify('x', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
      body: { code: 'media_type' },
    });
  });
});

describe('GET /v1/certificates/{id}.zip', () => {
  test('has a validator that stays while the log goes on', async () => {
    const url = `${server.address}/v1/certificates/${certificate}.zip`;
    const first = await fetch(url);
    expect(first.headers.get('content-type')).toBe('application/zip');
    expect(first.headers.get('content-disposition')).toContain(`${certificate}.zip`);
    const etag = first.headers.get('etag') ?? '';
    await registerProved(registry, 'delta');
    const again = await fetch(url, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    const other = await fetch(url, { headers: { 'if-none-match': '"another"' } });
    expect(Buffer.from(await other.arrayBuffer()).equals(Buffer.from(await first.arrayBuffer()))).toBe(true);
  });

  test('of no certificate is 404', async () => {
    const url = `${server.address}/v1/certificates/0192f1a0-7c00-7000-8000-00000000ffff.zip`;
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(url, { headers: { 'if-none-match': '*' } })).status).toBe(404);
  });
});
