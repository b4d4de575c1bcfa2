import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { describe, expect, test } from 'vitest';
import { type BadgeModel, unreadableBadge } from '../../src/render/badge/badge-model.ts';
import { BADGE_PALETTE, BADGE_THEMES } from '../../src/render/badge/badge-paint.ts';
import { BADGE_STYLES, type BadgeOptions, renderBadgeSvg } from '../../src/render/badge/badge-svg.ts';
import { BADGE_LANGUAGES, badgeTexts } from '../../src/render/badge/badge-words.ts';
import { renderRegistryCard, renderShareCard } from '../../src/render/badge/share-card.ts';
import { BADGE_ROWS, badgeOf } from '../pages/sample-pages.ts';
import { contrast } from '../support/contrast.ts';

/*
 * What badges look like, kept in test/vectors/badges: whole pictures where a reviewer looks, digests of the rest. After a
 * change that is meant, UPDATE_GOLDEN=1 writes them anew.
 */

const FOLDER = new URL('../vectors/badges/', import.meta.url);
const UPDATES = process.env['UPDATE_GOLDEN'] === '1';

const MODELS: ReadonlyMap<string, BadgeModel> = new Map([
  ...Object.entries(BADGE_ROWS).map(([name, row]): [string, BadgeModel] => [name, badgeOf(row)]),
  ['unreadable', unreadableBadge({ query: { domain: 'globex.example' }, mode: 'production' })],
  ['test', badgeOf(BADGE_ROWS['silver'] ?? null, 'demo')],
]);
const OPTIONS: readonly BadgeOptions[] = BADGE_STYLES.flatMap((style) =>
  BADGE_THEMES.flatMap((theme) => BADGE_LANGUAGES.map((lang) => ({ style, theme, lang }))),
);
/** Every picture by its name. */
const PICTURES: ReadonlyMap<string, string> = new Map([
  ...[...MODELS].flatMap(([state, model]) =>
    OPTIONS.map((options): [string, string] => [nameOf(state, options), renderBadgeSvg(model, options)]),
  ),
  ...[...MODELS].map(([state, model]): [string, string] => [`share-${state}`, renderShareCard(model, 'en')]),
  ...BADGE_LANGUAGES.map((lang): [string, string] => [`registry-${lang}`, renderRegistryCard(badgeOf(null), lang)]),
]);

function nameOf(state: string, { style, theme, lang }: BadgeOptions): string {
  return `${state}-${style}-${theme}-${lang}`;
}

const digest = (svg: string): string => createHash('sha256').update(svg).digest('base64url').slice(0, 16);

