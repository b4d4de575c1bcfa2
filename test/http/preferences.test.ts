import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { type Preferences, preferencesOf } from '../../src/http/preferences.ts';

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
