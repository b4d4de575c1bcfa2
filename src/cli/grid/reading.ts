import { type Rational, rational } from '../../core/rational.ts';

/** The columns of a grid series after its first (statements section 5, `grid_series`). */
export const GRID_MEMBERS = ['grid_cfe_share', 'carbon_intensity_g_per_kwh', 'price_per_mwh'] as const;
export type GridMember = (typeof GRID_MEMBERS)[number];

/** One value of an export: what held from `start` for so many minutes. */
export interface Reading {
  readonly member: GridMember;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly minutes: number;
  readonly value: Rational;
}

/** What an export holds that cannot be used, said in one sentence. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The exact value of a decimal text or a JSON number; undefined for anything else: empty fields, dashes, "n/e". */
export function exactNumber(value: unknown): Rational | undefined {
  const [, sign = '', whole, fraction = ''] =
    NUMBER.exec(typeof value === 'number' ? String(value) : asText(value)) ?? [];
  if (whole === undefined) return undefined;
  const digits = BigInt(whole + fraction);
  return rational(sign === '-' ? -digits : digits, 10n ** BigInt(fraction.length));
}

const asText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** An ISO 8601 time in milliseconds; UTC where it names no offset. undefined for anything else. */
export function isoTime(value: unknown): number | undefined {
  const [, year, month, day, hour, minute, second = '00', offset = 'Z'] = ISO.exec(asText(value)) ?? [];
  if (year === undefined) return undefined;
  const zone = offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;

/** Minutes between the nearest two of some times: how long each value of an export holds. An hour where there is one time. */
export function stepOf(times: readonly number[]): number {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((time, index) => (time - (sorted[index] ?? time)) / MINUTE_MS);
  return steps.reduce((least, step) => Math.min(least, step), DEFAULT_MINUTES);
}
