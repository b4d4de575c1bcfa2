import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast } from '../../test/support/contrast.ts';
import { LOG } from '../../test/support/log-view-fixtures.ts';
import { LISTING_VIEW, PAGE, QUERY } from '../../test/support/view-fixtures.ts';
import { locateAsset } from '../http/assets.ts';
import { ASSETS, type Asset } from './assets.ts';
import { renderListingPage } from './listing-page.tsx';
import { renderLogPage } from './log-page.tsx';
import { renderVerifyPage } from './verify-page.tsx';

function assetOf(url: string): Asset {
  const asset = ASSETS.find((one) => one.url === url);
  if (asset === undefined) throw new Error(`no asset ${url}`);
  return asset;
}

const css = readFileSync(new URL('assets/style.css', import.meta.url), 'utf8');
const TOKEN = /--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g;
const tokens = new Map([...css.matchAll(TOKEN)].map(([, name, light, dark]) => [name, { light, dark }]));

function colour(name: string, theme: 'light' | 'dark'): string {
  const value = tokens.get(name)?.[theme];
  if (value === undefined) throw new Error(`no token --${name}`);
  return value;
}

describe('assets', () => {
  test.each(ASSETS.map((asset): [string, Asset] => [asset.url, asset]))('%s is there', (_, asset) => {
    for (const url of locateAsset(asset.source)) expect(existsSync(url)).toBe(true);
  });

  test('a page loads these and nothing else, and has nothing inline', () => {
    const listing = { page: PAGE, ...LISTING_VIEW, query: QUERY };
    const html = renderListingPage({
      ...listing,
      mode: 'demo',
      origin: 'https://registry.example',
      lang: 'en',
      theme: 'auto',
    });
    const loaded = [...html.matchAll(/<(?:link rel="(?:icon|preload|stylesheet)"|script)[^>]*(?:href|src)="([^"]*)"/g)];
    const urls = loaded.map((match) => match[1]);
    expect(urls.length).toBeGreaterThan(3);
    for (const url of urls) expect(ASSETS.map((asset): string => asset.url)).toContain(url);
    expect(html).not.toMatch(/<style|\sstyle="|\son[a-z]+="|<script(?![^>]* src=)/);
  });

  test('only the verify page loads the verifier', () => {
    const context = { mode: 'production', origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
    const script = '/assets/verify-page.js';
    expect(renderVerifyPage({ ...context, vkeys: [] })).toContain(`src="${script}"`);
    const listing = { page: PAGE, ...LISTING_VIEW, query: QUERY };
    expect(renderListingPage({ ...listing, ...context })).not.toContain(script);
    expect(renderLogPage({ ...context, log: LOG })).not.toContain(script);
  });

  test('the verifier needs no eval, and stays below 400 kB', () => {
    const bundle = locateAsset(assetOf('/assets/verify-page.js').source)
      .map((url) => readFileSync(url, 'utf8'))
      .join('');
    expect(bundle).not.toMatch(/new Function|[^.\w]Function\(|[^.\w]eval\(/);
    expect(bundle).not.toMatch(/(from|import\(|require\()\s*["']node:/);
    expect(Buffer.byteLength(bundle)).toBeLessThan(400_000);
  });

  test('the style sheet reaches for nothing outside', () => {
    const urls = [...css.matchAll(/url\(([^)]*)\)/g)].map((match) => match[1]);
    for (const url of urls) expect(ASSETS.map((asset): string => asset.url)).toContain(url);
    expect(css).not.toContain('@import');
  });
});

const TEXTS = ['ink', 'quiet', 'live', 'warn', 'stop', 'bronze', 'silver', 'obsidian'];
const GROUNDS = ['bg', 'raised', 'sunk'];
const PAIRS = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['test-ink', 'test'] as const,
];

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  test.each(PAIRS)('%s on %s is at least 4.5:1', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(GROUNDS)('the edge of a field on %s is at least 3:1', (ground) => {
    expect(contrast(colour('field', theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
