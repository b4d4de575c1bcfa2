import type { MirrorId, SubmetricId } from '../../core/methodology/cms-1.ts';
import type { Translated } from '../lang.ts';
import { SHARES_DE } from './shares/de.ts';
import { SHARES_EN } from './shares/en.ts';
import { SHARES_ES } from './shares/es.ts';
import { SHARES_FR } from './shares/fr.ts';
import { SHARES_JA } from './shares/ja.ts';

/** A share in plain words. */
export interface ShareText {
  readonly name: string;
  /** One sentence; `#` is how many of a hundred units. */
  readonly sentence: string;
}

/** The four mirrors and the thirteen shares in one language. The numbers are the same in all. */
export interface ShareWords {
  readonly shares: Readonly<Record<SubmetricId, ShareText>>;
  readonly mirrors: Readonly<Record<MirrorId, { readonly name: string; readonly question: string }>>;
  /** `112,000 of 140,000 kWh`. */
  quantities(numerator: string, denominator: string, unit: string): string;
  readonly notApplicable: string;
  readonly missing: string;
  /** Before the exact ratio. */
  readonly exactly: string;
  weight(points: string): string;
}

export const SHARE_WORDS: Translated<ShareWords> = {
  en: SHARES_EN,
  de: SHARES_DE,
  fr: SHARES_FR,
  es: SHARES_ES,
  ja: SHARES_JA,
};
