import { facetsAt } from '../mirror-figure.ts';
import { element, fragment, type Markup } from '../svg.ts';
import { type PlainState, stateShape, tierShape } from '../tier-mark.ts';
import { type BadgeModel, type BadgeStatus, stands } from './badge-model.ts';
import { type Paint, type Painter, SMALL, setText, tierPaint } from './badge-paint.ts';
import type { BadgeTexts } from './badge-words.ts';

/** What every style is drawn from. */
export interface Sketch {
  readonly model: BadgeModel;
  readonly texts: BadgeTexts;
  readonly painter: Painter;
}

/** A style's drawing and its size in pixels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly content: Markup;
}

const STATUS_PAINTS: Readonly<Record<BadgeStatus, Paint>> = {
  active: 'ink',
  watch: 'warn',
  suspended: 'stop',
  withdrawn: 'stop',
  expired: 'stop',
  superseded: 'quiet',
  declared: 'quiet',
  unknown: 'quiet',
  unreadable: 'quiet',
};

/** The paint of the verdict: ink while the certificate stands, otherwise the state's own. */
export const verdictPaint = (model: BadgeModel): Paint => (stands(model.status) ? 'ink' : STATUS_PAINTS[model.status]);

/** Telemetry that has stopped coming is a warning, beside its word. */
export function freshnessPaint({ freshness }: BadgeModel): Paint {
  return freshness?.kind === 'stale' || freshness?.kind === 'silent' ? 'warn' : 'ink';
}

export const remarkPaint = (model: BadgeModel): Paint => STATUS_PAINTS[model.status];

/** The tier's shape, or the state's where no tier stands. */
export function mark({ model, painter }: Sketch, x: number, y: number, size: number): Markup {
  const shape = model.tier === null ? stateShape(plainState(model.status)) : tierShape(model.tier);
  const paint = model.tier === null ? STATUS_PAINTS[model.status] : tierPaint(model.tier);
  const place = { transform: `translate(${x} ${y}) scale(${size / 20})` };
  return element('g', { ...place, ...painter.color(paint) }, shape);
}

const plainState = (status: BadgeStatus): PlainState =>
  status === 'active' || status === 'unreadable' ? 'unknown' : status;

/** The mirror figure of a standing certificate; undefined otherwise. */
export function mirrors({ model, painter }: Sketch, x: number, y: number, reach: number): Markup | undefined {
  if (model.mirrors === null) return undefined;
  const paint = model.tier === null ? 'ink' : tierPaint(model.tier);
  return element('g', painter.color(paint), facetsAt(model.mirrors, [x, y], reach));
}

/** Ground and edge of the whole badge. */
export const panel = ({ painter }: Sketch, width: number, height: number): Markup =>
  element('rect', {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    rx: 2.5,
    ...painter.fill('ground'),
    ...painter.stroke('edge'),
    // One class attribute for both paints of an automatic theme.
    class: 'class' in painter.fill('ground') ? 'f-ground s-edge' : undefined,
  });

/** Width of the TEST segment; 0 in production. */
export const testWidth = (model: BadgeModel): number => (model.test ? 40 : 0);

/** The watermark of a test registry: a filled segment with the word. No option removes it. */
export function testSegment({ model, painter }: Sketch, right: number, height: number): Markup {
  if (!model.test) return fragment();
  const width = testWidth(model);
  const middle = { x: right - width / 2, y: height / 2 + SMALL * 0.36 };
  const word = setText('TEST', middle, { size: SMALL, bold: true, anchor: 'middle' }, painter.fill('ground'));
  const d = `M${right - width} 1H${right - 3}Q${right - 1} 1 ${right - 1} 3V${height - 3}Q${right - 1} ${height - 1} ${right - 3} ${height - 1}H${right - width}Z`;
  return fragment(element('path', { d, ...painter.fill('test') }), word.drawing);
}
