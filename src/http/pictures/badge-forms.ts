import { renderBadgeJson, renderBadgeText } from '../../render/badge/badge-json.ts';
import type { BadgeModel } from '../../render/badge/badge-model.ts';
import { settableBadge } from '../../render/badge/badge-settable.ts';
import { renderBadgeSvg } from '../../render/badge/badge-svg.ts';
import { type BadgeLanguage, badgeTexts } from '../../render/badge/badge-words.ts';
import { stripIllegal } from '../../render/escape.ts';
import { JSON_TYPE } from '../conditional.ts';
import type { Raster, Scale } from '../raster.ts';
import type { BadgeChoice } from './badge-request.ts';
import { type PngText, withTexts } from './png-texts.ts';

/** What a form is made from. */
export interface BadgeJob {
  readonly model: BadgeModel;
  readonly choice: BadgeChoice;
  readonly scale: Scale;
  /** To be baked into the picture. */
  readonly credential?: string | undefined;
}

/** A badge in one form, and the language it came out in. */
export interface MadeBadge {
  readonly body: string | Buffer;
  readonly lang: BadgeLanguage;
}

/** The longer endings come first: the router tries equally fitting addresses in the order they were added. */
export const BADGE_FORMS = ['baked.svg', 'baked.png', 'svg', 'png', 'json', 'txt'] as const;
export type BadgeForm = (typeof BADGE_FORMS)[number];

const SVG_TYPE = 'image/svg+xml; charset=utf-8';
export const PNG_TYPE = 'image/png';
export const FORM_TYPES: Readonly<Record<BadgeForm, string>> = {
  svg: SVG_TYPE,
  png: PNG_TYPE,
  json: JSON_TYPE,
  txt: 'text/plain; charset=utf-8',
  'baked.svg': SVG_TYPE,
  'baked.png': PNG_TYPE,
};

export const isBaked = (form: BadgeForm): boolean => form === 'baked.svg' || form === 'baked.png';
export const isPixels = (form: BadgeForm): boolean => FORM_TYPES[form] === PNG_TYPE;

/** @throws RegistryError overloaded where too many pictures wait to be drawn */
export async function makeBadge(raster: Raster, form: BadgeForm, job: BadgeJob): Promise<MadeBadge> {
  const { model, choice, credential } = job;
  const { style = 'flat', theme = 'auto', lang = 'en' } = choice;
  switch (form) {
    case 'json':
      return { body: JSON.stringify(renderBadgeJson(model, lang)), lang };
    case 'txt':
      return { body: renderBadgeText(model, lang), lang };
    case 'svg':
    case 'baked.svg':
      return { body: renderBadgeSvg(model, { style, theme, lang, credential }), lang };
    case 'png':
    case 'baked.png':
      return drawBadge(raster, job);
  }
}

/** Pixels follow no reader: `auto` is light, and what the fonts cannot set is replaced before it is drawn. */
async function drawBadge(raster: Raster, { model, choice, scale, credential }: BadgeJob): Promise<MadeBadge> {
  const { style = 'flat', theme = 'auto' } = choice;
  const shown = settableBadge(model, choice.lang ?? 'en', await raster.covers);
  const { lang } = shown;
  const svg = renderBadgeSvg(shown.model, { style, theme: theme === 'auto' ? 'light' : theme, lang });
  const pixels = await raster.draw(svg, scale);
  const texts = [{ keyword: 'Title', text: badgeTexts(model, lang).sentence, lang }, ...positionTexts(model)];
  const baked = credential === undefined ? [] : [{ keyword: 'openbadgecredential', text: credential }];
  return { body: withTexts(pixels, [...texts.map(legal), ...baked]), lang };
}

/** The position a picture reflects, as the header `Registry-Seq` and the badge itself say it. */
export const positionTexts = ({ seq, asOf }: Pick<BadgeModel, 'seq' | 'asOf'>): PngText[] =>
  seq === null || asOf === null
    ? []
    : [
        { keyword: 'Registry-Seq', text: String(seq) },
        { keyword: 'as_of', text: asOf },
      ];

const legal = (text: PngText): PngText => ({ ...text, text: stripIllegal(text.text) });
