import type { BadgeModel, BadgeStatus } from './badge-model.ts';
import { type BadgeLanguage, badgeTexts } from './badge-words.ts';

/**
 * The shields endpoint schema, version 1. Its consumer refuses unknown members ("invalid properties") rather than dropping
 * them, so `seq` and `as_of` cannot stand here: of this form the header `Registry-Seq` alone says which position it reflects.
 */
export interface BadgeJson {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  /** Keeps embedding pages from recolouring a badge whose certificate does not stand. */
  readonly isError?: true;
}

const TIER_COLORS = { Bronze: '#8f5522', Silver: '#5f6b78', Obsidian: '#14171b', 'Obsidian Prime': '#5b3fc4' } as const;
const STATE_COLORS: Readonly<Record<BadgeStatus, string>> = {
  active: '#14171b',
  watch: '#8a5a00',
  suspended: '#b3261e',
  withdrawn: '#b3261e',
  expired: '#b3261e',
  superseded: '#5b636d',
  declared: '#5b636d',
  unknown: '#5b636d',
  unreadable: '#5b636d',
};
const ERRORS: readonly BadgeStatus[] = ['suspended', 'withdrawn', 'expired', 'unreadable'];

export function renderBadgeJson(model: BadgeModel, lang: BadgeLanguage = 'en'): BadgeJson {
  const texts = badgeTexts(model, lang);
  const parts = [texts.verdict, texts.remark, texts.freshness ?? texts.asOfDay].filter((part) => part !== null);
  const body = {
    schemaVersion: 1,
    label: model.test ? 'carbon mirror TEST' : 'carbon mirror',
    message: parts.join(' · '),
    color: model.status === 'active' && model.tier !== null ? TIER_COLORS[model.tier] : STATE_COLORS[model.status],
  } as const;
  return ERRORS.includes(model.status) ? { ...body, isError: true } : body;
}

/** The badge as one line of text. */
export const renderBadgeText = (model: BadgeModel, lang: BadgeLanguage = 'en'): string =>
  `${badgeTexts(model, lang).sentence}\n`;
