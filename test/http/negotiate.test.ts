import { describe, expect, test } from 'vitest';
import { etagOf, matchesEtag } from '../../src/http/conditional.ts';
import { negotiate } from '../../src/http/negotiate.ts';

const OFFERS = ['application/json', 'text/csv', 'text/html'] as const;

describe('negotiate', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['text/csv;q=0.5, application/json;q=0.4', 'text/csv'],
    ['application/json;q=0, */*', 'text/csv'],
    ['image/png', 'application/json'],
    ['text/html;q=2', 'application/json'],
    ['text/csv;q=x', 'application/json'],
    [',,;;,', 'application/json'],
    ['a'.repeat(100_000), 'application/json'],
  ])('%s', (accept, expected) => {
    expect(negotiate(accept, OFFERS)).toBe(expected);
  });
});

describe('validators', () => {
  const etag = etagOf(41, '/v1/organisations', 'application/json');

  test('differ by position, address and form', () => {
    const others = [
      etagOf(42, '/v1/organisations', 'application/json'),
      etagOf(41, '/v1/organisations?q=a', 'application/json'),
      etagOf(41, '/v1/organisations', 'text/csv'),
    ];
    expect(new Set([etag, ...others]).size).toBe(4);
    expect(etag).toMatch(/^"[A-Za-z0-9_-]{27}"$/);
  });

  test.each([
    [etag, true],
    [`W/${etag}`, true],
    [`"x", ${etag} ,"y"`, true],
    ['"x"', false],
    ['*', false],
    [undefined, false],
    [etag.slice(1, -1), false],
  ])('%s', (header, expected) => {
    expect(matchesEtag(header, etag)).toBe(expected);
  });
});
