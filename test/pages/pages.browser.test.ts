import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BADGE_STYLES, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { launchBrowser } from '../support/browser.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { type PageServer, servePages } from '../support/page-server.ts';
import { BLUEGLADE_BRONZE } from '../support/view-fixtures.ts';
import { expectFit, SCREENSHOTS, VIEWS, visit as visitUrl } from '../support/visit.ts';
import { BADGE_ROWS, badgeAddresses, badgeOf, SAMPLE_PAGES } from './sample-pages.ts';

let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  const pages = Object.entries(SAMPLE_PAGES).map(([name, render]): [string, () => string] => [`/${name}`, render]);
  server = await servePages(new Map([...pages, ...badgeAddresses()]));
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const visit = <T>(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
): Promise<T> => visitUrl(browser, `${server.origin}${path}`, options, use);

test.each(Object.keys(SAMPLE_PAGES))(
  '%s has no violations, no complaints, no overflow',
  async (name) => {
    await visit(`/${name}`, {}, async (page, complaints) => {
      await expectFit(page, name);
      expect(complaints).toEqual([]);
    });
  },
  60_000,
);

describe('without and with the script', () => {
  test('search carries what the facets chose, as plain HTML', async () => {
    await visit('/listing-en', { javaScriptEnabled: false }, async (page) => {
      await page.fill('input[name=q]', 'blue');
      await page.click('button[type=submit]');
      const { searchParams } = new URL(page.url());
      expect(searchParams.get('q')).toBe('blue');
      expect(searchParams.getAll('tier')).toEqual(['Silver']);
    });
  });

  test('with it an address carries no empty parameters', async () => {
    await visit('/listing', {}, async (page) => {
      await page.fill('input[name=q]', 'blue');
      await page.click('button[type=submit]');
      await page.waitForURL('**/?q=blue');
    });
  });

  test('slash searches, arrows move, Enter opens', async () => {
    await visit('/listing', {}, async (page) => {
      const focused = () =>
        page.evaluate(() => document.activeElement?.textContent || document.activeElement?.nodeName);
      await page.keyboard.press('/');
      expect(await focused()).toBe('INPUT');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe('Obsidian Ledger');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe('Halcyon Genomics Research Infrastructure');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/organisations/obsidian-ledger');
    });
  });

  test('a digest is copied whole', async () => {
    await visit('/organisation-silver', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const button = page.locator('button[data-copy]').first();
      const whole = await button.getAttribute('data-copy');
      await button.click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
      expect(await button.textContent()).toBe('Copied');
    });
  });

  test('the first screen of a phone names tier and composite', async () => {
    await visit('/organisation-bronze', VIEWS.phone, async (page) => {
      for (const selector of ['.verdict', '.marks', '.big-number']) {
        const box = await page.locator(selector).first().boundingBox();
        expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(760);
      }
    });
  });

  test('no text of a listing is wider than its cell', async () => {
    await visit('/listing-all', VIEWS.light, async (page) => {
      const wide = await page.$$eval('table.listing', ([table]) =>
        table ? table.scrollWidth - table.clientWidth : -1,
      );
      expect(wide).toBe(0);
    });
  });
});

describe('badges in the browser', () => {
  test('every picture parses as XML, with every naughty name', async () => {
    const named = naughtyStrings().flatMap((name) =>
      BADGE_STYLES.map((style) =>
        renderBadgeSvg(badgeOf({ ...BLUEGLADE_BRONZE, name }, 'demo'), { style, theme: 'auto', lang: 'fr' }),
      ),
    );
    await visit('/codes', {}, async (page) => {
      const broken = await page.evaluate((pictures) => {
        const parser = new DOMParser();
        return pictures.filter((svg) => {
          const parsed = parser.parseFromString(svg, 'image/svg+xml');
          return parsed.querySelector('parsererror') !== null || parsed.documentElement.nodeName !== 'svg';
        });
      }, named);
      expect(broken).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('a contact sheet, %s', async (theme) => {
    const rows = Object.entries(BADGE_ROWS).map(([name, row]) => {
      const pictures = BADGE_STYLES.map((style) => {
        const mode = name === 'silver' || name === 'suspended' ? 'demo' : 'production';
        const svg = renderBadgeSvg(badgeOf(row, mode), { style, theme, lang: 'en' });
        return `<td><img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}" alt=""></td>`;
      });
      return `<tr>${pictures.join('')}</tr>`;
    });
    const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
    await page.setContent(
      `<body bgcolor="${theme === 'light' ? '#eeeeee' : '#22272e'}"><table cellpadding="6">${rows.join('')}`,
    );
    await page.screenshot({ path: `${SCREENSHOTS}badges-${theme}.png`, fullPage: true });
    const sizes = await page.$$eval('img', (images) => images.map((image) => image.naturalWidth));
    expect(sizes.every((width) => width > 60)).toBe(true);
    await page.close();
  });
});
