import { CMS_1, type MirrorId, TIER_NAMES } from '../core/methodology/cms-1.ts';
import { formatPercent } from '../core/rational.ts';
import type { MirrorName } from '../core/views.ts';
import { element, fragment, type Markup, type Point, points } from './svg.ts';
import { MIRROR_WORDS } from './words.ts';

/** Four shares in per cent as published, e.g. `"57.2"`. */
export type MirrorShares = Readonly<Record<MirrorName, string>>;

export interface MirrorFigureInput {
  readonly mirrors: MirrorShares;
  /** What telemetry shows now; null or absent draws an empty reflection. */
  readonly live?: MirrorShares | null;
  /** Width in pixels, from 16. Labels, floors and the reflection are drawn from 200 on. */
  readonly size: number;
  /** Names whose figure it is; the numbers are added to it. */
  readonly title: string;
  /** Names of the mirrors in the language of the page; English without. */
  readonly names?: MirrorShares;
}

/** Where each mirror lies around the centre, and how its facet catches the light. */
const FACETS: Readonly<Record<MirrorId, { readonly x: -1 | 1; readonly y: -1 | 1; readonly light: number }>> = {
  efficiency: { x: -1, y: -1, light: 0.95 },
  timing: { x: 1, y: -1, light: 0.6 },
  data_diet: { x: 1, y: 1, light: 0.42 },
  circularity: { x: -1, y: 1, light: 0.74 },
};
const ORDER: readonly MirrorId[] = ['efficiency', 'timing', 'data_diet', 'circularity'];

/** Smallest width at which labels can be read. */
const LABELLED = 200;
const WIDTH = 320;
const RADIUS = 112;
const TOP = 22;
const EMPTY_HEIGHT = 72;
const NO_TELEMETRY = 'no live telemetry';
/** Height of each half of the labelled figure; the horizon lies between them. */
const HALF = TOP + 2 * RADIUS;

/** The mirror figure as an SVG element for HTML or a file. Colours come from `currentColor`. */
export function renderMirrorFigure(input: MirrorFigureInput): string {
  return mirrorFigure(input).markup;
}

/** As `renderMirrorFigure`, to be set into another drawing. */
export function mirrorFigure(input: MirrorFigureInput): Markup {
  const label = figureText(input);
  if (input.size < LABELLED) return mirrorGlyph(input.mirrors, input.size, label);
  const { names = MIRROR_WORDS } = input;
  const lower = element('g', { transform: `translate(0 ${HALF})` }, reflectionOf(input.live ?? null, names));
  const horizon = element('line', { x1: 0, y1: HALF, x2: WIDTH, y2: HALF, stroke: 'currentColor', 'stroke-width': 1 });
  const height = HALF + lowerHeight(input.live ?? null);
  return frame(input.size, height, label, fragment(auditedOf(input.mirrors, names), lower, horizon));
}

/** The part above the horizon alone: what the audit showed. */
export const auditedFigure = (input: MirrorFigureInput): Markup =>
  frame(input.size, HALF, figureText({ ...input, live: null }), auditedOf(input.mirrors, input.names));

/** What is said of the part below the horizon. */
interface ReflectionWords {
  /** Why it shows nothing. */
  readonly absence: string;
  readonly title: string;
  readonly names: MirrorShares;
}

/** The part below the horizon alone: what telemetry shows, or why it shows nothing. */
export function reflectionFigure(live: MirrorShares | null, size: number, words: ReflectionWords): Markup {
  const { absence, title, names } = words;
  const text = `${title}: ${live === null ? absence : sharesText(live, names)}`;
  return frame(size, lowerHeight(live), text, reflectionOf(live, names, absence));
}

/** All numbers of the figure in words. */
export function figureText(input: MirrorFigureInput): string {
  const { names } = input;
  const live = input.live === undefined || input.live === null ? '' : `. Live: ${sharesText(input.live, names)}`;
  return `${input.title}: ${sharesText(input.mirrors, names)}${live}`;
}

const sharesText = (shares: MirrorShares, names: MirrorShares = MIRROR_WORDS): string =>
  ORDER.map((id) => `${names[id]} ${shares[id]} %`).join(', ');

/** The facets alone in a 100 x 100 box, down to 16 pixels; the outline gets heavier as the picture gets smaller. */
function mirrorGlyph(mirrors: MirrorShares, size: number, label: string): Markup {
  const outline = Math.max(1.5, 120 / size);
  const reach = 50 - outline;
  return element(
    'svg',
    { width: size, height: size, viewBox: '0 0 100 100', role: 'img', 'aria-label': label },
    facets(mirrors, [50, 50], reach),
    diamond([50, 50], reach, { 'stroke-opacity': 0.5, 'stroke-width': outline }),
  );
}

