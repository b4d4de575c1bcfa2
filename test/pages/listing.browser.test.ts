import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { renderListingPage } from '../../src/render/listing-page.tsx';
import { launchBrowser } from '../support/browser.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare } from '../support/journey.ts';
import { servePages } from '../support/page-server.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { LISTING_VIEW, PAGE, QUERY } from '../support/view-fixtures.ts';
import { expectFit, VIEWS, visit as visitUrl } from '../support/visit.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const CERTIFIED = ['meridian-cloud', 'marigold-data', 'ostrava-hosting'];

let browser: Browser;
let registry: TestRegistry;
let server: TestServer;

beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  const auditor = await registerAuditor(registry, 'lumen');
  for (const id of CERTIFIED) await certify(registry, await registerProved(registry, id), auditor);
  await declare(registry, await registerProved(registry, 'declared-only'));
  await registry.database.pool.query('insert into telemetry_sites (party_id, site_id, "end") values ($1, $2, $3)', [
    'meridian-cloud',
    'first',
    minutesAgo(10),
  ]);
  registry.setNow(NOW);
  server = await startServer(registry);
  browser = await launchBrowser();
}, 120_000);
afterEach(() => registry.setNow(NOW));
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await registry?.close();
});

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

const visit = <T>(
  path: string,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
  options: Parameters<typeof visitUrl>[2] = {},
): Promise<T> => visitUrl(browser, `${server.address}${path}`, options, use);

const names = (page: Page) => page.locator('[data-row] th a').allTextContents();
const shows = (page: Page, expected: readonly string[]) => expect.poll(() => names(page)).toEqual(expected);
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-same', 'yes'));
const isSame = (page: Page) => page.evaluate(() => document.body.hasAttribute('data-same'));

