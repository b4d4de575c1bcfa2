import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderClaimsPage } from '../../src/render/claims-page.tsx';
import { renderComparePage } from '../../src/render/compare-page.tsx';
import { LANGUAGES, type Language } from '../../src/render/lang.ts';
import type { ShownClaim } from '../../src/render/procurement/claim-wording.ts';
import { renderRfpPage, renderRfpResultPage } from '../../src/render/rfp-page.tsx';
import { launchBrowser } from '../support/browser.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { type PageServer, servePages } from '../support/page-server.ts';
import {
  comparisonOf,
  EQUALS,
  MIXED_CLAIM,
  RFP_ROWS,
  TEN,
  TRUE_CLAIM,
  UNEQUALS,
  UNKNOWN_CLAIM,
} from '../support/procurement-fixtures.ts';
import { ALL_ROWS, LEDGER_PRIME, NORDLICHT_SILVER, POSITION } from '../support/view-fixtures.ts';
import { expectFit, expectReflow, visit } from '../support/visit.ts';

const context = (lang: Language = 'en') =>
  ({ mode: 'demo', origin: 'https://registry.example', lang, theme: 'auto', position: POSITION }) as const;
const FIELDS = {
  domain: 'kestrel.example',
  tier: 'Silver',
  composite_percent: '71.3',
  certified_on: '2026-08-22',
  live: 'true',
};
const claims = (checked: ShownClaim) => renderClaimsPage({ ...context(), fields: FIELDS, faults: [], checked });
const chosen = (ids: readonly string[]) => ({ chosen: ids, found: [] });

const PAGES: Readonly<Record<string, () => string>> = {
  'compare-choose': () =>
    renderComparePage({ ...context(), choosing: { chosen: ['nordlicht'], q: 'data', found: ALL_ROWS } }),
  'compare-nothing-found': () =>
    renderComparePage({ ...context(), choosing: { chosen: [], q: 'globex', found: [] }, overfull: true }),
  'compare-equals': () => renderComparePage({ ...context(), choosing: chosen(['a', 'b']), compared: EQUALS }),
  'compare-refused': () => renderComparePage({ ...context(), choosing: chosen(['a', 'b']), compared: UNEQUALS }),
  'compare-ten': () => renderComparePage({ ...context(), choosing: chosen(['a', 'b']), compared: TEN }),
  'claims-ask': () => renderClaimsPage({ ...context(), fields: {}, faults: [] }),
  'claims-faulty': () => renderClaimsPage({ ...context(), fields: FIELDS, faults: ['composite_percent'] }),
  'claims-true': () => claims(TRUE_CLAIM),
  'claims-mixed': () => claims(MIXED_CLAIM),
  'claims-unknown': () => claims(UNKNOWN_CLAIM),
  'rfp-ask': () => renderRfpPage({ ...context(), most: 1000, text: 'a\nb', fault: 'too_many' }),
  'rfp-answer': () => renderRfpResultPage({ ...context(), rows: RFP_ROWS }),
};

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  server = await servePages(new Map(Object.entries(PAGES).map(([name, render]) => [`/${name}`, render])));
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test.each(Object.keys(PAGES))(
  '%s has no violations, no complaints, no overflow',
  async (name) => {
    await visit(browser, `${server.origin}/${name}`, {}, async (page, complaints) => {
      await expectFit(page, name);
      await expectReflow(page);
      expect(complaints).toEqual([]);
    });
  },
  60_000,
);

test('without a script a claim is checked by a plain form, its parts in the address', async () => {
  await visit(browser, `${server.origin}/claims-ask`, { javaScriptEnabled: false }, async (page) => {
    await page.fill('input[name=domain]', 'acme.example');
    await page.selectOption('select[name=tier]', 'Obsidian Prime');
    await page.click('button[type=submit]');
    const { pathname, searchParams } = new URL(page.url());
    expect(pathname).toBe('/claims');
    expect([searchParams.get('domain'), searchParams.get('tier')]).toEqual(['acme.example', 'Obsidian Prime']);
  });
});

test('without a script organisations are chosen by check boxes', async () => {
  await visit(browser, `${server.origin}/compare-choose`, { javaScriptEnabled: false }, async (page) => {
    await page.locator('.found input[type=checkbox]').first().check();
    await page.click('.choose button[type=submit]');
    expect(new URL(page.url()).searchParams.getAll('ids')).toHaveLength(2);
  });
});

test('a comparison and a short table print on one page', async () => {
  for (const [name, landscape] of [
    ['compare-refused', false],
    ['rfp-answer', true],
  ] as const) {
    await visit(browser, `${server.origin}/${name}`, {}, async (page) => {
      const pdf = (await page.pdf({ format: 'A4', landscape })).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b/g), name).toHaveLength(1);
    });
  }
});

describe('whatever is typed or named', () => {
  test.each(naughtyStrings().slice(0, 60))('%j is shown as text', (text) => {
    const named = comparisonOf([{ ...LEDGER_PRIME, name: text }, NORDLICHT_SILVER], [text]);
    const rows = RFP_ROWS.map((row) => ({ ...row, vendor: text, name: text }));
    const fields = { ...FIELDS, domain: text };
    // No address decodes to half a character.
    const asked = /\p{Surrogate}/u.test(text) ? [] : [text];
    for (const html of [
      renderComparePage({ ...context(), choosing: { ...chosen(asked), q: text, at: '1' }, compared: named }),
      renderRfpResultPage({ ...context(), rows }),
      renderClaimsPage({ ...context(), fields, faults: [], checked: { ...UNKNOWN_CLAIM, domain: text } }),
    ]) {
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).not.toMatch(/<(img|iframe|object|embed|base|a href="javascript)/i);
    }
  });
});

describe('every language', () => {
  test.each(LANGUAGES)('%s has its own verdicts and controls', (lang) => {
    const english = renderComparePage({ ...context(), choosing: chosen(['a', 'b']), compared: UNEQUALS });
    const html = renderComparePage({ ...context(lang), choosing: chosen(['a', 'b']), compared: UNEQUALS });
    const heading = (page: string) => /<h1[^>]*>([^<]*)/.exec(page)?.[1];
    expect(heading(html) === heading(english)).toBe(lang === 'en');
    expect(html).toContain(`<html lang="${lang}"`);
  });
});
