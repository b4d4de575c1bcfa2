import { describe, expect, test } from 'vitest';
import { QUERY } from '../../../test/support/view-fixtures.ts';
import type { ListingQuery } from '../../core/views.ts';
import { exportHref, isNarrowed, jsonHref, listingHref } from './listing-links.ts';

const full: ListingQuery = {
  q: 'Ünïcode & co',
  tier: ['Silver', 'Obsidian Prime'],
  minComposite: '60',
  country: 'DE',
  sector: 'software',
  live: 'live',
  state: 'all',
  assurance: 2,
  sort: 'name',
  limit: 20,
  cursor: 'opaque',
  at: '2026-03-31',
};

describe('addresses of the listing', () => {
  test('defaults leave no trace', () => {
    expect(listingHref(QUERY)).toBe('/');
    expect(jsonHref(QUERY)).toBe('/v1/organisations');
  });

  test('everything asked for stands in the address, under the names of the interface', () => {
    const url = new URL(listingHref(full, { cursor: full.cursor }), 'https://registry.example');
    expect([...url.searchParams]).toEqual([
      ['q', 'Ünïcode & co'],
      ['tier', 'Silver'],
      ['tier', 'Obsidian Prime'],
      ['min_composite', '60'],
      ['country', 'DE'],
      ['sector', 'software'],
      ['live', 'live'],
      ['state', 'all'],
      ['assurance', '2'],
      ['sort', 'name'],
      ['limit', '20'],
      ['at', '2026-03-31'],
      ['cursor', 'opaque'],
    ]);
  });

  test('a change starts at the first page and can remove', () => {
    expect(listingHref({ ...QUERY, cursor: 'x', at: '12' }, { at: undefined, sort: 'name' })).toBe('/?sort=name');
  });

  test('an export has the filters and no paging', () => {
    const href = exportHref(full, 'csv');
    expect(href.startsWith('/v1/organisations.csv?')).toBe(true);
    expect(href).not.toMatch(/cursor|limit/);
    expect(href).toContain('tier=Silver&tier=Obsidian+Prime');
  });

  test.each<[boolean, ListingQuery]>([
    [false, QUERY],
    [false, { ...QUERY, state: 'all', sort: 'name', at: '3' }],
    [true, { ...QUERY, q: 'a' }],
    [true, { ...QUERY, tier: ['Bronze'] }],
    [false, { ...QUERY, q: '' }],
  ])('narrowed: %s', (expected, query) => {
    expect(isNarrowed(query)).toBe(expected);
  });
});
