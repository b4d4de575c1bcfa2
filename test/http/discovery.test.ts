import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, test } from 'vitest';
import { ORIGIN, pageOf, ROW, stubApp } from './stub-app.ts';

const registered = {
  listing: { page: async () => pageOf([ROW]) },
  statistics: { listed: async () => 1 },
};
const locations = (xml: string): string[] =>
  [...new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('loc')].map((one) => one.textContent ?? '');

describe('what search engines find', () => {
  test('robots.txt names the sitemap', async () => {
    const { body } = await (await stubApp()).inject('/robots.txt');
    expect(body).toContain(`Sitemap: ${ORIGIN}/sitemap.xml\n`);
  });

  test('the sitemap leads to every organisation', async () => {
    const app = await stubApp({ stores: registered });
    const index = locations((await app.inject('/sitemap.xml')).body);
    expect(index).toEqual([`${ORIGIN}/sitemaps/pages.xml`, `${ORIGIN}/sitemaps/1.xml`]);
    const { body, headers } = await app.inject('/sitemaps/1.xml');
    expect(headers['content-type']).toMatch(/xml/);
    expect(locations(body)).toEqual([`${ORIGIN}/organisations/acme`]);
    expect(body).toContain('<lastmod>2026-08-25T00:00:00Z</lastmod>');
    expect(locations((await app.inject('/sitemaps/pages.xml')).body)).toContain(`${ORIGIN}/`);
  });

  test.each(['/sitemaps/2.xml', '/sitemaps/0.xml', '/sitemaps/x.xml'])('%s is not there', async (url) => {
    const app = await stubApp({ stores: registered });
    expect((await app.inject(url)).statusCode).toBe(404);
  });
});

describe('what devices and programs find', () => {
  test.each(['/favicon.ico', '/apple-touch-icon.png'])('%s is a PNG', async (url) => {
    const { rawPayload, headers } = await (await stubApp()).inject(url);
    expect(headers['content-type']).toBe('image/png');
    expect(rawPayload.subarray(1, 4).toString()).toBe('PNG');
  });

  test('the manifest and the catalogue of APIs are JSON', async () => {
    const app = await stubApp();
    expect((await app.inject('/site.webmanifest')).json()).toMatchObject({ name: 'Carbon Mirror Registry' });
    expect((await app.inject('/.well-known/api-catalog')).json().linkset[0].anchor).toBe(`${ORIGIN}/v1`);
  });

  test('security.txt does not expire', async () => {
    const { body } = await (await stubApp()).inject('/.well-known/security.txt');
    expect(Date.parse(/^Expires: (.+)$/m.exec(body)?.[1] ?? '')).toBeGreaterThan(Date.parse('2026-11-26T00:00:00Z'));
  });
});
