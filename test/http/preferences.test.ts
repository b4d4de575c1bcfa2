import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { type Preferences, preferencesOf } from '../../src/http/preferences.ts';
import { stubApp } from './stub-app.ts';

async function wanted(url: string, headers: Record<string, string> = {}): Promise<Preferences> {
  const app = Fastify();
  app.get('/', async (request) => preferencesOf(request));
  return (await app.inject({ url, headers })).json();
}

describe('language and colours', () => {
  test.each([
    ['nothing', '/', {}, 'en', 'auto'],
    ['the address', '/?lang=de&theme=dark', {}, 'de', 'dark'],
    ['an address that names none of ours', '/?lang=tlh&theme=neon', {}, 'en', 'auto'],
    ['a cookie', '/', { cookie: 'a=b; lang=fr; theme=light' }, 'fr', 'light'],
    ['the address before the cookie', '/?lang=ja', { cookie: 'lang=fr' }, 'ja', 'auto'],
    ['the browser', '/', { 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' }, 'es', 'auto'],
    ['the browser by weight', '/', { 'accept-language': 'en;q=0.5, de-AT;q=0.9' }, 'de', 'auto'],
    ['what the browser does not want', '/', { 'accept-language': 'de;q=0, fr' }, 'fr', 'auto'],
    ['languages of others first', '/', { 'accept-language': 'nl, sv, ja;q=0.1' }, 'ja', 'auto'],
    ['any language', '/', { 'accept-language': '*' }, 'en', 'auto'],
    ['the cookie before the browser', '/', { cookie: 'lang=ja', 'accept-language': 'de' }, 'ja', 'auto'],
    ['nonsense', '/?lang=%ff&theme', { 'accept-language': ';;q=x,,', cookie: '=;;=' }, 'en', 'auto'],
    ['a header without end', '/', { 'accept-language': `${'x,'.repeat(2_000)}de` }, 'en', 'auto'],
  ])('%s', async (_, url, headers, lang, theme) => {
    expect(await wanted(url, headers)).toEqual({ lang, theme });
  });
});

describe('a choice on a page', () => {
  test('is kept in cookies, and that answer by nobody else', async () => {
    const app = await stubApp();
    const { headers, body } = await app.inject('/methodology?lang=de&theme=dark&utm=x');
    expect(headers['set-cookie']).toEqual([
      'lang=de; Path=/; SameSite=Lax; Max-Age=31536000; Secure',
      'theme=dark; Path=/; SameSite=Lax; Max-Age=31536000; Secure',
    ]);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers.vary).toMatch(/Accept-Language, Cookie/);
    expect(body).toContain('<html lang="de" data-theme="dark">');
  });

  test.each(['/methodology?lang=tlh&theme=', '/methodology'])('none is made by %s', async (url) => {
    const app = await stubApp();
    const { headers, statusCode } = await app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toBe('public, max-age=5');
    expect(headers.vary).toMatch(/Accept-Language, Cookie/);
  });

  test('holds on problem pages too', async () => {
    const app = await stubApp();
    const { statusCode, body, headers } = await app.inject({
      url: '/nothing-here?lang=fr',
      headers: { accept: 'text/html' },
    });
    expect(statusCode).toBe(404);
    expect(body).toContain('<html lang="fr"');
    expect(headers.vary).toMatch(/accept/);
  });

  test('never reaches the API, whose queries are closed', async () => {
    const app = await stubApp();
    const { statusCode, headers } = await app.inject('/v1/organisations?lang=de');
    expect(statusCode).toBe(400);
    expect(headers['set-cookie']).toBeUndefined();
  });
});
