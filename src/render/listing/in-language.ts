import { ageOf } from '../age-words.ts';
import { integerIn } from '../intl.ts';
import type { Language } from '../lang.ts';
import type { ListingWords } from './words/listing-words.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr', es: 'es', ja: 'ja' };
const months = new Map<Language, Intl.DateTimeFormat>();
const regions = new Map<Language, Intl.DisplayNames>();

/** A whole number with its thousands apart. Below a thousand all languages write the same. */
export const grouped = (number: number, lang: Language): string =>
  number < 1_000 ? String(number) : integerIn(lang, number);

/** `2026-03` as `Mar 2026`. */
export function shortMonth(month: string, lang: Language): string {
  const format =
    months.get(lang) ?? new Intl.DateTimeFormat(LOCALES[lang], { year: 'numeric', month: 'short', timeZone: 'UTC' });
  months.set(lang, format);
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** The name of an ISO 3166-1 country; the code itself where it is none. */
export function countryName(code: string, lang: Language): string {
  const names = regions.get(lang) ?? new Intl.DisplayNames(LOCALES[lang], { type: 'region', fallback: 'code' });
  regions.set(lang, names);
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** `4 min`, as `enhance.js` writes it too. */
export function ageText(seconds: number, { ages }: Pick<ListingWords, 'ages'>): string {
  const { count, unit } = ageOf(seconds);
  return count === 0 ? ages.now : ages[unit].replace('#', String(count));
}
