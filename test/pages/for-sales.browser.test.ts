import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectFit, visit } from '../support/visit.ts';

let browser: Browser;
let registry: TestRegistry;
let server: TestServer;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const auditor = await registerAuditor(registry, 'clearwater');
  await certify(registry, await registerProved(registry, 'acme'), auditor);
  const stopped = await registerProved(registry, 'stopped');
  const { certificate } = await certify(registry, stopped, auditor);
  await act(registry, 0, { action: 'suspend', subject: stopped.id, certificate });
  await declare(registry, await registerProved(registry, 'claimant'));
  await registerProved(registry, 'newcomer');
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await checkRegistry(registry);
  await server?.close();
  await registry?.close();
});

const open = <T>(
  path: string,
  use: (page: Page, complaints: readonly string[]) => Promise<T>,
  options = {},
): Promise<T> => visit(browser, `${server.address}${path}`, options, use);
const get = (url: string) => server.app.inject({ url, headers: { accept: 'text/html' } });

test.each(['acme', 'stopped', 'claimant', 'newcomer'])(
  'of %s it has no violations, no complaints, no overflow',
  async (party) => {
    await open(`/for-sales/${party}`, async (page, complaints) => {
      await page.waitForLoadState('networkidle');
      await expectFit(page, `for-sales-${party}`);
      expect(complaints).toEqual([]);
    });
  },
  60_000,
);

describe('choosing', () => {
  test('without a script is a plain form whose answer is the page again', async () => {
    await open(
      '/for-sales/acme',
      async (page) => {
        await page.check('input[name=style][value=compact]');
        await page.check('input[name=ground][value=dark]');
        await page.check('input[name=words][value=de]');
        await page.check('input[name=format][value=png]');
        await page.click('form.builder button[type=submit]');
        const query = Object.fromEntries(new URL(page.url()).searchParams);
        expect(query).toEqual({ style: 'compact', ground: 'dark', words: 'de', format: 'png', size: '2' });
        expect(await page.getAttribute('.preview img', 'src')).toBe(
          '/badges/acme.png?style=compact&theme=dark&lang=de&scale=2',
        );
        expect(await page.textContent('.claims')).toContain('zertifiziert');
        expect(await page.locator('button.copy:visible').count()).toBe(0);
      },
      { javaScriptEnabled: false },
    );
  });

  test('with it the badge, its code and its words follow at once, and the address keeps the choice', async () => {
    await open('/for-sales/acme', async (page, complaints) => {
      expect(await page.isVisible('form.builder button[type=submit]')).toBe(false);
      await page.check('input[name=words][value=fr]');
      await page.waitForFunction(() => document.querySelector('.claims')?.textContent?.includes('est certifié'));
      await page.check('input[name=style][value=flat]');
      await page.waitForFunction(() => document.querySelector('.snippet pre')?.textContent?.includes('style=flat'));
      expect(await page.getAttribute('.preview img', 'src')).toBe('/badges/acme.svg?style=flat&theme=auto&lang=fr');
      expect(new URL(page.url()).search).toContain('style=flat');
      expect(await page.isChecked('input[name=words][value=fr]')).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  test('what is copied is the code that is shown', async () => {
    await open(
      '/for-sales/acme',
      async (page) => {
        await page.check('input[name=style][value=compact]');
        await page.waitForFunction(() =>
          document.querySelector('.snippet pre')?.textContent?.includes('style=compact'),
        );
        const snippet = page.locator('.snippet').first();
        await snippet.locator('button.copy').click();
        await page.waitForFunction(() => document.querySelector('.snippet .copy')?.textContent === 'Copied');
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        expect(copied).toBe(await snippet.locator('pre').textContent());
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });
});

test('the verifying link of a badge verifies the certificate that stands', async () => {
  await open(
    '/verify?organisation=acme',
    async (page) => {
      await page.waitForFunction(() => document.querySelectorAll('.answers .word').length === 12);
      expect(await page.textContent('.facts')).toContain('Company acme');
    },
    { prepare: (page: Page) => page.clock.setFixedTime(registry.deps.now()) },
  );
});

test.each([
  ['newcomer', 'This organisation has no certificate'],
  ['nobody', 'knows no such organisation'],
  ['No_body', 'names no organisation'],
])('of %s it says why nothing can be verified', async (party, why) => {
  await open(`/verify?organisation=${party}`, async (page) => {
    await page.waitForFunction((text) => document.querySelector('#verify .notice')?.textContent?.includes(text), why);
  });
});

describe('asked for what there is not', () => {
  test.each(['nobody', 'No%20body'])('of %s it is a page that says so', async (party) => {
    const { statusCode, headers, body } = await get(`/for-sales/${party}`);
    expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(body).toContain('<h1>');
  });

  test.each(['style=huge', 'format=exe', 'size=3'])('%s is refused with a page', async (query) => {
    const { statusCode, headers } = await get(`/for-sales/acme?${query}`);
    expect([statusCode, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  });

  test('empty fields and campaign tags are left out', async () => {
    expect((await get('/for-sales/acme?style=&utm_source=mail')).statusCode).toBe(200);
  });

  test('it names its position and whom it is about', async () => {
    const { headers } = await get('/for-sales/acme');
    expect(headers).toMatchObject({ 'surrogate-key': 'org:acme', 'registry-seq': expect.stringMatching(/^[0-9]+$/) });
  });
});
