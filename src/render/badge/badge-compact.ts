import { element, fragment } from '../svg.ts';
import { type SetText, SMALL, setText } from './badge-paint.ts';
import {
  freshnessPaint,
  mark,
  type Picture,
  panel,
  remarkPaint,
  type Sketch,
  testSegment,
  testWidth,
  verdictPaint,
} from './badge-parts.ts';

const HEIGHT = 20;
const BASELINE = 14;
const GAP = 7;
const HOLDER = 130;

/** One line, 20 pixels high: shape, verdict, holder, freshness, methodology and day. */
export function drawCompact(sketch: Sketch): Picture {
  const { model, texts, painter } = sketch;
  const shape = mark(sketch, 5, 3.5, 13);
  const verdict = setText(
    texts.verdict,
    { x: 22, y: BASELINE },
    { size: 11, bold: true },
    painter.fill(verdictPaint(model)),
  );
  let x = 22 + verdict.width;
  const remark =
    texts.remark === null
      ? undefined
      : setText(texts.remark, { x: x + GAP, y: BASELINE }, { size: 11 }, painter.fill(remarkPaint(model)));
  if (remark !== undefined) x += GAP + remark.width;
  const rule = element('path', { d: `M${x + GAP} 5V15`, ...painter.stroke('edge') });
  x += 2 * GAP;
  const holder = setText(texts.holder, { x, y: BASELINE }, { size: 11, maxWidth: HOLDER }, painter.fill('ink'));
  x += holder.width + GAP;
  const freshness = freshnessText(sketch, x);
  if (freshness !== undefined) x += freshness.width + GAP;
  const day = setText(
    `${model.methodology} · ${texts.asOfDay}`,
    { x, y: BASELINE },
    { size: SMALL },
    painter.fill('quiet'),
  );
  const width = x + day.width + GAP + testWidth(model);
  const optional = [remark, freshness].flatMap((text) => (text === undefined ? [] : [text.drawing]));
  const words = [shape, verdict.drawing, rule, holder.drawing, ...optional];
  const content = fragment(panel(sketch, width, HEIGHT), ...words, day.drawing, testSegment(sketch, width, HEIGHT));
  return { width, height: HEIGHT, content };
}

function freshnessText({ model, texts, painter }: Sketch, x: number): SetText | undefined {
  if (texts.freshness === null) return undefined;
  return setText(texts.freshness, { x, y: BASELINE }, { size: 11 }, painter.fill(freshnessPaint(model)));
}