describe('without a script', () => {
  test('search, facets, order and time are forms and links', async () => {
    await visit(
      '/',
      async (page) => {
        await page.fill('input[name=q]', 'marigold');
        await page.click('.listing-find button');
        expect(await names(page)).toEqual(['Company marigold-data']);
        await page.click('.facets >> text=All entries');
        expect(new URL(page.url()).search).toBe('?q=marigold&state=all');
        await page.fill('input[name=q]', '');
        await page.click('.listing-find button');
        expect(await names(page)).toHaveLength(4);
        await page.click('.listing thead >> text=Organisation');
        expect(new URL(page.url()).searchParams.get('sort')).toBe('name');
        expect(await page.locator('th[aria-sort=ascending]').textContent()).toContain('Organisation');
      },
      { javaScriptEnabled: false },
    );
  });

  test('a question that cannot be answered comes back with its fault named, and the form filled in', async () => {
    await visit(
      '/?q=data&country=Germany&min_composite=74,5&tier=Silver',
      async (page) => {
        expect((await page.locator('.faults dt').allTextContents()).sort()).toEqual([
          'country Germany',
          'min_composite 74,5',
        ]);
        expect(await page.inputValue('input[name=q]')).toBe('data');
        expect(await page.inputValue('input[name=min_composite]')).toBe('74,5');
        await page.fill('input[name=min_composite]', '20');
        await page.click('.listing-find button');
        expect(new URL(page.url()).search).toBe('?q=data&min_composite=20&at=&tier=Silver');
        expect(await page.locator('h1').textContent()).toBe('No entry matches.');
        await page.goto(`${server.address}/?at=2999-01-01`);
        expect(await page.locator('.faults').textContent()).toContain('that time has not come yet');
        expect(await page.inputValue('input[name=at]')).toBe('2999-01-01');
      },
      { javaScriptEnabled: false },
    );
  });

  test('whoever takes no pages gets the problem document', async () => {
    const answer = await fetch(`${server.address}/?country=Germany`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const page = await fetch(`${server.address}/?country=Germany`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([400, 'no-store']);
  });
});

describe('with the script', () => {
  test('the listing answers while it is asked, in place, and says so', async () => {
    await visit('/', async (page, complaints) => {
      await mark(page);
      await page.keyboard.press('/');
      await page.keyboard.type('ostrava', { delay: 5 });
      await shows(page, ['Company ostrava-hosting']);
      expect(new URL(page.url()).search).toBe('?q=ostrava');
      expect(await page.locator('[role=status][data-announce]').textContent()).toBe('1 organisation matches.');
      expect(await page.title()).toContain('1 organisation matches.');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Company ostrava-hosting');
      expect(await isSame(page)).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  test('an answer that is overtaken is never shown', async () => {
    await visit('/', async (page) => {
      await page.route('**/?q=marigold', () => undefined);
      const overtaken = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/?q=marigold'));
      await page.fill('input[name=q]', 'marigold');
      await page.waitForRequest('**/?q=marigold');
      await page.fill('input[name=q]', 'ostrava');
      await overtaken;
      await shows(page, ['Company ostrava-hosting']);
    });
  });

  test('a domain and a misspelt name are answered in words', async () => {
    await visit('/', async (page) => {
      const answer = page.locator('.answer');
      await page.fill('input[name=q]', 'https://www.marigold-data.example/prices');
      await expect
        .poll(() => answer.allTextContents())
        .toEqual([expect.stringContaining('marigold-data.example is the proved domain of Company marigold-data')]);
      await page.fill('input[name=q]', 'declared-only.example');
      await expect.poll(() => answer.allTextContents()).toEqual([expect.stringContaining('no certificate')]);
      await page.fill('input[name=q]', 'globex.example');
      await expect.poll(() => answer.allTextContents()).toEqual([expect.stringContaining('“unknown”, not “no”')]);
      await page.fill('input[name=q]', 'meridain cloud');
      await expect
        .poll(() => answer.allTextContents())
        .toEqual([expect.stringContaining('Did you mean Company meridian-cloud')]);
    });
  });

  test('facets change the list in place and keep the focus', async () => {
    await visit('/', async (page) => {
      await mark(page);
      await page.locator('.facets a', { hasText: 'No telemetry' }).focus();
      await page.keyboard.press('Enter');
      await shows(page, ['Company marigold-data', 'Company ostrava-hosting']);
      expect(new URL(page.url()).search).toBe('?live=none');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-current'))).toBe('true');
      await page.fill('input[name=q]', 'marigold');
      await shows(page, ['Company marigold-data']);
      expect(new URL(page.url()).search).toBe('?q=marigold&live=none');
      expect(await isSame(page)).toBe(true);
    });
  });

  test('rows are chosen to compare', async () => {
    await visit('/', async (page) => {
      await page.check('input[value=meridian-cloud]');
      await page.check('input[value=marigold-data]');
      const asked = page.waitForRequest('**/compare?*');
      await page.click('.compare button');
      expect(new URL((await asked).url()).searchParams.getAll('ids')).toHaveLength(2);
    });
  });
});

describe('live', () => {
  test('freshness turns with the clock, by the words of the page', async () => {
    await visit(
      '/?at=',
      async (page) => {
        const cell = page.locator('[data-live=meridian-cloud]');
        expect(await cell.textContent()).toBe('live, 10 min');
        // Time passes in small steps: the module that counts it is still on its way when the page is there.
        const later = async () => {
          await page.clock.fastForward('00:00:30');
          return cell.textContent();
        };
        await expect.poll(later, { interval: 1, timeout: 20_000 }).toBe('live, 15 min');
        await page.clock.fastForward('03:00:00');
        await expect.poll(() => cell.textContent()).toBe('delayed, 3 h');
        expect(await cell.getAttribute('class')).toBe('live live-delayed');
      },
      { prepare: (page) => page.clock.install({ time: new Date('2001-01-01T00:00:00Z') }) },
    );
  });

  test('a newer interval shows at once, in the language of the page', async () => {
    await visit('/?lang=de', async (page) => {
      const cell = page.locator('[data-live=meridian-cloud]');
      const before = await cell.textContent();
      await page.waitForSelector('body.is-live');
      let minutes = 9;
      await expect
        .poll(
          async () => {
            minutes = minutes === 4 ? 5 : 4;
            await heard('meridian-cloud', minutesAgo(minutes));
            await page.waitForFunction(
              ([old]) => document.querySelector('[data-live=meridian-cloud]')?.textContent !== old,
              [before],
              { timeout: 6_000 },
            );
            return cell.textContent();
          },
          { timeout: 25_000 },
        )
        .toMatch(/^live, [45] (min|Min\.)$/);
      await heard('meridian-cloud', minutesAgo(10));
    });
  }, 40_000);

  test('new entries are told of, and nothing that is read moves', async () => {
    await visit('/?state=all', async (page) => {
      await page.waitForSelector('body.is-live');
      const row = page.locator('[data-row]').first();
      const before = await row.boundingBox();
      await registerProved(registry, 'newcomer');
      const bar = page.locator('.moved');
      await expect.poll(() => bar.textContent()).toBe('The register has moved on: 2 new entries.Show');
      expect(await row.boundingBox()).toEqual(before);
      await bar.locator('a').click();
      await expect.poll(() => names(page)).toContain('Company newcomer');
      expect(await bar.isVisible()).toBe(false);
    });
    await checkRegistry(registry);
  });

  test('a stream that cannot be had changes nothing', async () => {
    await visit(
      '/',
      async (page) => {
        expect(await names(page)).toHaveLength(3);
        await page.fill('input[name=q]', 'marigold');
        await shows(page, ['Company marigold-data']);
      },
      {
        prepare: (page) =>
          page.route('**/v1/events?*', (route) => route.fulfill({ status: 503 })).then(() => undefined),
      },
    );
  });
});

test('the past has a banner, keeps to itself and does not listen', async () => {
  const asked: string[] = [];
  await visit(
    '/?state=all&at=0',
    async (page) => {
      expect(await page.locator('.travel-banner').textContent()).toContain('as it stood then, at log entry 0');
      await page.click('.travel-banner a');
      await expect.poll(() => page.locator('.travel-banner').count()).toBe(0);
      expect((await names(page)).length).toBeGreaterThan(3);
    },
    { prepare: async (page) => void page.on('request', (request) => asked.push(request.url())) },
  );
  const streams = asked.filter((url) => url.includes('/v1/events'));
  expect(streams.every((url) => asked.indexOf(url) > asked.findIndex((one) => one.endsWith('/?state=all')))).toBe(true);
});

describe('for every eye', () => {
  test('nothing shifts while it loads, is searched and scrolled', async () => {
    await visit('/', async (page) => {
      await page.evaluate(() => {
        Reflect.set(window, 'shift', 0);
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if (!Reflect.get(entry, 'hadRecentInput'))
              Reflect.set(window, 'shift', Reflect.get(window, 'shift') + Reflect.get(entry, 'value'));
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.fill('input[name=q]', 'marigold');
      await shows(page, ['Company marigold-data']);
      await page.mouse.wheel(0, 400);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await page.evaluate(() => Reflect.get(window, 'shift'))).toBe(0);
    });
  });

  test.each(['/', '/statistics'])(
    '%s is fit for light, dark and a phone, and at 200 per cent',
    async (path) => {
      await visit(path, async (page) => {
        await expectFit(page, path === '/' ? 'listing-real' : 'statistics-real');
        await page.setViewportSize({ width: VIEWS.light.viewport.width / 2, height: 430 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      });
    },
    60_000,
  );

  test('fifty rows print on one page', async () => {
    const items = Array.from({ length: 50 }, (_, index) => {
      const row = PAGE.items[index % PAGE.items.length];
      if (row === undefined) throw new Error('no row');
      return { ...row, party_id: `${row.party_id}-${index}` };
    });
    const input = { ...LISTING_VIEW, page: { ...PAGE, items, total: 50 }, query: QUERY, mode: 'production' } as const;
    const frame = { origin: 'https://registry.example', lang: 'en', theme: 'auto' } as const;
    const pages = await servePages(new Map([['/fifty', () => renderListingPage({ ...input, ...frame })]]));
    try {
      await visitUrl(browser, `${pages.origin}/fifty`, {}, async (page) => {
        const pdf = await page.pdf({
          format: 'A4',
          margin: { top: '10mm', bottom: '10mm', left: '10mm', right: '10mm' },
        });
        await page.emulateMedia({ media: 'print' });
        await page.setViewportSize({ width: 718, height: 1_045 });
        const wide = await page.$eval('table.listing', (table) => table.getBoundingClientRect().right - innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
      });
    } finally {
      await pages.close();
    }
  });
});

/** As if an interval had come in. */
const heard = (party: string, end: Date) =>
  registry.database.pool.query('update telemetry_sites set "end" = $2, accepted_at = $3 where party_id = $1', [
    party,
    end,
    NOW,
  ]);
