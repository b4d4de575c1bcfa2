import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/http/app-deps.ts';
import { ENTRY, stubApp } from './stub-app.ts';

let app: App;
beforeAll(async () => {
  app = await stubApp({
    stores: {
      listing: {
        find: async (id) => (id === 'acme' ? ENTRY : undefined),
        match: async (key) => ('domain' in key && key.domain === 'acme.example' ? [ENTRY] : []),
      },
    },
  });
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ url });

describe('badges', () => {
  test.each([
    ['/badges/acme.svg?style=card&theme=dark&lang=de', 'image/svg+xml; charset=utf-8', 'data-seq="41"'],
    ['/badges/acme.json', 'application/json; charset=utf-8', '"schemaVersion":1'],
    ['/badges/acme.txt', 'text/plain; charset=utf-8', ''],
    ['/badges/by-domain/acme.example.svg', 'image/svg+xml; charset=utf-8', 'data-seq="41"'],
  ])('%s', async (url, type, part) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe(type);
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    expect(response.headers.etag).toBeDefined();
    expect(response.body).toContain(part);
  });

  test.each(['/badges/nobody.svg', '/badges/by-domain/nobody.example.svg', '/badges/nobody.json'])(
    '%s is a neutral picture that nobody keeps',
    async (url) => {
      const response = await get(url);
      expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(response.headers).not.toHaveProperty('etag');
    },
  );

  test.each(['?style=huge', '?lang=de-AT', '?theme=', '?utm_source=x', '?style=card&style=flat', '?v=%E0', '?=&='])(
    '%s is no choice: a picture is never broken',
    async (query) => {
      const response = await get(`/badges/acme.svg${query}`);
      expect([response.statusCode, response.body]).toEqual([200, (await get('/badges/acme.svg')).body]);
    },
  );

  test.each([
    '/badges/ACME.svg',
    '/badges/-.svg',
    '/badges/.svg',
    '/badges/acme.svg.svg',
    '/badges/Zq%00Zq.svg',
    '/badges/Zq%0AZq.json',
    '/badges/Zq%3Cscript%3E.txt',
    `/badges/${'Zq'.repeat(100)}.svg`,
    '/badges/by-domain/Zq.svg',
    '/badges/by-domain/.svg',
    '/badges/by-domain/Zq%2Fetc.svg',
    '/badges/by-domain/Zq_x.example.svg',
    '/badges/by-domain/127.0.0.1.svg',
    `/badges/by-domain/${'Zq.'.repeat(80)}example.svg`,
  ])('%s names nobody: the neutral picture, without the text', async (url) => {
    const response = await get(url);
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(response.headers).toMatchObject({ 'registry-seq': '41' });
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.body).toContain('not in this register');
    expect(response.body).not.toMatch(/Zq|ACME|127\.0/);
  });

  test.each([
    ['acme.example', 'acme.example'],
    ['WWW.Acme.Example', 'acme.example'],
    ['www.nobody.example', 'nobody.example'],
    ['www.www.acme.example', 'www.acme.example'],
    ['B%C3%BCcher.example', 'xn--bcher-kva.example'],
  ])('by domain %s it names %s', async (domain, shown) => {
    const { body } = await get(`/badges/by-domain/${domain}.svg`);
    expect(body).toContain(`Carbon Mirror: ${shown}: `);
    expect(body.includes('Silver')).toBe(shown === 'acme.example');
  });
});
