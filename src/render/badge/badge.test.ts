import { describe, expect, test } from 'vitest';
import { BADGE_ROWS, badgeOf } from '../../../test/pages/sample-pages.ts';
import { contrast } from '../../../test/support/contrast.ts';
import { LEDGER_PRIME, NORDLICHT_SILVER, POSITION } from '../../../test/support/view-fixtures.ts';
import { expectWellFormed } from '../../../test/support/xml.ts';
import { freshnessView } from '../../core/freshness.ts';
import type { ListingRow } from '../../core/views.ts';
import { renderBadgeJson, renderBadgeText } from './badge-json.ts';
import { badgeModel } from './badge-model.ts';
import { BADGE_PALETTE, BADGE_THEMES, type Paint } from './badge-paint.ts';
import { BADGE_STYLES, type BadgeOptions, renderBadgeSvg } from './badge-svg.ts';
import { BADGE_LANGUAGES, badgeTexts } from './badge-words.ts';

const EVERY_OPTION: readonly BadgeOptions[] = BADGE_STYLES.flatMap((style) =>
  BADGE_THEMES.flatMap((theme) => BADGE_LANGUAGES.map((lang) => ({ style, theme, lang }))),
);
const PLAIN = { style: 'flat', theme: 'light', lang: 'en' } as const;
const ROWS = Object.entries(BADGE_ROWS);

const titleOf = (svg: string): string => /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1] ?? '';
const visibleOf = (svg: string): string =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((one) => one[1]).join(' | ');

