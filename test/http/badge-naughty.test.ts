import { DOMParser } from '@xmldom/xmldom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Covers } from '../../src/http/pictures/glyphs.ts';
import { openRaster } from '../../src/http/raster.ts';
import type { BadgeModel } from '../../src/render/badge/badge-model.ts';
import { settableBadge } from '../../src/render/badge/badge-settable.ts';
import { BADGE_STYLES, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { BADGE_LANGUAGES } from '../../src/render/badge/badge-words.ts';
import { renderRegistryCard, renderShareCard } from '../../src/render/badge/share-card.ts';
import { casesOf, entries } from '../e2e/catalogue.ts';
import { BADGE_ROWS, badgeOf } from '../pages/sample-pages.ts';
import { naughtyStrings } from '../support/naughty-strings.ts';
import { BLUEGLADE_BRONZE } from '../support/view-fixtures.ts';

/** No name in the register is longer. */
const MAX_NAME = 500;
/** Classes of the catalogue that put texts where names and domains stand. */
const TEXTS = ['unicode', 'control', 'markup', 'inject', 'ssrf'];
let covers: Covers;
/** Naughty strings, and the texts of the catalogue of bad inputs. */
const names = new Set(naughtyStrings());
beforeAll(async () => {
  covers = await openRaster().covers;
  for (const entry of entries.filter(({ class: kind }) => TEXTS.includes(kind))) {
    const made: readonly unknown[] = await casesOf(entry).catch(() => []);
    for (const one of made) if (typeof one === 'string' && one.length < MAX_NAME) names.add(one);
  }
});

const onError = (level: string, message: string): never => {
  throw new Error(`${level}: ${message}`);
};
const parse = (svg: string) => {
  const root = new DOMParser({ onError }).parseFromString(svg, 'image/svg+xml').documentElement;
  if (root === null) throw new Error('no root');
  return root;
};
const TAGS = new Set(['svg', 'title', 'style', 'g', 'rect', 'path', 'circle', 'line', 'polygon', 'text']);

/** Every drawing of a badge. */
const drawingsOf = (model: BadgeModel, theme: 'light' | 'auto', lang: 'en' | 'de' | 'fr' | 'es' | 'ja'): string[] => [
  ...BADGE_STYLES.map((style) => renderBadgeSvg(model, { style, theme, lang })),
  renderShareCard(model, lang),
];

test('whatever a name contains, a badge is XML of shapes and words', () => {
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) {
    for (const svg of drawingsOf(badgeOf({ ...BLUEGLADE_BRONZE, name }, 'demo'), 'auto', 'en')) {
      const tags = [...parse(svg).getElementsByTagName('*')].map(({ nodeName }) => nodeName);
      expect(tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
      expect(svg).toContain('TEST');
    }
  }
});

test('whatever a name contains, every character of a picture in pixels is in its fonts', () => {
  for (const name of names) {
    const { model, lang } = settableBadge(badgeOf({ ...BLUEGLADE_BRONZE, name }), 'fr', covers);
    expect(lang).toBe('fr');
    for (const svg of drawingsOf(model, 'light', lang)) expectSettable(svg);
  }
});

describe.each(BADGE_LANGUAGES)('in %s', (lang) => {
  test.each(Object.keys(BADGE_ROWS))('every character of %s is in the fonts of its picture', (state) => {
    const shown = settableBadge(badgeOf(BADGE_ROWS[state] ?? null, 'demo'), lang, covers);
    expect(shown.lang).toBe(lang === 'ja' ? 'en' : lang);
    for (const svg of [...drawingsOf(shown.model, 'light', shown.lang), renderRegistryCard(shown.model, shown.lang)])
      expectSettable(svg);
  });
});

function expectSettable(svg: string): void {
  for (const text of [...parse(svg).getElementsByTagName('text')]) {
    const { textContent } = text;
    expect(covers(textContent ?? ''), textContent ?? '').toBe(true);
  }
}
