import { element } from '../svg.ts';
import { drawCard } from './badge-card.ts';
import { drawCompact } from './badge-compact.ts';
import { drawFlat } from './badge-flat.ts';
import type { BadgeModel } from './badge-model.ts';
import { BADGE_FONT, type BadgeTheme, painterFor } from './badge-paint.ts';
import type { Picture, Sketch } from './badge-parts.ts';
import { type BadgeLanguage, badgeTexts } from './badge-words.ts';

export const BADGE_STYLES = ['flat', 'card', 'compact'] as const;
export type BadgeStyle = (typeof BADGE_STYLES)[number];

export interface BadgeOptions {
  readonly style: BadgeStyle;
  readonly theme: BadgeTheme;
  readonly lang: BadgeLanguage;
  /** A compact JWS that the picture carries as Open Badges 3.0 says ("Baking"). */
  readonly credential?: string | undefined;
}

const DRAWINGS: Readonly<Record<BadgeStyle, (sketch: Sketch) => Picture>> = {
  flat: drawFlat,
  card: drawCard,
  compact: drawCompact,
};

/** Namespace of what Open Badges 3.0 bakes into an SVG. */
const OPEN_BADGES = 'https://purl.imsglobal.org/ob/v3p0';
const TITLE_ID = 'carbon-mirror-badge';

/** Width and height of the badge in pixels. */
export function badgeSize(model: BadgeModel, { style, theme, lang }: BadgeOptions): Omit<Picture, 'content'> {
  const { width, height } = DRAWINGS[style]({ model, texts: badgeTexts(model, lang), painter: painterFor(theme) });
  return { width, height };
}

/** The badge as an SVG document. `data-seq` on the root names the log position it reflects. */
export function renderBadgeSvg(model: BadgeModel, options: BadgeOptions): string {
  const { style, theme, lang, credential } = options;
  const painter = painterFor(theme);
  const texts = badgeTexts(model, lang);
  const { width, height, content } = DRAWINGS[style]({ model, texts, painter });
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    'xmlns:openbadges': credential === undefined ? undefined : OPEN_BADGES,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-labelledby': TITLE_ID,
    lang,
    'font-family': BADGE_FONT,
    'data-seq': model.seq ?? undefined,
    'data-state': model.status,
    'data-test': model.test ? 'true' : undefined,
  };
  const title = element('title', { id: TITLE_ID }, texts.sentence);
  const sheet = painter.sheet === undefined ? [] : [painter.sheet];
  const baked = credential === undefined ? [] : [element('openbadges:credential', { verify: credential })];
  return `${element('svg', root, ...baked, title, ...sheet, content).markup}\n`;
}
