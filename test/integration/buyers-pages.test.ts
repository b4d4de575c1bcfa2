import readWorkbook from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_182_DAYS, certify, headSeq } from '../support/journey.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** The buyers' pages over a socket: two of one kind, asked about in every way a form can. */
let registry: TestRegistry;
let server: TestServer;
let beforeAny: number;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_182_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  beforeAny = await headSeq(registry);
  for (const id of ['alder', 'birch']) {
    const party = await registerProved(registry, id, { domain: `${id}.example` });
    await certify(registry, party, auditor, { days: 182 });
  }
  server = await startServer(registry);
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

const open = async (path: string) => {
  const response = await fetch(`${server.address}${path}`, { headers: { accept: 'text/html' } });
  const html = await response.text();
  return { status: response.status, html, heading: /<h1[^>]*>([^<]*)/.exec(html)?.[1], headers: response.headers };
};
const submit = (fields: Record<string, string>) =>
  fetch(`${server.address}/rfp`, { method: 'POST', body: new URLSearchParams(fields) });

describe('/compare', () => {
  test('says first whether scores may be ranked', async () => {
    const page = await open('/compare?ids=alder&ids=birch.example');
    expect(page).toMatchObject({ status: 200, heading: 'These scores can be ranked.' });
    expect(page.headers.get('registry-seq')).toBe(String(await headSeq(registry)));
    expect(page.html).toContain('href="/v1/compare?ids=alder,birch.example"');
  });

  test('chooses by name, and keeps what was chosen', async () => {
    const found = await open('/compare?q=birch&ids=alder');
    expect(found.html).toContain('<input type="checkbox" name="ids" value="birch"');
    expect(found.html).toContain('<input type="checkbox" name="ids" value="alder" checked');
    expect((await open('/compare?q=globex')).html).toContain('Unknown is not a no');
    expect((await open('/compare')).status).toBe(200);
  });

  test.each([
    ['nobody,no-one', 200],
    ['alder,nobody', 200],
    ['a,b,c,d,e,f,g,h,i,j,k,l', 200],
    ['alder,birch&at=not-a-time', 400],
    ['alder,birch&utm_source=mail', 200],
    ['%00,%FF', 400],
  ])('?ids=%s gets %i', async (ids, status) => {
    expect((await open(`/compare?ids=${ids}`)).status).toBe(status);
  });

  test('of a time at which they were not listed leaves the chooser', async () => {
    expect((await open(`/compare?ids=alder,birch&at=${beforeAny}`)).heading).toBe('Compare organisations.');
  });
});

describe('/claims', () => {
  test('answers what the form sends, empty fields left out', async () => {
    const query = 'domain=alder.example&tier=Bronze&composite_percent=&certified_on=2026-07-07&live=';
    const page = await open(`/claims?${query}`);
    expect(page).toMatchObject({ status: 200, heading: 'True in every part.' });
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).toContain('The sentence that is true today');
  });

  test.each([
    ['domain=alder.example&tier=Silver', 'Not true today.'],
    ['domain=alder.example&tier=Silver&certified_on=2026-07-07', 'Not true as it stands.'],
    ['domain=nobody.example&tier=Silver', 'Unknown: that is not a no.'],
  ])('%s: %s', async (query, heading) => {
    expect(await open(`/claims?${query}`)).toMatchObject({ status: 200, heading });
  });

  test.each(['domain=alder.example&composite_percent=92,4', 'tier=Silver', 'domain=alder.example&live=perhaps'])(
    '%s is shown again, its fault named',
    async (query) => {
      const page = await open(`/claims?${query}`);
      expect(page).toMatchObject({ status: 400, heading: 'Is this claim true?' });
      expect(page.html).toContain('role="alert"');
    },
  );
});

describe('/rfp', () => {
  const vendors = ' https://alder.example/x ,birch\r\n\r\nnobody.example;birch\tBIRCH';

  test('shows a pasted list as a table, each vendor once', async () => {
    const response = await submit({ vendors });
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html.match(/<tr/g)).toHaveLength(5);
    expect(html).toContain('3 of 4 vendors are certified today.');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('hands it out as a file', async () => {
    const xlsx = await submit({ vendors, format: 'xlsx' });
    expect(xlsx.headers.get('content-disposition')).toBe('attachment; filename="carbon-mirror-vendors.xlsx"');
    expect((await readWorkbook(Buffer.from(await xlsx.arrayBuffer())))[0]?.data).toHaveLength(5);
    const csv = await submit({ vendors, format: 'csv' });
    expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(5);
    const json = (await (await submit({ vendors, format: 'json' })).json()) as { items: unknown[] };
    expect(json.items).toHaveLength(4);
  });

  test('takes a thousand long addresses', async () => {
    const list = Array.from({ length: 1000 }, (_, i) => `https://vendor-${i}.example/${'x'.repeat(100)}`);
    expect((await submit({ vendors: list.join('\n') })).status).toBe(200);
  });

  test.each([
    ['', 'Name at least one vendor.'],
    [' ,;\n\t', 'Name at least one vendor.'],
    [Array.from({ length: 1001 }, (_, i) => `v${i}`).join('\n'), 'More than 1,000 vendors'],
    ['x'.repeat(301), 'longer than 300 characters'],
  ])('says what is wrong with a list', async (text, fault) => {
    const response = await submit({ vendors: text });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(fault);
  });

  test('takes nothing but a form', async () => {
    const url = `${server.address}/rfp`;
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await fetch(url, json)).status).toBe(415);
    expect((await submit({ vendors: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
    expect((await open('/rfp')).status).toBe(200);
  });
});