/** The glyph's facets without a frame, for badges: centre and reach in the coordinates of the caller. */
export const facetsAt = (mirrors: MirrorShares, centre: Point, reach: number): Markup =>
  fragment(facets(mirrors, centre, reach), diamond(centre, reach, { 'stroke-opacity': 0.5, 'stroke-width': 1 }));

const frame = (size: number, height: number, label: string, content: Markup): Markup =>
  element(
    'svg',
    {
      width: size,
      height: Math.round((size * height) / WIDTH),
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'aria-label': label,
      class: 'mirror-figure',
    },
    content,
  );

function facets(mirrors: MirrorShares, centre: Point, reach: number, upsideDown = false): Markup {
  const [cx, cy] = centre;
  return fragment(
    ...ORDER.map((id) => {
      const { x, y, light } = FACETS[id];
      const extent = (reach * clampShare(mirrors[id])) / 100;
      const vertical: Point = [cx, cy + (upsideDown ? -y : y) * extent];
      const horizontal: Point = [cx + x * extent, cy];
      return element('polygon', {
        points: points([cx, cy], vertical, horizontal),
        fill: 'currentColor',
        'fill-opacity': light,
      });
    }),
  );
}

/** Drawing only: numbers outside 0..100 cannot be published, and text that is no number draws nothing. */
function clampShare(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : 0;
}

function diamond(centre: Point, reach: number, style: Readonly<Record<string, string | number>>): Markup {
  const [cx, cy] = centre;
  const corners = points([cx, cy - reach], [cx + reach, cy], [cx, cy + reach], [cx - reach, cy]);
  return element('polygon', { points: corners, fill: 'none', stroke: 'currentColor', ...style });
}

/** One faint line per tier at its floor for every mirror: a facet that crosses it satisfies that floor. */
function floors(centre: Point): Markup {
  const lines = TIER_NAMES.map((tier) => {
    const floor = Number(formatPercent(CMS_1.tiers[tier].everyMirror));
    return diamond(centre, (RADIUS * floor) / 100, { 'stroke-opacity': 0.55, 'stroke-dasharray': '1 3' });
  });
  return fragment(...lines);
}

function auditedOf(mirrors: MirrorShares, names: MirrorShares = MIRROR_WORDS): Markup {
  const centre: Point = [WIDTH / 2, TOP + RADIUS];
  return fragment(
    facets(mirrors, centre, RADIUS),
    floors(centre),
    diamond(centre, RADIUS, { 'stroke-opacity': 0.55 }),
    ...ORDER.map((id) => label(id, names[id], mirrors[id], FACETS[id].y < 0 ? 34 : HALF - 36)),
  );
}

/** The reflection hangs from the horizon upside down, so that drift shows as asymmetry. */
function reflectionOf(live: MirrorShares | null, names: MirrorShares, absence = NO_TELEMETRY): Markup {
  if (live === null) return emptyReflection(absence);
  const centre: Point = [WIDTH / 2, RADIUS];
  return fragment(
    element('g', { opacity: 0.7 }, facets(live, centre, RADIUS, true)),
    diamond(centre, RADIUS, { 'stroke-opacity': 0.4 }),
    ...ORDER.map((id) => label(id, names[id], live[id], FACETS[id].y > 0 ? 34 : 2 * RADIUS - 20)),
  );
}

const lowerHeight = (live: MirrorShares | null): number => (live === null ? EMPTY_HEIGHT : 2 * RADIUS + TOP);

function emptyReflection(absence: string): Markup {
  const middle = WIDTH / 2;
  const reach = EMPTY_HEIGHT - 14;
  const open = (factor: number, opacity: number): Markup =>
    element('polyline', {
      points: points([middle - reach * factor, reach * factor], [middle, 0], [middle + reach * factor, reach * factor]),
      fill: 'none',
      stroke: 'currentColor',
      'stroke-opacity': opacity,
      'stroke-dasharray': '2 4',
    });
  const text = element(
    'text',
    { x: middle, y: EMPTY_HEIGHT - 8, 'text-anchor': 'middle', 'font-size': 12, fill: 'currentColor', class: 'quiet' },
    absence,
  );
  return fragment(open(0.8, 0.8), text);
}

/** Name and share in the free corner outside a facet. */
function label(id: MirrorId, name: string, share: string, y: number): Markup {
  const left = FACETS[id].x < 0;
  const place = { x: left ? 0 : WIDTH, 'text-anchor': left ? 'start' : 'end', fill: 'currentColor' };
  return fragment(
    element('text', { ...place, y: y - 17, 'font-size': 12, class: 'quiet' }, name),
    element('text', { ...place, y: y + 5, 'font-size': 20, class: 'figure' }, share),
  );
}
