import { element, fragment, type Markup } from '../svg.ts';
import { type SetText, SMALL, setText } from './badge-paint.ts';
import {
  freshnessPaint,
  mark,
  mirrors,
  type Picture,
  panel,
  remarkPaint,
  type Sketch,
  testSegment,
  testWidth,
  verdictPaint,
} from './badge-parts.ts';

const HEIGHT = 40;
const UPPER = 17;
const LOWER = 31;
const TEXT = 44;

/** Two lines, 40 pixels high: verdict over holder, freshness over methodology and date. */
export function drawFlat(sketch: Sketch): Picture {
  const left = verdictAndHolder(sketch);
  const divider = left.end + 10;
  const right = freshnessAndDate(sketch, divider + 10);
  const width = right.end + 9 + testWidth(sketch.model);
  const rule = element('path', { d: `M${divider} 8V32`, ...sketch.painter.stroke('edge') });
  const figure = mirrors(sketch, 22, 20, 15) ?? mark(sketch, 11, 9, 22);
  const parts = [figure, left.drawing, rule, right.drawing, testSegment(sketch, width, HEIGHT)];
  return { width, height: HEIGHT, content: fragment(panel(sketch, width, HEIGHT), ...parts) };
}

interface Column {
  readonly drawing: Markup;
  /** Where the column ends. */
  readonly end: number;
}

function column(x: number, upper: SetText, lower: SetText): Column {
  return { drawing: fragment(upper.drawing, lower.drawing), end: x + Math.max(upper.width, lower.width) };
}

function verdictAndHolder(sketch: Sketch): Column {
  const { model, texts, painter } = sketch;
  const tier = model.tier !== null;
  const indent = tier ? 17 : 0;
  const paint = painter.fill(verdictPaint(model));
  const verdict = setText(texts.verdict, { x: TEXT + indent, y: UPPER }, { size: 13, bold: true }, paint);
  const holder = setText(texts.holder, { x: TEXT, y: LOWER }, { size: 11, maxWidth: 210 }, painter.fill('ink'));
  const shape = tier ? mark(sketch, TEXT - 1, UPPER - 11.5, 14) : fragment();
  const upper = { drawing: fragment(shape, verdict.drawing), width: verdict.width + indent };
  return column(TEXT, upper, holder);
}

function freshnessAndDate(sketch: Sketch, x: number): Column {
  const { model, texts, painter } = sketch;
  const fresh = [texts.remark, texts.freshness].filter((part) => part !== null).join(' · ');
  const first = fresh === '' ? 'Carbon Mirror' : fresh;
  const paint = painter.fill(texts.remark === null ? freshnessPaint(model) : remarkPaint(model));
  const upper = setText(first, { x, y: UPPER }, { size: 11 }, paint);
  const date = `${model.methodology} · ${texts.asOf}`;
  return column(x, upper, setText(date, { x, y: LOWER }, { size: SMALL }, painter.fill('quiet')));
}
