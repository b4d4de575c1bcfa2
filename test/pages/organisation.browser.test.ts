import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { type PageServer, servePages } from '../support/page-server.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectFit, visit } from '../support/visit.ts';
import { SAMPLE_PAGES } from './sample-pages.ts';

let browser: Browser;
let registry: TestRegistry;
let server: TestServer;
let samples: PageServer;
let certificate: string;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const auditor = await registerAuditor(registry, 'clearwater');
  ({ certificate } = await certify(registry, await registerProved(registry, 'acme'), auditor));
  samples = await servePages(new Map(Object.entries(SAMPLE_PAGES).map(([name, render]) => [`/${name}`, render])));
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await samples?.close();
  await server?.close();
  await registry?.close();
});

/** Opens the page of the organisation at the registry's own time. */
const open = <T>(
  options: BrowserContextOptions,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
): Promise<T> =>
  visit(
    browser,
    `${server.address}/organisations/acme`,
    { ...options, prepare: (page) => page.clock.setFixedTime(registry.deps.now()) },
    use,
  );

describe('the button that recomputes', () => {
  test('loads nothing before it is pressed, then finds six answers and the published composite', async () => {
    await open({}, async (page, complaints) => {
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
      expect(await page.locator('#verify').isHidden()).toBe(true);
      await page.click('.recompute');
      await page.waitForFunction(() => document.querySelectorAll('#verify .answers .word').length === 12);
      expect(loaded).toContain('/assets/verify-page.js');
      expect(loaded).toContain(`/v1/certificates/${certificate}.zip`);
      const words = await page.$$eval('#verify .answers tbody tr', (rows) =>
        rows.map((row) => row.querySelector('.word')?.textContent?.trim()),
      );
      expect(words).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'OK']);
      const published = await page.locator('.big-number').first().innerText();
      const facts = await page.locator('#verify .facts').innerText();
      const figure = /([0-9]+\.[0-9])/.exec(published)?.[1];
      expect(figure).toBeDefined();
      expect(facts.replaceAll('\n', ' ')).toMatch(new RegExp(`Composite ${figure} %.*Recomputed ${figure} %`));
      expect(complaints).toEqual([]);
    });
  }, 60_000);

  test('is a link to the same where no script runs', async () => {
    await open({ javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('#verify').isHidden()).toBe(true);
      await page.click('.recompute');
      expect(new URL(page.url()).search).toBe(`?certificate=${certificate}`);
    });
  });

  test('goes where the link goes when the verifier cannot be loaded', async () => {
    await open({}, async (page) => {
      await page.route('**/assets/verify-page.js', (route) => route.abort());
      await page.click('.recompute');
      await page.waitForURL(`**/verify?certificate=${certificate}`);
    });
  });
});

test('freshness ticks with the registry’s clock', async () => {
  await visit(
    browser,
    `${samples.origin}/organisation-even`,
    { prepare: (page) => page.clock.install({ time: '2031-01-01T00:00:00Z' }) },
    async (page) => {
      const words = () => page.locator('.verdict [data-fresh]').innerText();
      expect(await words()).toBe('live, 5 min ago');
      await page.clock.runFor('03:00');
      expect(await words()).toBe('live, 8 min ago');
      await page.clock.runFor('02:00:00');
      expect(await words()).toBe('delayed, 2 h ago');
    },
  );
});

describe('the history', () => {
  test('shows one kind at a time, by style alone', async () => {
    await open({ javaScriptEnabled: false }, async (page) => {
      const shown = () => page.locator('.timeline li:visible').count();
      const all = await shown();
      expect(all).toBeGreaterThan(3);
      await page.locator('.kind', { hasText: 'certificates' }).click();
      expect(await shown()).toBe(1);
      await page.locator('.kind', { hasText: 'everything' }).click();
      expect(await shown()).toBe(all);
    });
  });

  test('has an address for every entry, and a way to its leaf', async () => {
    await open({}, async (page) => {
      const entry = page.locator('.timeline li').first();
      const id = await entry.getAttribute('id');
      await entry.locator('.when').click();
      expect(new URL(page.url()).hash).toBe(`#${id}`);
      const leaf = await entry.locator('a[href^="/log/entries/"]').getAttribute('href');
      expect(leaf).toBe(`/log/entries/${id?.replace('seq-', '')}`);
    });
  });
});

test('an entry that comes in is told, and nothing moves', async () => {
  await open({}, async (page) => {
    const asked = page.waitForResponse((reply) => new URL(reply.url()).pathname === '/v1/events');
    await page.reload();
    await asked;
    const before = await page.locator('.timeline li').count();
    registry.setNow(new Date(registry.deps.now().getTime() + 60_000));
    await act(registry, 0, { action: 'suspend', subject: 'acme', certificate });
    await page.waitForSelector('.moved');
    expect(await page.locator('.moved').innerText()).toContain('This changed while you were reading.');
    expect(await page.locator('.timeline li').count()).toBe(before);
    await page.click('.moved a');
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent?.startsWith('Suspended'));
    await act(registry, 0, { action: 'reinstate', subject: 'acme', certificate });
  });
});

test('an admitted dispute leads the page, without violations', async () => {
  const reply = await fetch(`${server.address}/v1/disputes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organisation: 'acme', grounds: 'see the file', evidence_sha256: 'a'.repeat(64) }),
  });
  const { id } = await reply.json();
  await act(registry, 0, { action: 'resolve', subject: 'acme', case: id, outcome: 'allow', reason: 'It is coherent.' });
  await open({}, async (page, complaints) => {
    await page.click('.disputed a');
    expect(await page.locator('#disputes').isVisible()).toBe(true);
    expect(await page.locator('.dispute').innerText()).toContain('It is coherent.');
    await expectFit(page, 'organisation-with-dispute');
    expect(complaints).toEqual([]);
  });
}, 60_000);

test.each(['organisation-even', 'organisation-disputed', 'organisation-sites', 'organisation-de'])(
  '%s at twice the size is no wider than the window',
  async (name) => {
    // A window of 1280 pixels at twice the size shows 640.
    const zoomed = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
    await visit(browser, `${samples.origin}/${name}`, zoomed, async (page) => {
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBe(clientWidth);
    });
  },
);

test('the keyboard alone reaches the check, the kinds of history and their entries', async () => {
  await open({}, async (page) => {
    await page.locator('.check').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#verify .answers .word');
    await page.locator('#kind-all').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.kind input:checked').getAttribute('value')).not.toBe('all');
  });
}, 60_000);

test.each(['organisation-even', 'organisation-disputed', 'organisation-suspended', 'organisation-de'])(
  '%s prints on one sheet of A4',
  async (name) => {
    await visit(browser, `${samples.origin}/${name}`, {}, async (page) => {
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    });
  },
);
