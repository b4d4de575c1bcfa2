import type { BadgeModel } from './badge-model.ts';
import type { BadgeLanguage } from './badge-svg.ts';

/** The shields endpoint schema, version 1. No further members: the schema is closed. */
export interface BadgeJson {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly isError?: true;
}

export function renderBadgeJson(model: BadgeModel, lang: BadgeLanguage = 'en'): BadgeJson {
  return { schemaVersion: 1, label: lang, message: model.holder, color: 'grey' };
}

/** The badge as one line of text. */
export function renderBadgeText(model: BadgeModel, lang: BadgeLanguage = 'en'): string {
  return `${model.holder} ${lang}`;
}
