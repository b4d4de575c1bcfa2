import { BADGE_THEMES, type BadgeTheme } from '../badge/badge-paint.ts';
import { BADGE_STYLES, type BadgeStyle } from '../badge/badge-svg.ts';
import { LANGUAGES, type Language } from '../lang.ts';

export const SALES_FORMATS = ['svg', 'png', 'baked.svg', 'baked.png'] as const;
export type SalesFormat = (typeof SALES_FORMATS)[number];
export const SALES_SIZES = ['1', '2'] as const;

/** How a visitor wants the badge, as it stands in the page's address. */
export interface SalesChoice {
  readonly style: BadgeStyle;
  /** What it is to stand on. */
  readonly ground: BadgeTheme;
  /** Language of the badge and of what may be said with it; that of the page by default. */
  readonly words: Language;
  readonly format: SalesFormat;
  /** Device pixels per pixel; pictures in SVG have every size. */
  readonly size: (typeof SALES_SIZES)[number];
}

/** The fields of the form, in their order, and what each may be. */
export const SALES_FIELDS = {
  style: BADGE_STYLES,
  ground: BADGE_THEMES,
  words: LANGUAGES,
  format: SALES_FORMATS,
  size: SALES_SIZES,
} as const;

/** Height of a badge in pixels; its width follows from its words. */
export const BADGE_HEIGHTS: Readonly<Record<BadgeStyle, number>> = { flat: 40, card: 150, compact: 20 };

export const isPixels = ({ format }: Pick<SalesChoice, 'format'>): boolean => format.endsWith('png');

/** Address of the badge, path and query. @param party a party id */
export function badgePath(party: string, choice: SalesChoice): string {
  const { style, ground, words, format, size } = choice;
  const query = new URLSearchParams({ style, theme: ground, lang: words });
  if (isPixels(choice)) query.set('scale', size);
  return `/badges/${party}.${format}?${query.toString()}`;
}
