import { ageOf } from '../age-words.ts';
import type { Language } from '../lang.ts';
import { groupDigits } from '../words.ts';
import type { ListingWords } from './words/listing-words.ts';

/** Published figures keep their point in every language; only the gap between thousands differs. */
const GAP: Readonly<Record<Language, string>> = { en: ',', ja: ',', de: '\u202F', fr: '\u202F', es: '\u202F' };
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr', es: 'es', ja: 'ja' };

/** A whole number with its thousands apart. */
export const grouped = (number: number, lang: Language): string => groupDigits(number).replaceAll(',', GAP[lang]);

const formats = new Map<string, Intl.DateTimeFormat>();
const regions = new Map<Language, Intl.DisplayNames>();

/** `2026-03-31T…Z` as `31 March 2026`. */
export const longDay = (instant: string, lang: Language): string =>
  dateFormat(lang, { dateStyle: 'long' }).format(new Date(`${instant.slice(0, 10)}T00:00:00Z`));

/** `2026-03` as `Mar 2026`. */
export const shortMonth = (month: string, lang: Language): string =>
  dateFormat(lang, { year: 'numeric', month: 'short' }).format(new Date(`${month}-01T00:00:00Z`));

function dateFormat(lang: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[lang], { ...options, timeZone: 'UTC' });
  formats.set(key, format);
  return format;
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
