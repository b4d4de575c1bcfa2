import { CMS_1, TIER_NAMES, type Tier } from '../../core/methodology/cms-1.ts';
import { formatPercent } from '../../core/rational.ts';
import type { ListingRow } from '../../core/views.ts';
import { tierClass } from '../parts.tsx';
import { element, fragment, type Markup } from '../svg.ts';
import { stateShape, tierShape } from '../tier-mark.ts';
import { count } from '../words.ts';

const MARK = 14;
const LEVEL = 17;
const LEVELS = 4;
const LOWER = 54;
/** Marks closer than this many percentage points stand on different levels. */
const CLEARANCE = 4;

interface Mark {
  readonly composite: number;
  readonly tier: Tier | null;
  readonly level: number;
}

/** Every organisation of the page on one scale from 0 to 100 per cent: marks above the horizon, tier thresholds below. */
export function horizonScale(rows: readonly ListingRow[]): { readonly upper: Markup; readonly lower: Markup } {
  const marks = placeMarks(rows);
  const height = 26 + LEVEL * Math.max(0, ...marks.map((mark) => mark.level));
  const upper = element(
    'svg',
    { width: '100%', height, role: 'img', 'aria-label': scaleText(marks.length), class: 'horizon-scale' },
    ...marks.map((mark) => drawMark(mark, height, false)),
  );
  const reflected = marks.map((mark) => drawMark(mark, 0, true));
  const lower = element(
    'svg',
    { width: '100%', height: LOWER, 'aria-hidden': 'true', class: 'horizon-scale' },
    element('g', { class: 'reflection' }, ...reflected),
    ...thresholds(),
  );
  return { upper, lower };
}

const scaleText = (number: number): string =>
  `Composites of the ${count(number, 'organisation')} in this list on a scale from 0 to 100 per cent; the table has the numbers.`;

/** Spreads marks that would cover each other over several levels, lowest first. */
function placeMarks(rows: readonly ListingRow[]): Mark[] {
  const scored = rows.filter((row) => row.composite_percent !== null);
  const sorted = scored.map((row) => ({ composite: Number(row.composite_percent), tier: row.tier }));
  sorted.sort((a, b) => a.composite - b.composite);
  const ends = Array.from({ length: LEVELS }, () => Number.NEGATIVE_INFINITY);
  return sorted.map((mark) => {
    const free = ends.findIndex((end) => mark.composite - end >= CLEARANCE);
    const level = free === -1 ? LEVELS - 1 : free;
    ends[level] = mark.composite;
    return { ...mark, level };
  });
}

function drawMark(mark: Mark, horizon: number, reflected: boolean): Markup {
  const rise = 12 + mark.level * LEVEL;
  const direction = reflected ? 0.5 : -1;
  const y = horizon + direction * rise;
  const x = `${mark.composite}%`;
  const stem = element('line', { x1: x, x2: x, y1: horizon, y2: y, stroke: 'currentColor', 'stroke-opacity': 0.45 });
  const shape = mark.tier === null ? stateShape('declared') : tierShape(mark.tier);
  const place = { x, y: y - MARK / 2, width: MARK, height: MARK, viewBox: '0 0 20 20', overflow: 'visible' };
  const symbol = element('svg', place, element('g', { transform: 'translate(-10 0)' }, shape));
  return element('g', { class: mark.tier === null ? 'tier-none' : tierClass(mark.tier) }, stem, symbol);
}

function thresholds(): Markup[] {
  const tiers = TIER_NAMES.map((tier) => threshold(formatPercent(CMS_1.tiers[tier].composite, 0), tier, 'middle'));
  return [threshold('0', '', 'start'), ...tiers, threshold('100', '', 'end')];
}

function threshold(percent: string, tier: string, anchor: string): Markup {
  const x = `${percent}%`;
  const text = { x, 'text-anchor': anchor, fill: 'currentColor' };
  return fragment(
    element('line', { x1: x, x2: x, y1: 0, y2: tier === '' ? 5 : 9, stroke: 'currentColor' }),
    element(
      'text',
      { ...text, y: 25, 'font-size': 13, class: anchor === 'end' ? 'figure wide-only' : 'figure' },
      percent,
    ),
    element('text', { ...text, y: 41, 'font-size': 11.5, class: 'quiet wide-only' }, tier),
  );
}
