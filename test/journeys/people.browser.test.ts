import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditBody } from '../support/journey.ts';
import { openPageWorld, type PageWorld } from '../support/page-world.ts';
import { ORIGIN } from '../support/registry.ts';
import { visit } from '../support/visit.ts';
import { dropFile, verdictHere } from './drop.ts';

/* What people come for, from their first page to what they take away, in a real browser on a registry that was lived in. */

const HOLDER = 'nordhafen-retail';
const SUSPENDED = 'quarrystone-hosting';

let world: PageWorld;
beforeAll(async () => {
  world = await openPageWorld();
}, 240_000);
afterAll(() => world?.close());

/** Opens the first page of a journey at the registry's own time; nothing may be complained about on the way. */
async function journey(path: string, walk: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const prepare = (page: Page) => page.clock.setFixedTime(world.registry.deps.now());
  await visit(world.browser, `${world.server.address}${path}`, { ...options, prepare }, async (page, complaints) => {
    await walk(page);
    expect(complaints.filter((text) => !/status of 4\d\d|\/v1\/events|ERR_ABORTED/.test(text))).toEqual([]);
  });
}

const fetchBytes = async (url: string): Promise<Buffer> => (await world.server.app.inject({ url })).rawPayload;

/** What the log says of itself: every artefact on this way is sound. */
const SOUND = { signature: 'ok', log: 'ok', recomputation: 'ok' };

describe('a buyer', () => {
  test('finds a vendor he cannot spell, reads the verdict, and has it verified in his own browser', async () => {
    await journey('/', async (page) => {
      await page.fill('input[name=q]', 'nordhaven retial');
      await page.press('input[name=q]', 'Enter');
      await page.click(`a[href^="/organisations/${HOLDER}"]`);
      expect(await page.textContent('.verdict')).toMatch(/^Silver, .* certified 2026-11-04/);
      expect(await page.textContent('.big-number')).toMatch(/[0-9]{2}[.][0-9]/);
      await page.goto(`${world.server.address}/verify?certificate=${await world.certificateOf(HOLDER)}`);
      expect(await verdictHere(page)).toMatchObject({ ...SOUND, status: 'ok', time: 'ok' });
    });
  });

  test('goes back to the day of his contract, where the tier was another', async () => {
    await journey(`/organisations/${HOLDER}?at=2026-08-31`, async (page) => {
      expect(await page.textContent('.travel-banner')).toContain('2026');
      expect(await page.textContent('.verdict')).toMatch(/^Bronze/);
      await page.click('.travel-banner a');
      expect(await page.textContent('.verdict')).toMatch(/^Silver/);
    });
  });

  test('asks for a vendor that nobody knows, and is not told no', async () => {
    await journey('/?q=globex', async (page) => {
      expect(await page.locator('tr[data-row]').count()).toBe(0);
      const words = await page.textContent('main');
      expect(words).toMatch(/not in this register|no organisation|nobody|nothing/i);
      expect(words).not.toMatch(/globex is not certified/i);
    });
  });
});

/** A page of the vendor's own, on an origin of its own. */
async function foreignPage(html: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>A vendor</title><body>${html}</body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://localhost:${address.port}`, server };
}

