import type { BadgeModel } from './badge-model.ts';

export const BADGE_STYLES = ['flat', 'card', 'compact'] as const;
export const BADGE_THEMES = ['light', 'dark', 'auto'] as const;
export const BADGE_LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type BadgeStyle = (typeof BADGE_STYLES)[number];
export type BadgeTheme = (typeof BADGE_THEMES)[number];
export type BadgeLanguage = (typeof BADGE_LANGUAGES)[number];

export interface BadgeOptions {
  readonly style: BadgeStyle;
  readonly theme: BadgeTheme;
  readonly lang: BadgeLanguage;
}

/** The badge as an SVG document. `data-seq` on the root names the log position it reflects. */
export function renderBadgeSvg(model: BadgeModel, options: BadgeOptions): string {
  return `<svg data-seq="${model.seq}" lang="${options.lang}"/>`;
}
