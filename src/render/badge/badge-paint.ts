import type { Tier } from '../../core/methodology/cms-1.ts';
import { stripIllegal } from '../escape.ts';
import { element, type Markup } from '../svg.ts';
import { textWidth, truncateText } from './text-width.ts';

export const BADGE_THEMES = ['light', 'dark', 'auto'] as const;
export type BadgeTheme = (typeof BADGE_THEMES)[number];

/** What a part of a badge is painted with; each has one colour per theme. */
export type Paint = 'ground' | 'edge' | 'ink' | 'quiet' | 'warn' | 'stop' | 'bronze' | 'silver' | 'obsidian' | 'test';

/** Every text paint keeps at least 4.5:1 on `ground` in its theme. */
export const BADGE_PALETTE: Readonly<Record<'light' | 'dark', Readonly<Record<Paint, string>>>> = {
  light: {
    ground: '#ffffff',
    edge: '#c9c4b8',
    ink: '#14171b',
    quiet: '#5b636d',
    warn: '#8a5a00',
    stop: '#b3261e',
    bronze: '#8f5522',
    silver: '#5f6b78',
    obsidian: '#14171b',
    test: '#9b1c6b',
  },
  dark: {
    ground: '#0b0d10',
    edge: '#39414b',
    ink: '#eceae4',
    quiet: '#99a2ad',
    warn: '#e3b341',
    stop: '#ff8a80',
    bronze: '#d39a66',
    silver: '#c4ccd6',
    obsidian: '#eceae4',
    test: '#ff8fd0',
  },
};

export const tierPaint = (tier: Tier): Paint =>
  tier === 'Bronze' ? 'bronze' : tier === 'Silver' ? 'silver' : 'obsidian';

/** How shapes get their colours in a theme: attributes always, and a style sheet that follows the reader for `auto`. */
export interface Painter {
  readonly fill: (paint: Paint) => Readonly<Record<string, string>>;
  readonly stroke: (paint: Paint) => Readonly<Record<string, string>>;
  /** For drawings in `currentColor`. */
  readonly color: (paint: Paint) => Readonly<Record<string, string>>;
  readonly sheet: Markup | undefined;
}

export function painterFor(theme: BadgeTheme): Painter {
  const colors = BADGE_PALETTE[theme === 'dark' ? 'dark' : 'light'];
  const follows = (kind: string, paint: Paint) => (theme === 'auto' ? { class: `${kind}-${paint}` } : {});
  return {
    fill: (paint) => ({ fill: colors[paint], ...follows('f', paint) }),
    stroke: (paint) => ({ stroke: colors[paint], ...follows('s', paint) }),
    color: (paint) => ({ color: colors[paint], ...follows('c', paint) }),
    sheet: theme === 'auto' ? element('style', {}, darkSheet()) : undefined,
  };
}

function darkSheet(): string {
  const rules = Object.entries(BADGE_PALETTE.dark).map(
    ([paint, value]) => `.f-${paint}{fill:${value}}.s-${paint}{stroke:${value}}.c-${paint}{color:${value}}`,
  );
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}

export const BADGE_FONT =
  "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','Noto Sans','Hiragino Sans','Noto Sans CJK JP','DejaVu Sans',sans-serif";

/** Smallest text a badge may use. */
export const SMALL = 10;

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'end' | 'middle';
  /** The text is cut with an ellipsis beyond this. */
  readonly maxWidth?: number;
}

/** A text and how wide it is. */
export interface SetText {
  readonly drawing: Markup;
  readonly width: number;
}

/** A text cut to its room and with its length fixed, so that it fits whatever font the reader has. */
export function setText(
  text: string,
  place: { readonly x: number; readonly y: number },
  style: TextStyle,
  paint: Readonly<Record<string, string>>,
): SetText {
  const { size, bold = false, anchor, maxWidth = Number.POSITIVE_INFINITY } = style;
  // Control characters would count towards the width but not show.
  const shown = truncateText(stripIllegal(text).replace(/\s+/g, ' '), maxWidth, size, bold);
  const width = textWidth(shown, size, bold);
  const attributes = {
    ...place,
    'font-size': size,
    'font-weight': bold ? 600 : undefined,
    'text-anchor': anchor,
    textLength: width > 0 ? width : undefined,
    lengthAdjust: 'spacingAndGlyphs',
    ...paint,
  };
  return { drawing: element('text', attributes, shown), width };
}
