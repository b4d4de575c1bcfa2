import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  ALL_ROWS,
  EMPTY_PAGE,
  facetsFor,
  freshnessIn,
  LISTING_VIEW,
  PAGE,
  QUERY,
} from '../../test/support/view-fixtures.ts';
import { LANGUAGES } from './lang.ts';
import { type ListingPageInput, renderListingPage } from './listing-page.tsx';

const render = (changes: Partial<ListingPageInput> = {}): string =>
  renderListingPage({
    page: PAGE,
    ...LISTING_VIEW,
    query: QUERY,
    mode: 'production',
    origin: 'https://registry.example',
    lang: 'en',
    theme: 'auto',
    ...changes,
  });

describe('listing page', () => {
  test('answers first, and says as of when', () => {
    const html = render();
    expect(html.startsWith('<!doctype html>')).toBe(true);
    expect(html).toContain('<html lang="en" data-theme="auto">');
    expect(html).toContain('<h1>9 organisations certified.</h1>');
    expect(html).toContain('2026-08-25 14:05 UTC');
    expect(html).toContain('log entry 4,211');
    expect(html.indexOf('<h1>')).toBeLessThan(html.indexOf('<form'));
  });

  test('each row has name, domain, tier by shape and word, composite and four mirrors in the glyph', () => {
    const html = render();
    const row = html.slice(html.lastIndexOf('<tr', html.indexOf('href="/organisations/blueglade"')));
    const cells = row.slice(0, row.indexOf('</tr>'));
    for (const text of [
      'Blueglade Technologies',
      'blueglade.example',
      '45.2',
      'Bronze',
      '57.2',
      '21.8',
      '44.8',
      '74.9',
    ]) {
      expect(cells).toContain(text);
    }
    expect(cells).toContain('<circle');
  });

  test('sorting turns round and is announced', () => {
    expect(render()).toContain('aria-sort="descending"><a href="/?sort=composite"');
    expect(render({ query: { ...QUERY, sort: 'name' } })).toContain('aria-sort="ascending"><a href="/?sort=-name"');
  });

  test('the next page is a link, and only where there is one', () => {
    const html = render({ page: { ...PAGE, next: 'sealed+key' } });
    expect(html).toContain('<a rel="next" href="/?cursor=sealed%2Bkey">');
    expect(render()).not.toContain('rel="next"');
  });

  test('a lower bound is called one', () => {
    const html = render({ page: { ...PAGE, total: 10_000, total_is_exact: false } });
    expect(html).toContain('At least 10,000 organisations certified.');
  });

  test('exports and JSON keep the question', () => {
    const html = render({ query: { ...QUERY, country: 'DE' } });
    expect(html).toContain('href="/v1/organisations.csv?country=DE"');
    expect(html).toContain('href="/v1/organisations.jsonl?country=DE"');
    expect(html).toContain('<link rel="alternate" type="application/json" href="/v1/organisations?country=DE"');
  });

  test('the form shows what was asked, and carries what the facets chose', () => {
    const html = render({ query: { ...QUERY, q: '"><script>', tier: ['Silver'], sort: 'name', at: '2026-08-25' } });
    expect(html).toContain('<input type="hidden" name="tier" value="Silver"');
    expect(html).toContain('<input type="hidden" name="sort" value="name"');
    expect(html).toContain('<input type="date" name="at" value="2026-08-25"');
    expect(html).not.toContain('"><script>');
    expect(render({ query: { ...QUERY, at: '4211' } })).toContain('<input type="text" name="at" value="4211"');
  });

  test('an empty registry and an empty answer are different pages; facets stay', () => {
    expect(render({ page: EMPTY_PAGE, facets: facetsFor([]) })).toContain('No organisation is certified yet.');
    const nothing = render({ page: EMPTY_PAGE, query: { ...QUERY, q: 'globex', country: 'FR' } });
    expect(nothing).toContain('No entry matches.');
    expect(nothing).toContain('It is not a judgement about anybody.');
    expect(nothing).toContain('href="/?q=globex&amp;country=FR&amp;state=all"');
    expect(nothing).toContain('aria-current="true"><span>France</span><span class="number">0</span>');
    expect(nothing).toContain('Germany');
  });

  test('a facet narrows down, and a chosen one lets go; several tiers go together', () => {
    const html = render({ query: { ...QUERY, tier: ['Silver'], country: 'DE' } });
    expect(html).toContain('href="/?tier=Bronze&amp;tier=Silver&amp;country=DE"');
    expect(html).toContain('href="/?country=DE" rel="nofollow" class="choice" aria-current="true"');
    expect(html).toContain('href="/?tier=Silver" rel="nofollow" class="choice" aria-current="true"><span>Germany');
  });

  test('a past state says so, and every link stays there', () => {
    const html = render({ query: { ...QUERY, at: '2026-08-25' } });
    expect(html).toContain('As of 25 August 2026: you see the register as it stood then');
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    const links = [...main.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href);
    expect(links.filter((href) => !href?.includes('at=2026-08-25'))).toEqual(['/']);
    expect(html).toContain('<input type="hidden" name="at" value="2026-08-25"');
    expect(html).not.toContain('data-follow');
  });

  test('a search for a domain is answered first: whose it is, or that nobody knows', () => {
    const row = PAGE.items.find(({ party_id }) => party_id === 'blueglade') ?? null;
    const query = { ...QUERY, q: 'blueglade.example' };
    const html = render({ query, named: { by: 'domain', value: 'blueglade.example', row } });
    expect(html).toContain('blueglade.example is the proved domain of <a href="/organisations/blueglade">');
    const outside = render({ query, page: EMPTY_PAGE, named: { by: 'lei', value: '529900T8BM49AURSDO55', row } });
    expect(outside).toContain('529900T8BM49AURSDO55 is the LEI of');
    expect(outside).toContain('The filters leave it out');
    const unknown = render({ query, named: { by: 'domain', value: 'globex.example', row: null } });
    expect(unknown).toContain('Nobody in this register has proved globex.example.');
    expect(unknown).toContain('not “no”');
  });

  test('rows that only come near are called that', () => {
    const query = { ...QUERY, q: 'bluegalde' };
    const none = render({ query, spelt: new Set() });
    expect(none).toContain('Nothing here is written “bluegalde”; these come near.');
    expect(none).toContain('Did you mean <a href="/?q=Obsidian+Ledger">Obsidian Ledger</a>?');
    expect(render({ query, spelt: new Set(['blueglade']) })).toContain('1 of the 9 shown have “bluegalde”');
    expect(render({ query, spelt: new Set(PAGE.items.map((row) => row.party_id)) })).not.toContain('come near');
  });

  test('states other than active are named; what has no figures shows none', () => {
    const disputed = new Set(['blueglade']);
    const html = render({ page: { ...PAGE, items: ALL_ROWS }, disputed, query: { ...QUERY, state: 'all' } });
    for (const word of ['On watch', 'Suspended', 'Declared only', 'No audit', 'Under dispute'])
      expect(html).toContain(word);
    expect(render()).not.toContain('Under dispute');
  });

  test('a sparkline says its numbers, and breaks where nothing was evaluated', () => {
    const html = render();
    expect(html).toContain(
      'aria-label="Live composite over 56 days: from 92.4 to 91.8 per cent, lowest 91.8, highest 93.0"',
    );
    const gaps = html.slice(html.indexOf('6 days without a value'));
    expect(gaps.slice(0, gaps.indexOf('</svg>')).match(/<polyline/g)).toHaveLength(2);
  });

  test('freshness carries what the script turns: whose, since when, in which words', () => {
    const html = render();
    expect(html).toContain('data-live="obsidian-ledger" data-end="2026-08-25T14:00:00Z"');
    expect(html).toContain('live, 5 min');
    const clock = /data-clock="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(JSON.parse(clock)).toMatchObject({ now: '2026-08-25T14:05:09Z', form: '$, #', limits: { live: 7200 } });
    expect(render({ freshness: new Map() })).not.toContain('data-clock');
  });

  test('every language has its own words, and figures stay as published', () => {
    const headlines = LANGUAGES.map((lang) => /<h1>(.*?)<\/h1>/.exec(render({ lang }))?.[1]);
    expect(headlines).toEqual([
      '9 organisations certified.',
      '9 Organisationen zertifiziert.',
      '9 organisations certifiées.',
      '9 organizaciones certificadas.',
      '認証済みの組織：9',
    ]);
    for (const lang of LANGUAGES) expect(render({ lang })).toContain('>45.2<');
    expect(render({ lang: 'de' })).toContain('Deutschland');
  });

  test('fifty rows with everything weigh less than 60 kB on the wire', () => {
    const items = Array.from({ length: 50 }, (_, index) => {
      const row = ALL_ROWS[index % 9] ?? PAGE.items[0];
      if (row === undefined) throw new Error('no row');
      return { ...row, party_id: `${row.party_id}-${index}`, name: `${row.name} ${index * 7919}` };
    });
    const trends = new Map(
      items.map(({ party_id }, index) => [
        party_id,
        Array.from({ length: 56 }, (_, day) => (60 + ((index * 31 + day * 17) % 97) / 9).toFixed(1)),
      ]),
    );
    const freshness = new Map(items.map(({ party_id }) => [party_id, freshnessIn('live')]));
    const html = render({
      page: { ...PAGE, items, total: 50 },
      trends,
      freshness,
      query: { ...QUERY, at: '2026-08-25' },
    });
    expect(html.match(/<polyline/g)).toHaveLength(50);
    expect(gzipSync(html).length).toBeLessThan(60_000);
  });

  test.each([
    ['demo', 'TEST registry: demonstration data'],
    ['sandbox', 'TEST registry'],
  ] as const)('%s says TEST in words and stays out of search engines', (mode, words) => {
    const html = render({ mode });
    expect(html).toContain(words);
    expect(html).toContain('content="noindex"');
    expect(render()).not.toContain('TEST');
  });
});