describe.each(ROWS)('badge of %s', (name, row) => {
  const stands = ['bronze', 'silver', 'obsidian', 'prime', 'stale', 'silent', 'watch'].includes(name);

  test.each(EVERY_OPTION)('$style, $theme, $lang is a well-formed, labelled picture', (options) => {
    const svg = renderBadgeSvg(badgeOf(row), options);
    expectWellFormed(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
    expect(svg).toContain('role="img" aria-labelledby="carbon-mirror-badge"');
    expect(svg).toContain(`data-seq="${POSITION.seq}"`);
    expect(titleOf(svg)).toContain('CMS-1.0.0');
    expect(titleOf(svg)).toContain('2026-08-25 14:05 UTC');
    expect(svg).not.toContain('data-test');
  });

  test.each(EVERY_OPTION)('$style, $theme, $lang keeps the watermark in a test registry', (options) => {
    const svg = renderBadgeSvg(badgeOf(row, 'demo'), options);
    expectWellFormed(svg);
    expect(visibleOf(svg)).toContain('TEST');
    expect(titleOf(svg)).toContain('TEST');
  });

  test('shows a tier and a figure only while the certificate stands', () => {
    for (const style of BADGE_STYLES) {
      const svg = renderBadgeSvg(badgeOf(row), { ...PLAIN, style });
      expect(/Bronze|Silver|Obsidian(?! Ledger)/.test(visibleOf(svg))).toBe(stands);
      expect(/[0-9]+\.[0-9] ?%|\b[0-9]{2}\.[0-9]\b/.test(visibleOf(svg).replaceAll('CMS-1.0.0', ''))).toBe(stands);
    }
  });

  test('all texts lie inside the picture', () => {
    for (const options of EVERY_OPTION) {
      const svg = renderBadgeSvg(badgeOf(row, 'demo'), options);
      const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
      for (const [, x, length] of svg.matchAll(/<text x="([\d.]+)"(?![^>]*text-anchor)[^>]*textLength="([\d.]+)"/g)) {
        expect(Number(x) + Number(length)).toBeLessThanOrEqual(width);
      }
    }
  });

  test('JSON is the closed shields schema and says the same', () => {
    const json = renderBadgeJson(badgeOf(row));
    expect(
      Object.keys(json).every((key) => ['schemaVersion', 'label', 'message', 'color', 'isError'].includes(key)),
    ).toBe(true);
    expect(json.schemaVersion).toBe(1);
    expect(json.color).toMatch(/^#[0-9a-f]{6}$/);
    expect(contrast(json.color, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(json.isError === true).toBe(['suspended', 'withdrawn', 'expired'].includes(name));
    expect(renderBadgeJson(badgeOf(row, 'demo')).label).toContain('TEST');
  });

  test('text is one line', () => {
    expect(renderBadgeText(badgeOf(row))).toMatch(/^Carbon Mirror: [^\n]+\n$/);
  });
});

describe('what a badge says', () => {
  test('holder, tier, composite, methodology, freshness and as of', () => {
    const svg = renderBadgeSvg(badgeOf(NORDLICHT_SILVER), PLAIN);
    expect(visibleOf(svg)).toBe(
      'Silver 71.3 % | Nordlicht Datensysteme | audited 2026-08-22 | CMS-1.0.0 · as of 2026-08-25 14:05 UTC',
    );
  });

  test.each([
    ['live', 'live · 5 min ago'],
    ['delayed', 'delayed · last data 5 h ago'],
    ['stale', 'stale · no data for 4 d'],
    ['silent', 'silent · no data for 9 d'],
  ] as const)('%s telemetry in words', (live, words) => {
    const row = { ...LEDGER_PRIME, live };
    for (const style of BADGE_STYLES) {
      expect(visibleOf(renderBadgeSvg(badgeOf(row), { ...PLAIN, style }))).toContain(words);
    }
    expect(renderBadgeJson(badgeOf(row)).message).toBe(`Obsidian Prime 92.4 % · ${words}`);
    expect(renderBadgeText(badgeOf(row))).toContain(words);
    for (const lang of BADGE_LANGUAGES) {
      expect(badgeTexts(badgeOf(row), lang).freshness).toMatch(/[459]/);
    }
  });

  test('fresh within the minute', () => {
    const freshness = freshnessView(new Date('2026-08-25T14:05:00Z'), new Date(POSITION.as_of));
    const model = badgeModel({
      row: LEDGER_PRIME,
      freshness,
      query: {},
      mode: 'production',
      asOf: POSITION.as_of,
      seq: 1,
    });
    expect(badgeTexts(model, 'en').freshness).toBe('live · < 1 min ago');
    expectWellFormed(renderBadgeSvg(model, PLAIN));
  });

  test('asked by domain it names the domain', () => {
    const model = badgeModel({
      row: NORDLICHT_SILVER,
      freshness: NORDLICHT_SILVER.freshness,
      query: { domain: 'nordlicht.example' },
      mode: 'production',
      asOf: POSITION.as_of,
      seq: 1,
    });
    expect(model.holder).toBe('nordlicht.example');
  });

  test('unknown is neutral: no error, no tier, the question as holder', () => {
    const svg = renderBadgeSvg(badgeOf(null), PLAIN);
    expect(visibleOf(svg)).toContain('not in this register');
    expect(visibleOf(svg)).toContain('globex.example');
    expect(renderBadgeJson(badgeOf(null)).isError).toBeUndefined();
  });

  test.each(BADGE_LANGUAGES)('asked by no possible name it says so in words: %s', (lang) => {
    const model = badgeModel({
      row: null,
      freshness: null,
      query: {},
      mode: 'production',
      asOf: POSITION.as_of,
      seq: 1,
    });
    expect(model).toMatchObject({ status: 'unknown', holder: null });
    const { holder } = badgeTexts(model, lang);
    expect(holder).not.toBe('');
    for (const style of BADGE_STYLES) {
      const svg = renderBadgeSvg(model, { ...PLAIN, style, lang });
      expectWellFormed(svg);
      expect(visibleOf(svg)).toContain(holder);
      expect(titleOf(svg)).toContain(holder);
    }
  });

  test('the theme that follows the reader has both', () => {
    const svg = renderBadgeSvg(badgeOf(NORDLICHT_SILVER), { ...PLAIN, theme: 'auto' });
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg).toContain(`fill="${BADGE_PALETTE.light.ground}"`);
  });

  test('a very long name is cut, and whole in the title', () => {
    const name = 'Ministerium für außerordentlich lange Namen '.repeat(3).trim();
    const row: ListingRow = { ...NORDLICHT_SILVER, name };
    for (const style of BADGE_STYLES) {
      const svg = renderBadgeSvg(badgeOf(row), { ...PLAIN, style });
      expect(visibleOf(svg)).toContain('…');
      expect(titleOf(svg)).toContain(name);
      expect(Number(/width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(640);
    }
  });
});

const TEXT_PAINTS: readonly Paint[] = ['ink', 'quiet', 'warn', 'stop', 'bronze', 'silver', 'obsidian', 'test'];

test.each(TEXT_PAINTS)('%s keeps 4.5:1 on the ground of both themes', (paint) => {
  for (const theme of ['light', 'dark'] as const) {
    expect(contrast(BADGE_PALETTE[theme][paint], BADGE_PALETTE[theme].ground)).toBeGreaterThanOrEqual(4.5);
  }
});
