import type { Translated } from '../lang.ts';
import { COMPARE_DE } from './compare/de.ts';
import { COMPARE_EN } from './compare/en.ts';
import { COMPARE_ES } from './compare/es.ts';
import { COMPARE_FR } from './compare/fr.ts';
import { COMPARE_JA } from './compare/ja.ts';
import type { CompareWords } from './compare-vocabulary.ts';

/** The words of `/compare` in every language. */
export const COMPARE_WORDS: Translated<CompareWords> = {
  en: COMPARE_EN,
  de: COMPARE_DE,
  fr: COMPARE_FR,
  es: COMPARE_ES,
  ja: COMPARE_JA,
};
