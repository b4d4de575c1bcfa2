import type { Translated } from '../lang.ts';
import { facetsAt } from '../mirror-figure.ts';
import { element, fragment, type Markup } from '../svg.ts';
import type { BadgeModel } from './badge-model.ts';
import { BADGE_FONT, painterFor, setText, type TextStyle } from './badge-paint.ts';
import { freshnessPaint, mark, remarkPaint, type Sketch, verdictPaint } from './badge-parts.ts';
import { type BadgeLanguage, badgeTexts } from './badge-words.ts';
import { cutToFit, textWidth } from './text-width.ts';

/** The picture that a link to an organisation shows elsewhere: 1200 x 630, always dark, with the words of its badge. */
export const SHARE_CARD = { width: 1200, height: 630 } as const;

const { width: WIDTH, height: HEIGHT } = SHARE_CARD;
const HORIZON = 420;
const MIDDLE = 256;
const REACH = 172;
const TEXT = 492;
const MARGIN = 64;
const ROOM = WIDTH - TEXT - MARGIN;
/** Depth of a reflection, as part of what is reflected. */
const DEPTH = 0.42;
/** Sizes a name is tried in; where the last is too large for it, it is cut. */
const NAME_SIZES = [60, 50, 42, 36] as const;
const TITLE_ID = 'carbon-mirror-card';

/** The card of an organisation as an SVG document: the words of its badge, drawn large. */
export function renderShareCard(model: BadgeModel, lang: BadgeLanguage): string {
  const sketch: Sketch = { model, texts: badgeTexts(model, lang), painter: painterFor('dark') };
  const scheme = write(REGISTRY, 92, { size: 28 }, sketch.painter.fill('quiet'));
  const parts = [scheme, figure(sketch), name(sketch), ...verdict(sketch), ...facts(sketch)];
  return frame(sketch, sketch.texts.sentence, parts, lang);
}

const REGISTRY = 'Carbon Mirror Registry';
const REGISTRY_LINES: Translated<readonly [string, string]> = {
  en: ['Who is certified today,', 'and what it rests on.'],
  de: ['Wer heute zertifiziert ist,', 'und worauf das beruht.'],
  fr: ['Qui est certifié aujourd’hui,', 'et sur quoi cela repose.'],
  es: ['Quién está certificado hoy', 'y en qué se basa.'],
  ja: ['いま認証されているのは誰か、', 'その根拠は何か。'],
};

/** The card of the registry itself: no holder, no verdict. */
export function renderRegistryCard(model: BadgeModel, lang: BadgeLanguage): string {
  const sketch: Sketch = { model, texts: badgeTexts(model, lang), painter: painterFor('dark') };
  const { painter } = sketch;
  const [upper, lower] = REGISTRY_LINES[lang];
  const equal = { efficiency: '100', timing: '100', data_diet: '100', circularity: '100' };
  const facets = element('g', painter.color('obsidian'), facetsAt(equal, [MIDDLE, HORIZON - REACH - 14], REACH));
  const line = (text: string, y: number): Markup => write(text, y, { size: 36, maxWidth: ROOM }, painter.fill('ink'));
  const parts = [
    mirrored(facets),
    write(REGISTRY, 232, { size: fitting(REGISTRY), bold: true, maxWidth: ROOM }, painter.fill('ink')),
    line(upper, 306),
    line(lower, 356),
    write(sketch.texts.asOf, 500, { size: 30, maxWidth: ROOM }, painter.fill('quiet')),
  ];
  return frame(sketch, `${REGISTRY}: ${upper} ${lower} ${sketch.texts.asOf}`, parts, lang);
}

function frame(sketch: Sketch, title: string, parts: readonly Markup[], lang: BadgeLanguage): string {
  const { model, painter } = sketch;
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: WIDTH,
    height: HEIGHT,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-labelledby': TITLE_ID,
    lang,
    'font-family': BADGE_FONT,
    'data-seq': model.seq ?? undefined,
    'data-state': model.status,
    'data-test': model.test ? 'true' : undefined,
  };
  const ground = element('rect', { width: WIDTH, height: HEIGHT, ...painter.fill('ground') });
  const horizon = element('path', { d: `M0 ${HORIZON}H${WIDTH}`, 'stroke-width': 2, ...painter.stroke('quiet') });
  const svg = element(
    'svg',
    root,
    element('title', { id: TITLE_ID }, title),
    ground,
    watermark(sketch),
    ...parts,
    horizon,
  );
  return `${svg.markup}\n`;
}

