import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { expectWellFormed } from '../support/xml.ts';
import { type Answer, call, jsonOf, jsonTo } from './client.ts';
import { type Forger, forgerOf } from './forger.ts';
import { expectProblem } from './refusal.ts';
import { openWorld, type World } from './world.ts';

/** Texts that break careless programs, from the wire through the database to every surface. */

/** Names a spreadsheet would run, and names that would leave their place in a page. */
const OWN = [
  '=1+1|cmd',
  '=HYPERLINK("https://evil.test","x")',
  '+49 30',
  '-2+3',
  '@SUM(A1)',
  '</text><script>alert(1)</script>',
  '" onload="alert(1)',
  "' onmouseover='alert(1)",
  '<!--',
  ']]><script>alert(1)</script>',
  '</script><script>alert(1)//',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
  '&#x3c;script&#x3e;',
  '\u0024{7*7} {{7*7}} <%= 7*7 %> #{7*7}',
  'A](https://evil.test) [b',
  '![x](https://evil.test/y.png)',
  '`code` *b* _i_ \\',
  'null',
  'undefined',
  '..',
  'a,b;"c"',
  'شركة الطاقة',
];

let world: World;
let forger: Forger;
const keys: PrivateJwk[] = [];
const names: readonly string[] = [...OWN, ...naughtyStrings()];
/** Names that are public, by party. */
const shown = new Map<string, string>();
beforeAll(async () => {
  world = await openWorld();
  forger = forgerOf(world);
  for (const _ of names) keys.push(await generateSigningKey());
});
afterAll(() => world.close());

const get = (path: string, accept?: string): Promise<Answer> =>
  call(world.server.address, { path, headers: accept === undefined ? {} : { accept } });
/** Lone surrogates have no UTF-8: nobody can send them in an address. */
const SURROGATE = /\p{Surrogate}/gu;
const encode = (text: string): string => encodeURIComponent(text.replace(SURROGATE, '\uFFFD'));

test('as legal names: accepted as they are, or refused as documents', { timeout: 60_000 }, async () => {
  for (const [index, name] of names.entries()) {
    const id = `n${index}`;
    const [key] = keys.slice(index, index + 1);
    if (key === undefined) throw new Error('no key');
    const answer = await call(world.server.address, forger.party(id, key, { legal_name: name }));
    if (answer.status !== 201) {
      expect([name, answer.status, ['document_invalid', 'payload_invalid'].includes(expectProblem(answer))]).toEqual([
        name,
        400,
        true,
      ]);
      continue;
    }
    const check = await call(world.server.address, {
      method: 'POST',
      path: `/v1/parties/${id}/domains/${id}.example/check`,
    });
    expect(check.status).toBe(200);
    if (jsonOf(answer)['state'] === 'registered') shown.set(id, name);
  }
  for (const name of OWN) expect([...shown.values()]).toContain(name);
});

