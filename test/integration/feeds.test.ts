import { DOMParser, type Element } from '@xmldom/xmldom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../e2e/world.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { act, registerOnly, registerProved } from '../support/registry.ts';

const ATOM = 'http://www.w3.org/2005/Atom';
let world: World;
beforeAll(async () => {
  world = await openWorld();
  await registerProved(world.registry, 'naughty', { name: 'A <gold> & "B" ]]>' });
  await registerOnly(world.registry, 'hidden', { name: 'Hidden' });
  await act(world.registry, 0, { action: 'suspend', subject: 'acme', certificate: world.certificate });
});
afterAll(async () => {
  await checkRegistry(world.registry);
  await world.close();
});

const get = (url: string, headers: Record<string, string> = {}) => world.server.app.inject({ url, headers });

/** The feed, and faults of its XML. */
async function atom(url: string) {
  const { statusCode, headers, body } = await get(url);
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
  const onError = (level: string, message: string) => {
    throw new Error(`${level}: ${message}`);
  };
  const { documentElement } = new DOMParser({ onError }).parseFromString(body, 'application/xml');
  if (documentElement === null) throw new Error('no element');
  return documentElement;
}
const childrenOf = (element: Element, name: string): Element[] =>
  Array.from(element.childNodes).filter((node): node is Element => node.nodeName === name);
const textOf = (element: Element, name: string): string | null => childrenOf(element, name)[0]?.textContent ?? null;
const linkOf = (element: Element, rel: string) =>
  childrenOf(element, 'link')
    .find((link) => link.getAttribute('rel') === rel)
    ?.getAttribute('href');

test('has what RFC 4287 requires, feed and entries', async () => {
  const feed = await atom('/feed.atom');
  expect([feed.namespaceURI, feed.localName]).toEqual([ATOM, 'feed']);
  for (const name of ['id', 'title', 'updated']) expect(childrenOf(feed, name)).toHaveLength(1);
  expect(childrenOf(feed, 'author')).toHaveLength(1);
  expect(linkOf(feed, 'self')).toBe('http://localhost:3000/feed.atom');
  const entries = childrenOf(feed, 'entry');
  expect(entries.length).toBeGreaterThan(5);
  for (const entry of entries) {
    for (const name of ['id', 'title', 'updated']) expect(childrenOf(entry, name)).toHaveLength(1);
    expect(childrenOf(entry, 'link').length).toBeGreaterThan(0);
    expect(textOf(entry, 'updated')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  }
  expect(textOf(feed, 'updated')).toBe(textOf(entries[0] as Element, 'updated'));
  const ids = entries.map((entry) => textOf(entry, 'id'));
  expect(new Set(ids).size).toBe(ids.length);
});

test('titles say the verdict first, and are harmless', async () => {
  const { items } = (await get('/feed.json?domain=acme.example')).json();
  expect(items[0].title).toBe('Acme Energy suspended: by an act of the registry');
  const [entry] = childrenOf(await atom('/feed.atom?organisation=naughty'), 'entry');
  expect(textOf(entry as Element, 'title')).toMatch(/^A &lt;gold&gt; &amp; &quot;B&quot; \]\]&gt;: /);
});

test('has what JSON Feed 1.1 requires', async () => {
  const { headers, body } = await get('/feed.json');
  expect(headers['content-type']).toBe('application/feed+json; charset=utf-8');
  const { version, title, items } = JSON.parse(body);
  expect([version, typeof title]).toEqual(['https://jsonfeed.org/version/1.1', 'string']);
  for (const item of items)
    expect(item).toMatchObject({ id: expect.any(String), content_text: expect.any(String), url: expect.any(String) });
  expect(body).not.toContain('idden');
});

test('a watch list tells of those it names and of nobody else', async () => {
  const { items } = (await get('/feed.json?organisation=acme&domain=clearwater.example&domain=nobody.example')).json();
  const told = new Set(
    items.map((item: { _event: { organisation: { party_id: string } } }) => item._event.organisation.party_id),
  );
  expect(told).toEqual(new Set(['acme']));
  expect((await get('/feed.json?domain=nobody.example')).json().items).toEqual([]);
});

test('of one holder, who must be there', async () => {
  const feed = await atom('/organisations/acme/feed.atom?type=certificate.issued');
  expect(childrenOf(feed, 'entry')).toHaveLength(1);
  expect((await get('/organisations/acme/feed.json')).json().home_page_url).toBe(
    'http://localhost:3000/organisations/acme',
  );
  for (const id of ['hidden', 'nobody']) expect((await get(`/organisations/${id}/feed.atom`)).statusCode).toBe(404);
});

test('answers 304 while nothing happened', async () => {
  const { headers } = await get('/feed.atom');
  const again = await get('/feed.atom', { 'if-none-match': String(headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

interface JsonPage {
  readonly items: readonly { readonly _event: { readonly seq: number } }[];
  readonly next_url?: string;
}

test('older entries lie behind the next link, without a gap', async () => {
  for (let n = 0; n < 28; n++) await registerProved(world.registry, `filler-${n}`);
  const seqs: number[] = [];
  let url: string | undefined = '/feed.json?type=party.registered&type=party.domain';
  let pages = 0;
  while (url !== undefined) {
    const { items, next_url }: JsonPage = (await get(url.replace('http://localhost:3000', ''))).json();
    seqs.push(...items.map((item) => item._event.seq));
    url = next_url;
    pages += 1;
  }
  expect(pages).toBeGreaterThan(1);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a));
  expect(seqs.length).toBeGreaterThanOrEqual(56);
  expect(linkOf(await atom('/feed.atom'), 'next')).toContain('before=');
});