const write = (text: string, y: number, style: TextStyle, paint: Readonly<Record<string, string>>): Markup =>
  setText(text, { x: TEXT, y }, style, paint).drawing;

/** What stands on the horizon, and its faint reflection below. */
function mirrored(standing: Markup): Markup {
  const flip = `translate(0 ${HORIZON * (1 + DEPTH)}) scale(1 -${DEPTH})`;
  return fragment(standing, element('g', { transform: flip, opacity: 0.25 }, standing));
}

function figure(sketch: Sketch): Markup {
  const { model, painter } = sketch;
  if (model.mirrors === null) return mark(sketch, MIDDLE - 110, HORIZON - 290, 220);
  const paint = painter.color(model.tier === 'Bronze' ? 'bronze' : model.tier === 'Silver' ? 'silver' : 'obsidian');
  return mirrored(element('g', paint, facetsAt(model.mirrors, [MIDDLE, HORIZON - REACH - 14], REACH)));
}

/** The largest size in which a name is not cut. */
const fitting = (text: string): number =>
  NAME_SIZES.find((size) => textWidth(text, size, true) <= ROOM) ?? NAME_SIZES[NAME_SIZES.length - 1] ?? 36;

/** One line, or two where one is too short: a name is cut only when two lines do not hold it. */
function name({ texts, painter }: Sketch): Markup {
  const size = fitting(texts.holder);
  const style = { size, bold: true, maxWidth: ROOM };
  const [first, rest] = cutToFit(texts.holder, ROOM, size, true);
  if (rest === '') return write(first, 172, style, painter.fill('ink'));
  return fragment(write(first, 148, style, painter.fill('ink')), write(rest, 194, style, painter.fill('ink')));
}

function verdict(sketch: Sketch): Markup[] {
  const { model, texts, painter } = sketch;
  if (model.tier === null) {
    return [write(texts.verdict, 292, { size: 52, bold: true, maxWidth: ROOM }, painter.fill(verdictPaint(model)))];
  }
  const tier = setText(model.tier, { x: TEXT + 56, y: 250 }, { size: 38 }, painter.fill('ink'));
  const composite = setText(model.compositePercent ?? '', { x: TEXT, y: 380 }, { size: 112 }, painter.fill('ink'));
  const unit = setText('%', { x: TEXT + composite.width + 12, y: 380 }, { size: 48 }, painter.fill('quiet'));
  const place = { x: WIDTH - MARGIN, y: 250 };
  const remark = setText(texts.remark ?? '', place, { size: 32, anchor: 'end' }, painter.fill(remarkPaint(model)));
  const watched = texts.remark === null ? [] : [remark.drawing];
  return [mark(sketch, TEXT - 2, 216, 44), tier.drawing, composite.drawing, unit.drawing, ...watched];
}

function facts({ model, texts, painter }: Sketch): Markup[] {
  const upper = texts.freshness ?? model.methodology;
  const lower = texts.freshness === null ? texts.asOf : `${model.methodology} · ${texts.asOf}`;
  return [
    write(upper, 496, { size: 38, maxWidth: ROOM }, painter.fill(freshnessPaint(model))),
    write(lower, 552, { size: 28, maxWidth: ROOM }, painter.fill('quiet')),
  ];
}

/** Across the card, behind its words, and once solid in the corner, as on a badge. */
function watermark({ model, painter }: Sketch): Markup {
  if (!model.test) return fragment();
  const turned = { transform: `rotate(-18 ${WIDTH / 2} ${HEIGHT / 2})`, opacity: 0.16 };
  const place = { x: WIDTH / 2 + 60, y: HEIGHT / 2 + 120 };
  const large = setText('TEST', place, { size: 340, bold: true, anchor: 'middle' }, painter.fill('test'));
  const label = element('rect', {
    x: WIDTH - MARGIN - 128,
    y: 52,
    width: 128,
    height: 58,
    rx: 6,
    ...painter.fill('test'),
  });
  const corner = { x: WIDTH - MARGIN - 64, y: 93 };
  const word = setText('TEST', corner, { size: 34, bold: true, anchor: 'middle' }, painter.fill('ground'));
  return fragment(element('g', turned, large.drawing), label, word.drawing);
}