function parse(svg: string): Element {
  const onError = (level: string, message: string): never => {
    throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(svg, 'image/svg+xml').documentElement;
  if (root === null) throw new Error('no root');
  return root;
}

const all = (root: Element, name: string): Element[] => [...root.getElementsByTagName(name)];

describe('kept pictures', () => {
  const digests = Object.fromEntries([...PICTURES].map(([name, svg]) => [name, digest(svg)]));
  const whole = [...MODELS.keys()].flatMap((state) => BADGE_STYLES.map((style) => `${state}-${style}-light-en`));

  test('every digest', () => {
    const file = new URL('digests.json', FOLDER);
    if (UPDATES) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, `${JSON.stringify(digests, null, 1)}\n`);
    }
    expect(digests).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  test.each(whole)('%s', (name) => {
    const file = new URL(`${name}.svg`, FOLDER);
    if (UPDATES) writeFileSync(file, PICTURES.get(name) ?? '');
    expect(PICTURES.get(name)).toBe(readFileSync(file, 'utf8'));
  });
});

describe('every picture', () => {
  test('is XML with a title that labels it, draws nothing but shapes and words, and loads nothing', () => {
    for (const [name, svg] of PICTURES) {
      const root = parse(svg);
      const [title, ...more] = all(root, 'title');
      expect(more, name).toEqual([]);
      expect(root.getAttribute('role'), name).toBe('img');
      expect(root.getAttribute('aria-labelledby'), name).toBe(title?.getAttribute('id'));
      expect(title?.textContent, name).toContain('Carbon Mirror');
      const tags = new Set(all(root, '*').map(({ nodeName }) => nodeName));
      for (const tag of tags) expect(ALLOWED, `${name} ${tag}`).toContain(tag);
      expect(svg, name).not.toMatch(/href|url\(|javascript|\son[a-z]+=/);
    }
  });

  test('has every word within its edges, no smaller than 10 pixels, in a paint that can be read', () => {
    for (const [name, svg] of PICTURES) {
      const root = parse(svg);
      for (const text of all(root, 'text')) {
        if (isBehind(text)) continue;
        const [from, to] = spanOf(text);
        expect(from, `${name} ${text.textContent}`).toBeGreaterThanOrEqual(0);
        expect(to, `${name} ${text.textContent}`).toBeLessThanOrEqual(Number(root.getAttribute('width')));
        expect(Number(text.getAttribute('font-size')), name).toBeGreaterThanOrEqual(10);
        expect(contrastOf(text, name), `${name} ${text.textContent}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('has words that do not lie on each other', () => {
    for (const [name, svg] of PICTURES) {
      const texts = all(parse(svg), 'text').filter((text) => !isBehind(text));
      for (const line of new Set(texts.map((text) => text.getAttribute('y')))) {
        const onLine = texts.filter((text) => text.getAttribute('y') === line);
        const spans = onLine.map(spanOf).sort(([a], [b]) => a - b);
        for (const [at, [from]] of spans.slice(1).entries())
          expect(from, name).toBeGreaterThanOrEqual(spans[at]?.[1] ?? 0);
      }
    }
  });
});

const ALLOWED = ['svg', 'title', 'style', 'g', 'rect', 'path', 'circle', 'line', 'polygon', 'text'];

/** The large watermark lies behind the words. */
const isBehind = (text: Element): boolean => (text.parentNode?.nodeName === 'g' ? text.textContent === 'TEST' : false);

/** From where to where a text reaches, by the width it is pinned to. */
function spanOf(text: Element): readonly [from: number, to: number] {
  const [x, width] = [Number(text.getAttribute('x')), Number(text.getAttribute('textLength'))];
  const anchor = text.getAttribute('text-anchor');
  const from = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  return [from, from + width];
}

/** Against the ground, or the filled label it stands on; of an automatic picture in its worse theme. */
function contrastOf(text: Element, name: string): number {
  const paint = text.getAttribute('class')?.replace('f-', '');
  const themes = /-(light|dark)-/.exec(name)?.slice(1) ?? (name.includes('-auto-') ? ['light', 'dark'] : ['dark']);
  const ratios = themes.map((theme) => {
    const { ground, test: label, ...palette } = BADGE_PALETTE[theme === 'dark' ? 'dark' : 'light'];
    const colours: Readonly<Record<string, string>> = { ...palette, ground, test: label };
    const fill = paint === undefined ? (text.getAttribute('fill') ?? '') : (colours[paint] ?? '');
    return contrast(fill, fill === ground ? label : ground);
  });
  return Math.min(...ratios);
}

test('a text is pinned to a width close to the one it has in the fonts of pictures', () => {
  const [files, measured] = [fontFiles(), new Map<string, number>()];
  for (const [name, svg] of PICTURES) {
    if (/-(dark|auto)-|-ja$|^registry-ja/.test(name)) continue;
    for (const text of all(parse(svg), 'text')) {
      const pinned = Number(text.getAttribute('textLength'));
      // The ink of few letters is much narrower than their advance.
      if ((text.textContent ?? '').length < 8) continue;
      text.removeAttribute('textLength');
      for (const attribute of ['x', 'y', 'text-anchor', 'class', 'fill']) text.removeAttribute(attribute);
      const alone = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="400" font-family="DejaVu Sans">${text}</svg>`;
      const natural =
        measured.get(alone) ??
        new Resvg(alone, { font: { loadSystemFonts: false, fontFiles: files } }).getBBox()?.width ??
        0;
      measured.set(alone, natural);
      expect(pinned / natural, `${text.textContent}`).toBeGreaterThan(0.85);
      expect(pinned / natural, `${text.textContent}`).toBeLessThan(1.2);
    }
  }
  expect(measured.size).toBeGreaterThan(50);
});

const fontFiles = (): string[] =>
  ['DejaVuSansCondensed', 'DejaVuSansCondensed-Bold'].map((name) =>
    fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)),
  );

test.each(BADGE_LANGUAGES)('every state has its own word: %s', (lang) => {
  const verdicts = ['suspended', 'superseded', 'withdrawn', 'expired', 'declared', 'unknown', 'unreadable'].map(
    (state) => {
      const model = MODELS.get(state);
      return model === undefined ? '' : badgeTexts(model, lang).verdict;
    },
  );
  expect(new Set(verdicts).size).toBe(verdicts.length);
});
