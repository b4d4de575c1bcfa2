import type { Language, Translated } from './lang.ts';

/**
 * Numbers and dates as a language writes them, in UTC whatever the machine's zone. What stands in a proof (92.4) is no case
 * for this: it keeps the digits of the methodology in every language.
 */

/** English pages have days before months, as the rest of the register's texts. */
const LOCALES: Translated<string> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', ja: 'ja-JP' };

const integers = (locale: string): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: 'always' });
/** Every page has one of these in its foot. */
const INTEGERS: Translated<Intl.NumberFormat> = {
  en: integers(LOCALES.en),
  de: integers(LOCALES.de),
  fr: integers(LOCALES.fr),
  es: integers(LOCALES.es),
  ja: integers(LOCALES.ja),
};

/** `12345` as `12,345`, `12.345`, `12 345`. */
export const integerIn = (lang: Language, value: number | bigint): string => INTEGERS[lang].format(value);

/** A share of 1 in per cent with one decimal digit: `0.924` as `92.4%`, `92,4 %`. */
export const percentIn = (lang: Language, share: number): string =>
  new Intl.NumberFormat(LOCALES[lang], { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    share,
  );

/** An RFC 3339 instant or a day as `25 November 2026`, in UTC. */
export const dayIn = (lang: Language, instant: string): string =>
  new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(instant));

/** An RFC 3339 instant with its time of day, which is said to be UTC. */
export const momentIn = (lang: Language, instant: string): string =>
  new Intl.DateTimeFormat(LOCALES[lang], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(new Date(instant));

/** The form of a text that goes with a number. */
export const pluralIn = (lang: Language, value: number, one: string, other: string): string =>
  new Intl.PluralRules(LOCALES[lang]).select(value) === 'one' ? one : other;
