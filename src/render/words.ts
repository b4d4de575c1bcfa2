import type { MirrorId } from '../core/methodology/cms-1.ts';
import { formatFixed, formatPercent, parseRational, type Rational, rational } from '../core/rational.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Short names of the mirrors for figures and columns. */
export const MIRROR_WORDS: Readonly<Record<MirrorId, string>> = {
  efficiency: 'Efficiency',
  timing: 'Timing',
  data_diet: 'Data diet',
  circularity: 'Circularity',
};

/** `2026-08-22T14:05:00Z` as `2026-08-22`. */
export const isoDay = (instant: string): string => instant.slice(0, 10);

/** `2026-08-22T…Z` as `22 August 2026`. */
export function formatDay(instant: string): string {
  const [year = '', month = '', day = ''] = isoDay(instant).split('-');
  return `${day.replace(/^0/, '')} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `2026-08-01` as `August`. */
export const monthName = (day: string): string => MONTHS[Number(day.slice(5, 7)) - 1] ?? day;

/** `2026-08-22T14:05:00Z` as `14:05 UTC`. */
export const formatTime = (instant: string): string => `${instant.slice(11, 16)} UTC`;

/** `2026-08-22T14:05:00Z` as `14:05 UTC on 22 August 2026`. */
export const formatMoment = (instant: string): string => `${formatTime(instant)} on ${formatDay(instant)}`;

/** `2026-08-22T14:05:00Z` as `2026-08-22 14:05 UTC`. */
export const isoMoment = (instant: string): string => `${isoDay(instant)} ${formatTime(instant)}`;

/** Thousands separated by commas; the fraction stays. */
export function groupDigits(value: string | number): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A quantity given as `num/den` or as decimal text, grouped, with at most two fraction digits. */
export function formatQuantity(text: string): string {
  const value = parseFigure(text);
  return value === undefined ? text : groupDigits(formatFixed(value, 2).replace(/\.?0+$/, ''));
}

/** A share given as `num/den` or decimal text in per cent, one digit, half to even. */
export function formatShare(text: string): string {
  const value = parseFigure(text);
  return value === undefined ? text : formatPercent(value);
}

/** `num/den` or plain decimal text as an exact number; undefined when it is neither. */
export function parseFigure(text: string): Rational | undefined {
  const fraction = parseRational(text);
  if (fraction !== undefined) return fraction;
  const [, sign = '', whole, digits = ''] = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return rational(BigInt(`${sign}${whole}${digits}`), 10n ** BigInt(digits.length));
}

/** `1 organisation`, `2 organisations`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${groupDigits(number)} ${number === 1 ? one : many}`;

/** The first letter in upper case. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Keeps both ends of a digest or an id, which is what people compare. */
export const middleTruncate = (text: string, keep = 8): string =>
  text.length <= 2 * keep + 1 ? text : `${text.slice(0, keep)}…${text.slice(-keep)}`;

/** Keeps a number and its unit on one line. */
export const keepUnits = (text: string): string => text.replace(/ (?=%|points|days)/g, '\u00A0');
