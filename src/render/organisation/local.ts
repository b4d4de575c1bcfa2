import type { FreshnessView } from '../../core/freshness.ts';
import { ageOf } from '../age-words.ts';
import { dayIn } from '../intl.ts';
import type { Language } from '../lang.ts';
import { reasonWords } from '../reason-words.ts';
import { formatQuantity, formatTime, groupDigits } from '../words.ts';
import { ORGANISATION_WORDS } from './words/in-every-language.ts';

/** Published figures keep their point in every language; only the gap between thousands differs. */
const GAP: Readonly<Record<Language, string>> = { en: ',', ja: ',', de: '\u202F', fr: '\u202F', es: '\u202F' };

/** A quantity given as `num/den` or decimal text, at most two fraction digits: `25,200`. */
export const quantity = (text: string, lang: Language): string => formatQuantity(text).replaceAll(',', GAP[lang]);

/** A decimal with its thousands apart. */
export const apart = (text: string, lang: Language): string => groupDigits(text).replaceAll(',', GAP[lang]);

/** A whole number with its thousands apart. */
export const grouped = (number: number, lang: Language): string => apart(String(number), lang);

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr', es: 'es', ja: 'ja' };

/** `22 August 2026` as the language writes it. */
export const longDay = (instant: string, lang: Language): string => dayIn(lang, instant);

/** `2026-08-01` as `August`. */
export const longMonth = (day: string, lang: Language): string =>
  new Intl.DateTimeFormat(LOCALES[lang], { month: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** `14:05 UTC on 22 August 2026`. */
export const longMoment = (instant: string, lang: Language): string =>
  ORGANISATION_WORDS[lang].verdict.moment(formatTime(instant), longDay(instant, lang));

/** `4 min`; below one `< 1 min`. Japanese sets no space before a unit. */
export function ageText(seconds: number, lang: Language): string {
  const { count, unit } = ageOf(seconds);
  return `${count === 0 ? '< 1' : count}${lang === 'ja' ? '' : ' '}${ORGANISATION_WORDS[lang].verdict.units[unit]}`;
}

/** `live, 4 min ago`; undefined where telemetry is not kept or not asked about. */
export function freshText({ live, age_seconds: age, at }: FreshnessView, lang: Language): string | undefined {
  if (live === 'none' || age === null || at === null) return undefined;
  return ORGANISATION_WORDS[lang].verdict.fresh[live].replace('#', ageText(age, lang));
}

/** A reason or condition in words: translated where it is one of the known codes, else in English. */
export const codeText = (code: string, lang: Language): string =>
  ORGANISATION_WORDS[lang].codes[code] ?? reasonWords(code);

const COLONS: Readonly<Record<Language, string>> = { en: ': ', de: ': ', fr: '\u00A0: ', es: ': ', ja: '：' };
const STOP = /[.。!?]$/;

/** Two clauses in one sentence: what is, and why. */
export const because = (what: string, why: string, lang: Language): string =>
  ended(`${what.replace(STOP, '')}${COLONS[lang]}${why}`, lang);

/** With a full stop at its end. */
export const ended = (text: string, lang: Language): string =>
  STOP.test(text) ? text : `${text}${lang === 'ja' ? '。' : '.'}`;