describe('shown', () => {
  test('in JSON as they are', async () => {
    for (const [id, name] of shown) {
      expect(jsonOf(await get(`/v1/organisations/${id}`))['name']).toBe(name);
    }
  });

  test('in JSON Lines, one a line', async () => {
    const lines = (await get('/v1/organisations.jsonl?state=all')).text.trimEnd().split('\n');
    const rows = lines.map((line): { party_id: string; name: string } => JSON.parse(line));
    for (const [id, name] of shown) expect(rows.find((row) => row.party_id === id)?.name).toBe(name);
  });

  test('in CSV as text, never as a formula', async () => {
    const { text } = await get('/v1/organisations.csv?state=all');
    const rows = parseCsv(text);
    for (const [id, name] of shown) {
      const cell = rows.find(([party]) => party === id)?.[1] ?? '';
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect([name, `'${name}`]).toContain(cell);
    }
    expect(rows.every((row) => row.length === rows[0]?.length)).toBe(true);
  });

  test('in pages as text', async () => {
    const plain = tagsOf((await get('/organisations/acme-too')).text);
    for (const [id, name] of shown) {
      const { text, headers } = await get(`/organisations/${id}`);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      if (/<[a-z!/?]/i.test(name)) expect(text).not.toContain(name);
      expect(tagsOf(text).filter((tag) => !plain.includes(tag))).toEqual([]);
      expect(text).not.toMatch(/ on(load|error|mouseover|click|focus)="/i);
      // What machines are told is JSON without a single "<", and run by nobody.
      const told = [...text.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)];
      for (const [, data = ''] of told) expect(JSON.parse(data)).toHaveProperty('@type');
      expect((text.match(/<script/g)?.length ?? 0) - told.length).toBe(
        text.match(/<script [^>]*src="\/assets\//g)?.length,
      );
      if (name.includes('7*7')) expect(text).toContain('7*7');
    }
    const listing = (await get('/?state=all&limit=200')).text;
    expect(listing).not.toMatch(/<script(?! [^>]*src="\/assets\/)/);
    expect(listing).not.toMatch(/<(img|iframe|object|embed|svg\/onload|marquee|video|audio)[ />]/i);
  });

  test('in snippets to copy, which say no more than one badge', async () => {
    for (const [id] of shown) {
      const { text } = await get(`/for-sales/${id}`);
      const [html = '', markdown = ''] = [...text.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)].map(([, code]) =>
        decode(code ?? ''),
      );
      expect(html).toMatch(
        /^<a href="http:\/\/localhost:3000\/organisations\/[a-z0-9-]+"><img src="[^"]+" alt="[^"<>]*" height="\d+"><\/a>\n<a href="http:\/\/localhost:3000\/verify\?organisation=[a-z0-9-]+">Verify<\/a>$/,
      );
      expect(markdown).toMatch(
        /^\[!\[(?:[^[\]\\]|\\.)*\]\(http:\/\/localhost:3000\/badges\/[a-z0-9-]+\.svg[^)]*\)\]\(http:\/\/localhost:3000\/[^)]*\) \[Verify\]\(http:\/\/localhost:3000\/verify[^)]*\)$/,
      );
    }
  });

  test('in badges as text of a well-formed picture', async () => {
    for (const [id] of shown) {
      const { text } = await get(`/badges/${id}.svg?style=card`);
      expectWellFormed(text);
      expect(text).not.toMatch(/<(script|foreignObject|a|image|use|!)/i);
      JSON.parse((await get(`/badges/${id}.json`)).text);
    }
  });

  test('in the log as one line each', async () => {
    const { rows } = await world.registry.database.pool.query<{ leaf: string }>('select leaf from log_pending');
    for (const { leaf } of rows) {
      expect(leaf).not.toMatch(/[\r\n]/);
      JSON.parse(leaf);
    }
  });
});

test('as searches, names, domains and addresses: found or not found', { timeout: 60_000 }, async () => {
  for (const name of names) {
    const text = encode(name);
    for (const path of [
      `/v1/organisations?q=${text}`,
      `/v1/lookup?name=${text}`,
      `/v1/lookup?url=${text}`,
      `/?q=${text}`,
    ]) {
      const { status, text: body, headers } = await get(path);
      expect([path, status < 500]).toEqual([path, true]);
      if (headers['content-type']?.startsWith('text/html')) {
        expect(body).not.toMatch(/<script(?! [^>]*src="\/assets\/)/);
        if (/<[a-z!/]/i.test(name)) expect(body).not.toContain(name);
      }
    }
  }
});

test('as cursors, times, ids and parts of paths: refused', { timeout: 60_000 }, async () => {
  for (const name of names.filter((text) => text.length < 500)) {
    const text = encode(name);
    for (const path of [
      `/v1/organisations?cursor=${text}`,
      `/v1/organisations/acme?at=${text}`,
      `/v1/audits/${text}`,
    ]) {
      const answer = await get(path);
      expect([path, answer.status < 500]).toEqual([path, true]);
      if (answer.status >= 400) expectProblem(answer);
    }
  }
});

test('as a batch of look-ups, each with an answer of its own', async () => {
  const queries = names.filter(
    (name) => name !== '' && name.search(SURROGATE) < 0 && !name.includes('\0') && name.length <= 200,
  );
  const answer = await call(
    world.server.address,
    jsonTo('/v1/lookup', JSON.stringify({ queries: queries.map((name) => ({ name })) })),
  );
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(jsonOf(answer)['items']).toHaveLength(queries.length);
});

const tagsOf = (html: string): string[] => [...html.matchAll(/<([a-z][a-z0-9]*)[\s>/]/gi)].map(([, tag]) => tag ?? '');

const decode = (text: string): string =>
  text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
const ENTITIES = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' } as const;

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, row = ''] of text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])*)\r\n/g)) {
    rows.push(
      [...`${row},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
  }
  return rows;
}
