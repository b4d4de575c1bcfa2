import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayRoot } from '../../src/log/day-rows.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { acceptInventory } from '../../src/registry/accept-inventory.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { inventoryBody } from '../support/inventory-body.ts';
import {
  createTestRegistry,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { chainWriter, telemetryKey } from '../support/telemetry.ts';

/** Two days of one site of `acme`, then a day on which nothing changed; `hidden` has proved no domain. */
let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
const leaves: { readonly day: string; readonly seq: number; readonly root: string }[] = [];

beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-11-20T12:00:00Z' });
  server = await startServer(registry);
  org = await registerProved(registry, 'acme');
  const device = await telemetryKey(registry, org, 'acme-1');
  const chain = chainWriter(registry, device, new Date('2026-11-21T00:00:00Z'));
  for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) {
    registry.setNow(new Date(`${day}T00:00:00Z`));
    if (day !== '2026-11-24')
      for (const { jws } of await chain.take(24)) await acceptAttestation(registry.deps, Buffer.from(jws));
    registry.setNow(new Date(`${day}T00:30:00Z`));
    leaves.push(...(await closeDueDays(registry.deps, async () => undefined)));
  }
});
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.address}${path}`, { headers });
const rowsOf = (seq: number | string) => get(`/log/rows/${seq}.jsonl`);

describe('GET /log/rows/<leaf>.jsonl', () => {
  test('gives the very lines under the root, for ever, to any origin', async () => {
    const [first] = leaves;
    const response = await get(`/log/rows/${first?.seq}.jsonl`, { origin: 'https://elsewhere.example' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const text = await response.text();
    expect(text.endsWith('}\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(Buffer.from(dayRoot(lines)).toString('base64url')).toBe(first?.root);
    const etag = response.headers.get('etag') ?? '';
    expect((await get(`/log/rows/${first?.seq}.jsonl`, { 'if-none-match': etag })).status).toBe(304);
  });

  test('is empty for a day that changed nothing', async () => {
    expect(leaves.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
    const response = await rowsOf(leaves[2]?.seq ?? -1);
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(leaves[2]?.root).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  });

  test.each(['0', '999999', '99999999999999999999', '007', '-1', '1e1', 'x'])('%s is not found', async (index) => {
    const response = await rowsOf(index);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  });
});

describe('GET /v1/organisations/{id}/telemetry', () => {
  const path = '/v1/organisations/acme/telemetry';

  test('lists the sums of closed days with their leaves, and where they stand', async () => {
    const response = await get(`${path}?granularity=day`);
    const { items, seq, as_of } = await response.json();
    expect(items).toMatchObject([
      { day: '2026-11-21', site_id: 'acme-1', leaf: leaves[0]?.seq, sums: { facility: '2400', intervals_valid: '24' } },
      { day: '2026-11-22', site_id: 'acme-1', leaf: leaves[1]?.seq },
    ]);
    expect(items[0]).not.toHaveProperty('workloads');
    expect([seq, as_of]).toEqual([leaves[2]?.seq, '2026-11-24T00:30:00Z']);
    const past = await (await get(`${path}?at=${leaves[0]?.seq}`)).json();
    expect(past.items).toEqual(items.slice(0, 1));
    const narrow = await (await get(`${path}?from=2026-11-22&to=2026-11-30`)).json();
    expect(narrow.items).toEqual(items.slice(1));
  });

  test('is a table with .csv', async () => {
    const response = await get(`${path}.csv?to=2026-11-21`);
    expect(response.headers.get('content-type')).toContain('text/csv');
    const [header = '', row = '', ...rest] = (await response.text()).trimEnd().split('\r\n');
    expect(header.split(',').slice(0, 5)).toEqual(['day', 'site_id', 'facility', 'it', 'cfe']);
    expect(row.split(',').slice(0, 5)).toEqual(['2026-11-21', 'acme-1', '2400', '1920', '1440']);
    expect(row.split(',')).toHaveLength(header.split(',').length);
    expect(rest).toEqual([]);
  });

  test.each([
    ['?granularity=hour', 400],
    ['?from=2026-02-30', 400],
    ['?from=0000-01-01', 400],
    ['?from=2026-11-23&to=2026-11-22', 400],
    ['?from=2020-01-01&to=2026-11-22', 400],
    ['?from=2026-11-22T00:00:00Z', 400],
    ['?site=acme-1', 400],
    ['?at=999999', 400],
  ])('%s is answered %i', async (query, status) => {
    expect((await get(path + query)).status).toBe(status);
    if (!query.startsWith('?at')) expect((await get(`${path}.csv${query}`)).status).toBe(status);
  });

  test('knows nobody who is not listed', async () => {
    await registerOnly(registry, 'hidden');
    expect((await get('/v1/organisations/hidden/telemetry')).status).toBe(404);
    expect((await get('/v1/organisations/nobody/telemetry.csv')).status).toBe(404);
  });
});

describe('POST /v1/inventories', () => {
  const post = (body: Uint8Array, type = 'application/jose') =>
    fetch(`${server.address}/v1/inventories`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(body),
    });

  test('answers with the receipt, and the same bytes with the same', async () => {
    const bytes = await registry.sign(org, 'cms-inventory+jwt', inventoryBody('2026-11-01', '2026-11-24'));
    const response = await post(bytes);
    const answer = await response.json();
    expect(response.status).toBe(201);
    expect(Object.keys(answer).sort()).toEqual(['digest', 'receipt', 'seq']);
    expect(answer.receipt).toMatchObject({ digest: answer.digest, index: answer.seq, window: null });
    const again = await post(bytes);
    expect([again.status, await again.json()]).toEqual([200, answer]);
    expect(await (await get(`/v1/statements/${answer.digest}.jws`)).text()).toBe(Buffer.from(bytes).toString('latin1'));
  });

  test.each<[string, () => Promise<Response>, number, string]>([
    ['another media type', async () => post(Buffer.from('{}'), 'application/json'), 415, 'media_type'],
    ['no statement', async () => post(Buffer.from('{}')), 400, 'jws_structure'],
    [
      'a day too long ago',
      async () => post(await registry.sign(org, 'cms-inventory+jwt', inventoryBody('2026-10-01', '2026-10-02'))),
      422,
      'implausible',
    ],
    [
      '33 days',
      async () => post(await registry.sign(org, 'cms-inventory+jwt', inventoryBody('2026-10-22', '2026-11-24'))),
      400,
      'document_invalid',
    ],
  ])('refuses %s', async (_, send, status, code) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});

test('in production a party has 1,000 inventories a day', async () => {
  const strict = { ...registry.deps, mode: 'production' as const };
  const spent = { ...strict, ledger: { ...strict.ledger, write: crowded(strict.ledger.write) } };
  const sign = () => registry.sign(org, 'cms-inventory+jwt', inventoryBody('2026-11-22', '2026-11-24'));
  await expect(acceptInventory(spent, await sign())).rejects.toMatchObject({ code: 'rate_limited' });
  expect((await acceptInventory(strict, await sign())).status).toBe(201);
});

/** Lets every writer see a thousand inventories of the last day. */
function crowded(write: TestRegistry['deps']['ledger']['write']): TestRegistry['deps']['ledger']['write'] {
  return (work) =>
    write((tx) => {
      const since: typeof tx.statements.since = async (party, instant) => {
        const [one] = await tx.statements.since(party, instant);
        if (one === undefined) throw new Error('the party has sent something');
        return Array.from({ length: 1000 }, () => ({ ...one, typ: 'cms-inventory+jwt' }));
      };
      return work({ ...tx, statements: { ...tx.statements, since } });
    });
}
