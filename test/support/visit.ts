import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where the pictures of pages go. */
export const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface View {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

export const VIEWS: Readonly<Record<'light' | 'dark' | 'phone', View>> = {
  light: { colorScheme: 'light', viewport: { width: 1366, height: 860 } },
  dark: { colorScheme: 'dark', viewport: { width: 1366, height: 860 } },
  phone: { colorScheme: 'dark', viewport: { width: 375, height: 760 } },
};

interface VisitOptions extends BrowserContextOptions {
  /** Done with the page before it opens anything. */
  prepare?(page: Page): Promise<void>;
}

/** Opens a page in its own context and hands over what the console complained about. */
export async function visit<T>(
  browser: Browser,
  url: string,
  { prepare, ...options }: VisitOptions,
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
    await prepare?.(page);
    await page.goto(url);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return await use(page, complaints);
  } finally {
    await context.close();
  }
}

/** Takes the page's picture in every view, and finds nothing that axe objects to and nothing wider than the window. */
export async function expectFit(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.evaluate(await readFile(AXE, 'utf8'));
  await loadPictures(page);
  for (const [view, { colorScheme, viewport }] of Object.entries(VIEWS)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${SCREENSHOTS}${name}-${view}.png`, fullPage: true });
    expect(await violationsIn(page), view).toEqual([]);
    expect(await overflowOf(page), view).toBe(0);
  }
}

/** A picture of the whole page shows pictures far below too. */
const loadPictures = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (const image of Array.from(document.images)) {
      image.loading = 'eager';
      await image.decode().catch(() => undefined);
    }
  });

/** A window 1280 px wide at 400 % (WCAG 1.4.10), and one at 200 %: nothing is cut off, nothing scrolls sideways. */
export async function expectReflow(page: Page): Promise<void> {
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 512 });
    expect(await overflowOf(page), `${width} px`).toBe(0);
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
