import { element } from '../svg.ts';
import type { BadgeModel } from './badge-model.ts';
import { badgeSize } from './badge-svg.ts';
import { type BadgeLanguage, badgeTexts } from './badge-words.ts';
import { SHARE_CARD } from './share-card.ts';

/** An oEmbed 1.0 answer: a picture, or where none fits the limits a link. */
export interface Oembed {
  readonly version: '1.0';
  readonly type: 'photo' | 'link';
  readonly title: string;
  readonly author_name?: string;
  readonly author_url?: string;
  readonly provider_name: string;
  readonly provider_url: string;
  /** Seconds. */
  readonly cache_age: number;
  readonly url?: string;
  readonly width?: number;
  readonly height?: number;
  readonly thumbnail_url?: string;
  readonly thumbnail_width?: number;
  readonly thumbnail_height?: number;
}

export interface OembedInput {
  /** As the fonts of pictures can set it. */
  readonly model: BadgeModel;
  readonly lang: BadgeLanguage;
  readonly party: string;
  readonly origin: string;
  /** Greatest size in pixels; absent: any. */
  readonly maxWidth: number | undefined;
  readonly maxHeight: number | undefined;
  /** How long the pictures may be kept, seconds. */
  readonly cacheAge: number;
}

interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** The largest picture of a holder that fits, the smaller badge beside it as a thumbnail. */
export function describeEmbed(input: OembedInput): Oembed {
  const { model, lang, origin, party, cacheAge } = input;
  const texts = badgeTexts(model, lang);
  const fitting = picturesOf(input).filter(
    ({ width, height }) => width <= (input.maxWidth ?? width) && height <= (input.maxHeight ?? height),
  );
  const [photo] = fitting;
  const thumbnail = fitting.find(({ width }) => width <= THUMBNAIL_WIDTH);
  return {
    version: '1.0',
    type: photo === undefined ? 'link' : 'photo',
    title: texts.sentence,
    author_name: texts.holder,
    author_url: `${origin}/organisations/${party}`,
    provider_name: 'Carbon Mirror Registry',
    provider_url: `${origin}/`,
    cache_age: cacheAge,
    ...photo,
    ...(thumbnail === undefined
      ? {}
      : { thumbnail_url: thumbnail.url, thumbnail_width: thumbnail.width, thumbnail_height: thumbnail.height }),
  };
}

const THUMBNAIL_WIDTH = 340;

/** Largest first. */
function picturesOf({ model, lang, origin, party }: OembedInput): Picture[] {
  const language = lang === 'en' ? '' : `lang=${lang}`;
  const badge = (style: 'card' | 'compact', scale: 1 | 2): Picture => {
    const { width, height } = badgeSize(model, { style, theme: 'light', lang });
    const query = [`style=${style}`, `scale=${scale}`, language].filter((part) => part !== '').join('&');
    return { url: `${origin}/badges/${party}.png?${query}`, width: width * scale, height: height * scale };
  };
  const card = { url: `${origin}/cards/${party}.png${language === '' ? '' : `?${language}`}`, ...SHARE_CARD };
  return [card, badge('card', 2), badge('card', 1), badge('compact', 1)];
}

/** The answer as XML, one element per member. */
export function oembedXml(answer: Oembed): string {
  const members = Object.entries(answer).map(([name, value]) => element(name, {}, String(value)));
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n${element('oembed', {}, ...members).markup}\n`;
}
