import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BADGE_STYLES, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { launchBrowser } from '../support/browser.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { type PageServer, servePages } from '../support/page-server.ts';
import { BLUEGLADE_BRONZE } from '../support/view-fixtures.ts';
import { BADGE_ROWS, badgeAddresses, badgeOf, SAMPLE_PAGES } from './sample-pages.ts';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface View {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const VIEWS: Readonly<Record<'light' | 'dark' | 'phone', View>> = {
  light: { colorScheme: 'light', viewport: { width: 1366, height: 860 } },
  dark: { colorScheme: 'dark', viewport: { width: 1366, height: 860 } },
  phone: { colorScheme: 'dark', viewport: { width: 375, height: 760 } },
};

let browser: Browser;
let server: PageServer;
let axe: string;

beforeAll(async () => {
  const pages = Object.entries(SAMPLE_PAGES).map(([name, render]): [string, () => string] => [`/${name}`, render]);
  server = await servePages(new Map([...pages, ...badgeAddresses()]));
  axe = await readFile(AXE, 'utf8');
  await mkdir(SCREENSHOTS, { recursive: true });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page in its own context and hands over what the console complained about. */
async function visit<T>(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`));
    await page.goto(`${server.origin}${path}`);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return await use(page, complaints);
  } finally {
    await context.close();
  }
}

/** How many pixels the document is wider than the window. */
const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Runs axe in the page and names each violation with the elements it is about. */
async function violationsIn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // @ts-expect-error axe was put into the page before
    const { violations } = await axe.run();
    return violations.map(
      (one: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' || ')}`,
    );
  });
}

test.each(Object.keys(SAMPLE_PAGES))(
  '%s has no violations, no complaints, no overflow',
  async (name) => {
    await visit(`/${name}`, {}, async (page, complaints) => {
      await page.evaluate(axe);
      for (const [view, { colorScheme, viewport }] of Object.entries(VIEWS)) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        await page.screenshot({ path: `${SCREENSHOTS}${name}-${view}.png`, fullPage: true });
        expect(await violationsIn(page), view).toEqual([]);
        expect(await overflowOf(page), view).toBe(0);
      }
      expect(complaints).toEqual([]);
    });
  },
  60_000,
);

describe('without and with the script', () => {
  test('search, filters and order work as plain HTML', async () => {
    await visit('/listing', { javaScriptEnabled: false }, async (page) => {
      await page.fill('input[name=q]', 'blue');
      await page.check('input[name=tier][value=Bronze]');
      await page.click('button[type=submit]');
      const { searchParams } = new URL(page.url());
      expect(searchParams.get('q')).toBe('blue');
      expect(searchParams.getAll('tier')).toEqual(['Bronze']);
    });
  });

  test('with it an address carries no empty parameters', async () => {
    await visit('/listing', {}, async (page) => {
      await page.fill('input[name=q]', 'blue');
      await page.click('button[type=submit]');
      expect(new URL(page.url()).search).toBe('?q=blue');
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