describe('a salesperson', () => {
  test('copies the snippet; pasted into a page elsewhere it shows the badge, which leads to the proof', async () => {
    let pasted = '';
    await journey(
      `/for-sales/${HOLDER}`,
      async (page) => {
        await page.locator('.snippet button.copy').first().click();
        await page.waitForFunction(() => document.querySelector('.snippet .copy')?.textContent === 'Copied');
        pasted = await page.evaluate(() => navigator.clipboard.readText());
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
    expect(pasted).toContain('<img');
    const { url, server } = await foreignPage(pasted.replaceAll(ORIGIN, world.server.address));
    try {
      await visit(world.browser, url, {}, async (page, complaints) => {
        await page.waitForFunction(() => (document.querySelector('img')?.naturalWidth ?? 0) > 60);
        expect(await page.getAttribute('img', 'alt')).toMatch(/nordhafen/i);
        expect(complaints).toEqual([]);
        await page.click('a:has(img)');
        await page.waitForURL(`${world.server.address}/**`);
        expect(await page.textContent('main')).toContain('Nordhafen');
      });
    } finally {
      server.close();
    }
  });

  test('of a suspended holder is told so by page and badge, and by nothing but what is true today', async () => {
    await journey(`/for-sales/${SUSPENDED}`, async (page) => {
      expect(await page.textContent('main')).toMatch(/suspended/i);
      const source = await page.getAttribute('.preview img', 'src');
      const svg = await world.server.app.inject({ url: source ?? '' });
      expect(svg.body).toMatch(/<title[^>]*>[^<]*suspended/);
      expect(svg.body).not.toMatch(/<title[^>]*>[^<]*Silver/);
    });
  });
});

describe('an auditor', () => {
  test('goes from the log to an entry and the statement behind it', async () => {
    const issued = await world.registry.database.pool.query<{ seq: string }>(
      "select seq from log_pending where type = 'audit.declared' order by seq limit 1",
    );
    await journey('/log', async (page) => {
      expect(await page.textContent('main')).toContain('localhost:3000/log');
      await page.goto(`${world.server.address}/log/entries/${issued.rows[0]?.seq}`);
      const statement = await page.getAttribute('main a[href^="/v1/statements/"]', 'href');
      const jws = (await fetchBytes(statement ?? '')).toString();
      expect(jws.split('.')).toHaveLength(3);
      await page.goto(`${world.server.address}/verify`);
      await page.waitForSelector('.drop');
      await dropFile(page, 'statement.jws', Buffer.from(jws));
      expect(await verdictHere(page)).toMatchObject({ signature: 'ok', log: 'ok' });
    });
  });

  test('downloads the evidence and drops it on the page, and a baked badge beside it', async () => {
    const id = await world.certificateOf(HOLDER);
    const path = `/v1/certificates/${id}.zip`;
    await journey(`/organisations/${HOLDER}`, async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.evaluate((href) => {
          const link = document.createElement('a');
          Object.assign(link, { href, download: 'evidence.zip' });
          link.click();
        }, path),
      ]);
      const evidence = await readFile(await download.path());
      await page.goto(`${world.server.address}/verify`);
      await page.waitForSelector('.drop');
      await dropFile(page, 'evidence.zip', evidence);
      expect(await verdictHere(page)).toMatchObject(SOUND);
    });
    for (const form of ['svg', 'png']) {
      await journey('/verify', async (page) => {
        await page.waitForSelector('.drop');
        await dropFile(page, `badge.${form}`, await fetchBytes(`/badges/${HOLDER}.baked.${form}`));
        expect(await verdictHere(page)).toMatchObject({ signature: 'ok', log: 'ok', status: 'ok' });
      });
    }
  });
});

describe('an engineer of an organisation that submits', () => {
  test('reads the interface, tries an audit without sending it, and is told every fault of a bad one', async () => {
    await journey('/docs', async (page) => {
      await page.waitForSelector('.swagger-ui .opblock, [id*=operations]');
      const post = (body: unknown) =>
        page.evaluate(async (text) => {
          const answer = await fetch('/v1/score', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: text,
          });
          const value: { score?: { composite_percent: string }; type?: string; code?: string } = await answer.json();
          return { status: answer.status, ...value };
        }, JSON.stringify(body));
      const dry = await post(auditBody('acme'));
      expect([dry.status, dry.score?.composite_percent]).toEqual([200, '74.7']);
      const refused = await post({ schema: 'cms-audit/1' });
      expect([refused.status, refused.code]).toEqual([400, 'document_invalid']);
      await page.goto((refused.type ?? '').replace(ORIGIN, world.server.address));
      expect(await page.textContent('h1')).not.toBe('');
      expect(await page.textContent('main')).toContain('document_invalid');
    });
  });

  test('looks at his own view with a token, and not with another', async () => {
    await journey('/me', async (page) => {
      await page.fill('form [name=token]', 'nonsense');
      await page.click('main form button[type=submit]');
      expect(await page.textContent('main')).toMatch(/opens nothing|token/i);
    });
  });
});

describe('a procurement officer', () => {
  test('compares two vendors, takes a table of vendors away, and checks what one of them claims', async () => {
    await journey(`/compare?ids=${HOLDER},beacon-telehealth`, async (page) => {
      const table = await page.textContent('main table');
      expect(table).toMatch(/Nordhafen/);
      expect(table).toMatch(/Beacon/);
      await page.goto(`${world.server.address}/rfp`);
      await page.fill('textarea[name=vendors]', `${HOLDER}.example\nglobex.example`);
      await page.click('main form button.primary');
      const rows = await page.textContent('main table');
      expect(rows).toMatch(/Nordhafen/);
      expect(rows).toMatch(/unknown|not in this register/i);
      await page.goto(`${world.server.address}/claims?domain=${HOLDER}.example&tier=Obsidian`);
      expect(await page.textContent('main')).toMatch(/false/i);
    });
  });
});
