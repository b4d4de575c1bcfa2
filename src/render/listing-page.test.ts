import { describe, expect, test } from 'vitest';
import { ALL_ROWS, EMPTY_PAGE, FRESHNESS, PAGE, QUERY } from '../../test/support/view-fixtures.ts';
import { type ListingPageInput, renderListingPage } from './listing-page.tsx';

const render = (changes: Partial<ListingPageInput> = {}): string =>
  renderListingPage({
    page: PAGE,
    freshness: FRESHNESS,
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

  test('each row has name, domain, tier by shape and word, composite and four mirrors', () => {
    const html = render();
    const row = html.slice(html.indexOf('href="/organisations/blueglade"'));
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

  test('the form shows what was asked', () => {
    const html = render({ query: { ...QUERY, q: '"><script>', tier: ['Silver'], sort: 'name', at: '2026-08-25' } });
    expect(html).toContain('value="Silver" checked');
    expect(html).toContain('<input type="hidden" name="sort" value="name"');
    expect(html).toContain('<input type="hidden" name="at" value="2026-08-25"');
    expect(html).not.toContain('"><script>');
  });

  test('an empty registry and an empty answer are different pages', () => {
    expect(render({ page: EMPTY_PAGE })).toContain('No organisation is certified yet.');
    const nothing = render({ page: EMPTY_PAGE, query: { ...QUERY, q: 'globex' } });
    expect(nothing).toContain('No entry matches.');
    expect(nothing).toContain('It is not a judgement about anybody.');
    expect(nothing).toContain('href="/?q=globex&amp;state=all"');
  });

  test('a past state says so', () => {
    expect(render({ query: { ...QUERY, at: '4211' } })).toContain('As it stood on 25 August 2026');
  });

  test('states other than active are named; what has no figures shows none', () => {
    const html = render({ page: { ...PAGE, items: ALL_ROWS }, query: { ...QUERY, state: 'all' } });
    for (const word of ['On watch', 'Suspended', 'Declared only', 'No audit']) expect(html).toContain(word);
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
