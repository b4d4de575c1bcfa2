import { element, fragment, type Markup } from '../svg.ts';
import { SMALL, setText } from './badge-paint.ts';
import {
  freshnessPaint,
  mark,
  mirrors,
  type Picture,
  panel,
  remarkPaint,
  type Sketch,
  verdictPaint,
} from './badge-parts.ts';

const WIDTH = 340;
const HEIGHT = 150;
const HORIZON = 100;
const MIDDLE = 58;
const REACH = 38;
const TEXT = 118;
const ROOM = WIDTH - TEXT - 14;

/** The large badge: the mirror figure stands on the horizon, the facts lie below it. */
export function drawCard(sketch: Sketch): Picture {
  const { painter } = sketch;
  const horizon = element('path', { d: `M1 ${HORIZON}H${WIDTH - 1}`, ...painter.stroke('quiet') });
  const parts = [panel(sketch, WIDTH, HEIGHT), figure(sketch), ...verdict(sketch), horizon, ...facts(sketch)];
  return { width: WIDTH, height: HEIGHT, content: fragment(...parts, watermark(sketch)) };
}

/** The facets above the horizon and, faint and flat, their reflection; or the large shape of the state. */
function figure(sketch: Sketch): Markup {
  const facets = mirrors(sketch, MIDDLE, HORIZON - REACH - 6, REACH);
  if (facets === undefined) return mark(sketch, MIDDLE - 26, HORIZON - 72, 52);
  const flip = `translate(0 ${HORIZON * 1.42}) scale(1 -0.42)`;
  return fragment(facets, element('g', { transform: flip, opacity: 0.22 }, facets));
}

function verdict(sketch: Sketch): Markup[] {
  const { model, texts, painter } = sketch;
  const holder = setText(
    texts.holder,
    { x: TEXT, y: 30 },
    { size: 15, bold: true, maxWidth: ROOM - (model.test ? 44 : 0) },
    painter.fill('ink'),
  );
  if (model.tier === null) {
    const state = setText(
      texts.verdict,
      { x: TEXT, y: 64 },
      { size: 17, bold: true, maxWidth: ROOM },
      painter.fill(verdictPaint(model)),
    );
    const scheme = setText('Carbon Mirror', { x: TEXT, y: 86 }, { size: 12 }, painter.fill('quiet'));
    return [holder.drawing, state.drawing, scheme.drawing];
  }
  const tier = setText(model.tier, { x: TEXT + 23, y: 53 }, { size: 14 }, painter.fill('ink'));
  const composite = setText(model.compositePercent ?? '', { x: TEXT, y: 89 }, { size: 32 }, painter.fill('ink'));
  const unit = setText('%', { x: TEXT + composite.width + 3, y: 89 }, { size: 15 }, painter.fill('quiet'));
  const remark = setText(
    texts.remark ?? '',
    { x: WIDTH - 14, y: 53 },
    { size: 12, anchor: 'end' },
    painter.fill(remarkPaint(model)),
  );
  return [
    holder.drawing,
    mark(sketch, TEXT - 1, 40, 18),
    tier.drawing,
    composite.drawing,
    unit.drawing,
    ...(texts.remark === null ? [] : [remark.drawing]),
  ];
}

function facts({ model, texts, painter }: Sketch): Markup[] {
  const upper = texts.freshness === null ? model.methodology : `${texts.freshness} · ${model.methodology}`;
  const first = setText(upper, { x: TEXT, y: 120 }, { size: 11, maxWidth: ROOM }, painter.fill(freshnessPaint(model)));
  const second = setText(texts.asOf, { x: TEXT, y: 137 }, { size: SMALL, maxWidth: ROOM }, painter.fill('quiet'));
  return [first.drawing, second.drawing];
}

/** Across the picture and once solid in the corner, so that no crop keeps the verdict and loses the word. */
function watermark({ model, painter }: Sketch): Markup {
  if (!model.test) return fragment();
  const turned = { transform: `rotate(-18 ${WIDTH / 2} ${HEIGHT / 2})`, opacity: 0.13 };
  const place = { x: WIDTH / 2 + 20, y: HEIGHT / 2 + 28 };
  const large = setText('TEST', place, { size: 84, bold: true, anchor: 'middle' }, painter.fill('test'));
  const label = element('rect', { x: WIDTH - 50, y: 12, width: 38, height: 18, rx: 2, ...painter.fill('test') });
  const corner = { x: WIDTH - 31, y: 25 };
  const word = setText('TEST', corner, { size: SMALL, bold: true, anchor: 'middle' }, painter.fill('ground'));
  return fragment(element('g', turned, large.drawing), label, word.drawing);
}
