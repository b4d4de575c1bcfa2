import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RFP_COLUMNS } from '../../src/core/rfp-view.ts';
import { XLSX_TYPE } from '../../src/http/xlsx.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_182_DAYS, certify, headSeq } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Two Bronze of one period, one of another, one suspended, one without audit whose name is a formula. */
let registry: TestRegistry;
let server: TestServer;
let certificate: string;
let beforeAny: number;
const FORMULA = '=HYPERLINK("http://evil.test","x")';

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_182_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  beforeAny = await headSeq(registry);
  for (const id of ['alder', 'birch', 'cedar', 'dogwood']) {
    const party = await registerProved(registry, id, { domain: `${id}.example` });
    const window = id === 'cedar' ? { days: 56, start: '2026-05-11' } : { days: 182 };
    const made = await certify(registry, party, auditor, window);
    if (id === 'alder') certificate = made.certificate;
    if (id === 'dogwood') {
      await act(registry, 0, { action: 'suspend', subject: id, certificate: made.certificate });
    }
  }
  await registerProved(registry, 'elm', { name: FORMULA, domain: 'elm.example' });
  server = await startServer(registry);
}, 60_000);
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.address}${path}`, { headers });
const json = async (path: string) => {
  const response = await get(path);
  return { status: response.status, body: (await response.json()) as Record<string, never> };
};
const ask = (body: BodyInit, query = '', headers: Record<string, string> = {}) =>
  fetch(`${server.address}/v1/rfp${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
const VENDORS = JSON.stringify({
  vendors: ['https://www.Alder.example/x', 'birch', 'dogwood.example', 'elm', 'nobody.example', '=1+1', 'lumen'],
});

describe('a comparison', () => {
  test('of equals is comparable, in the order asked', async () => {
    const { status, body } = await json('/v1/compare?ids=birch,alder.example');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [
        { party_id: 'birch', tier: 'Bronze', methodology: 'CMS-1.0.0', period: { start: '2026-01-05T00:00:00Z' } },
        { party_id: 'alder', certificate: { id: certificate, state: 'active' } },
      ],
      comparability: { comparable: true, differences: [] },
      unknown: [],
      seq: expect.any(Number),
      as_of: expect.any(String),
    });
    expect(Object.keys((body['items'] as unknown as { submetrics: object }[])[0]?.submetrics ?? {})).toHaveLength(13);
  });

  test.each([
    ['alder,cedar', 'period'],
    ['alder,dogwood', 'state'],
    ['alder,elm', 'state'],
  ])('of %s refuses a ranking for its %s, and shows the figures', async (ids, kind) => {
    const { status, body } = await json(`/v1/compare?ids=${ids}`);
    expect(status).toBe(200);
    expect(body['comparability']).toMatchObject({ comparable: false });
    expect((body['comparability'] as unknown as { differences: unknown[] }).differences).toContainEqual(
      expect.objectContaining({ kind, effect: 'refuses' }),
    );
    expect(await json(`/v1/compare?ids=${ids}&strict=true`)).toMatchObject({
      status: 409,
      body: { code: 'not_comparable', comparability: { comparable: false } },
    });
  });

  test('names whom it does not know, and knows the past', async () => {
    const { body } = await json('/v1/compare?ids=alder&ids=nobody.example');
    expect(body).toMatchObject({ unknown: ['nobody.example'], comparability: { comparable: false, differences: [] } });
    expect((await json(`/v1/compare?ids=alder,birch&at=${beforeAny}`)).status).toBe(404);
    expect((await json('/v1/compare?ids=alder,birch&at=99999')).body).toMatchObject({ code: 'at_future' });
  });

  test('is answered 304 to whoever has it', async () => {
    const first = await get('/v1/compare?ids=alder,birch');
    const again = await get('/v1/compare?ids=alder,birch', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test.each([
    '',
    '?ids=',
    '?ids=alder',
    '?ids=alder,alder',
    '?ids=,,,',
    `?ids=${'a,b,c,d,e,f,g,h,i,j,k'}`,
    '?ids=%00,b',
    '?ids=a,b&x=1',
    '?ids=a,b&strict=yes',
  ])('of %j is refused', async (query) => {
    expect(await json(`/v1/compare${query}`)).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
  });

  test('of nobody known is not found', async () => {
    expect((await json('/v1/compare?ids=nobody,no-one')).status).toBe(404);
  });
});

describe('a table of vendors', () => {
  test('answers each in its place; the unknown are unknown', async () => {
    const response = await ask(VENDORS);
    const { items, seq } = (await response.json()) as { items: Record<string, unknown>[]; seq: number };
    expect(response.headers.get('registry-seq')).toBe(String(seq));
    expect(items.map((row) => [row['vendor'], row['status'], row['reason']])).toEqual([
      ['https://www.Alder.example/x', 'certified', null],
      ['birch', 'certified', null],
      ['dogwood.example', 'not_certified', 'suspended'],
      ['elm', 'not_certified', 'no_audit'],
      ['nobody.example', 'unknown', null],
      ['=1+1', 'unknown', null],
      ['lumen', 'unknown', null],
    ]);
    expect(items.map((row) => Object.keys(row))).toEqual(items.map(() => expect.arrayContaining([...RFP_COLUMNS])));
    expect(items[0]).toMatchObject({
      tier: 'Bronze',
      methodology: 'CMS-1.0.0',
      certificate_id: certificate,
      verify_url: `http://localhost:3000/verify?certificate=${certificate}`,
    });
  });

  test('says where each answer is had signed, also that of an unknown vendor', async () => {
    const { items } = (await (await ask(VENDORS)).json()) as { items: { signed_answer_url: string | null }[] };
    const signed = (domain: string) => `http://localhost:3000/v1/lookup?domain=${domain}&signed=true`;
    const urls = items.map((row) => row.signed_answer_url);
    expect(urls.slice(0, 1)).toEqual([signed('alder.example')]);
    expect(urls.slice(4)).toEqual([signed('nobody.example'), null, null]);
    const { body } = await json(new URL(urls[4] ?? '').pathname + new URL(urls[4] ?? '').search);
    expect(body).toMatchObject({ status: 'unknown', signed: expect.stringMatching(/^ey/) });
  });

  test('carries the hash of the leaf that issued the certificate', async () => {
    const { items } = (await (await ask(VENDORS)).json()) as { items: { leaf: number; proof_hash: string }[] };
    const { leaf = -1, proof_hash } = items[0] ?? {};
    const { rows } = await registry.database.pool.query('select leaf from log_pending where seq = $1', [leaf]);
    expect(JSON.parse(rows[0].leaf).t).toBe('certificate.issued');
    expect(createHash('sha256').update(`\0${rows[0].leaf}`).digest('hex')).toBe(proof_hash);
  });

  test('as CSV has no formula', async () => {
    const response = await ask(VENDORS, '?format=csv');
    const lines = (await response.text()).split('\r\n');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(lines[0]).toBe(RFP_COLUMNS.join(','));
    expect(lines).toHaveLength(9);
    expect(lines[4]).toContain(`"'${FORMULA.replaceAll('"', '""')}"`);
    expect(lines[6]).toMatch(/^'=1\+1,unknown,/);
  });

  test('as a workbook has typed cells, two sheets, and no formula', async () => {
    const response = await ask(VENDORS, '', { accept: XLSX_TYPE });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe(XLSX_TYPE);
    const [answers, how] = await readWorkbook(bytes);
    expect([answers?.sheet, how?.sheet]).toEqual(['Answers', 'How to verify']);
    expect(answers?.data[0]).toEqual([...RFP_COLUMNS]);
    const cell = (row: number, name: (typeof RFP_COLUMNS)[number]) => answers?.data[row]?.[RFP_COLUMNS.indexOf(name)];
    expect(answers?.data).toHaveLength(8);
    expect(cell(1, 'composite_percent')).toEqual(expect.any(Number));
    expect(cell(1, 'valid_to')).toEqual(new Date('2027-07-07T12:00:00Z'));
    expect(cell(4, 'name')).toBe(FORMULA);
    expect(cell(6, 'vendor')).toBe('=1+1');
    expect(cell(5, 'tier')).toBeNull();
    const parts = unzipSync(bytes);
    for (const [name, part] of Object.entries(parts)) {
      const text = Buffer.from(part).toString('utf8');
      new DOMParser({ onError: (_level, message) => expect.fail(`${name}: ${message}`) }).parseFromString(
        text,
        'text/xml',
      );
      expect(text).not.toContain('<f>');
    }
    expect(Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString()).toContain('state="frozen"');
  });

  test.each([
    '{}',
    '[]',
    '7',
    '{"vendors":[]}',
    '{"vendors":"a"}',
    '{"vendors":[1]}',
    '{"vendors":[""]}',
    '{"vendors":["a\\u0000"]}',
    '{"vendors":["a"],"at":1}',
    '{"vendors":["a"],"vendors":["b"]}',
    '{"vendors":[["a"]]}',
    `{"vendors":${'['.repeat(40)}`,
  ])('%s is refused', async (body) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'request_invalid' });
  });

  test('of 1,000 vendors is answered, of 1,001 it is too large', async () => {
    const list = (n: number) => JSON.stringify({ vendors: Array.from({ length: n }, (_, i) => `v${i}.example`) });
    expect(((await (await ask(list(1000))).json()) as { items: unknown[] }).items).toHaveLength(1000);
    expect((await ask(list(1001))).status).toBe(413);
    expect((await ask(`"${'x'.repeat(1_048_576)}"`)).status).toBe(413);
    expect((await ask(VENDORS, '?format=pdf')).status).toBe(400);
    expect((await ask(VENDORS, '', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('the listing as a workbook', () => {
  test('has every row and column of the CSV', async () => {
    const response = await get('/v1/organisations.xlsx?state=all');
    const [sheet] = await readWorkbook(Buffer.from(await response.arrayBuffer()));
    const csv = (await (await get('/v1/organisations.csv?state=all')).text()).trimEnd().split('\r\n');
    const { body } = await json('/v1/organisations?state=all');
    expect(sheet?.data[0]).toEqual(csv[0]?.split(','));
    expect(sheet?.data.length).toBe(csv.length);
    expect(sheet?.data.length).toBe(1 + Number(body['total']));
    expect(sheet?.data.flat()).toContain(FORMULA);
  });

  test('is the same, byte for byte, as long as its validator is', async () => {
    const [one, two] = [await get('/v1/organisations.xlsx'), await get('/v1/organisations', { accept: XLSX_TYPE })];
    expect(Buffer.from(await one.arrayBuffer())).toEqual(Buffer.from(await two.arrayBuffer()));
    const again = await get('/v1/organisations.xlsx', { 'if-none-match': one.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });
});
