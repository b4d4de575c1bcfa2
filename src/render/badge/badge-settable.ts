import type { BadgeModel } from './badge-model.ts';
import { type BadgeLanguage, badgeTexts } from './badge-words.ts';

/** A badge as a font can set it. */
export interface SettableBadge {
  readonly model: BadgeModel;
  readonly lang: BadgeLanguage;
}

/**
 * The badge for a picture that brings its own fonts, which lack some scripts: a name they cannot set gives way to the domain or
 * the id, a language they cannot set to English. An empty box never stands for a character.
 */
export function settableBadge(
  model: BadgeModel,
  lang: BadgeLanguage,
  covers: (text: string) => boolean,
): SettableBadge {
  const isSettable = model.holder === null || covers(model.holder);
  const shown = isSettable ? model : { ...model, holder: model.alias };
  const { holder, ...texts } = badgeTexts({ ...shown, holder: '' }, lang);
  return { model: shown, lang: Object.values(texts).every((text) => text === null || covers(text)) ? lang : 'en' };
}
