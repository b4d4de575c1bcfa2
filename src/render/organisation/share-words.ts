import type { Translated } from '../lang.ts';
import { SHARES_DE } from './shares/de.ts';
import { SHARES_EN } from './shares/en.ts';
import { SHARES_ES } from './shares/es.ts';
import { SHARES_FR } from './shares/fr.ts';
import { SHARES_JA } from './shares/ja.ts';
import type { ShareWords } from './shares/share-words.ts';

export const SHARE_WORDS: Translated<ShareWords> = {
  en: SHARES_EN,
  de: SHARES_DE,
  fr: SHARES_FR,
  es: SHARES_ES,
  ja: SHARES_JA,
};
