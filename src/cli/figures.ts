import { fromMicro, parseMicro } from '../core/decimal.ts';
import {
  formatFixed,
  formatPercent,
  mul,
  parseRational,
  type Rational,
  rational,
  roundHalfEven,
} from '../core/rational.ts';

/** Thousands separated by commas; the fraction stays. */
export function groupDigits(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A quantity given as `num/den` or decimal text: grouped, at most one fraction digit. */
export function quantity(text: string): string {
  const value = figure(text);
  return value === undefined ? text : groupDigits(formatFixed(value, 1).replace(/\.0$/, ''));
}

/** A share given as `num/den` in per cent, one digit. */
export function percent(text: string): string {
  const value = parseRational(text);
  return value === undefined ? text : `${formatPercent(value)} %`;
}

/** A bar of `width` cells for a share from 0 to 1: filled cells, then empty ones. */
export function bar(text: string, width: number): { readonly full: string; readonly rest: string } {
  const value = parseRational(text);
  const cells = value === undefined ? 0 : Number(roundHalfEven(mul(value, rational(BigInt(width))), 0));
  const filled = Math.min(width, Math.max(0, cells));
  return { full: '█'.repeat(filled), rest: '░'.repeat(width - filled) };
}

/** The sum of decimal texts, shortest form; what is no decimal counts nothing. */
export function sum(texts: readonly string[]): string {
  const total = texts.reduce((so, text) => so + (parseMicro(text) ?? 0n), 0n);
  return quantity(formatFixed(fromMicro(total), 6));
}

function figure(text: string): Rational | undefined {
  if (text.includes('/')) return parseRational(text);
  const micro = parseMicro(text);
  return micro === undefined ? undefined : fromMicro(micro);
}
