import { readTable } from './csv-table.ts';
import { ExportError, exactNumber, type Reading } from './reading.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MTU = /^mtu\s*\((utc|cet\/cest|cet)\)$/i;
const MOMENT = /^(\d{2})[./](\d{2})[./](\d{4}) (\d{2}):(\d{2})(?::\d{2})?(?: \((CES?T)\))?$/;

/** The UTC instant of a time on the wall; `named` is the clock that the export names beside it, `seen` the instants before it. */
type ToUtc = (wall: number, named: string | undefined, seen: ReadonlySet<number>) => number;

/**
 * Day-ahead prices of the ENTSO-E Transparency Platform: `MTU (UTC)` or `MTU (CET/CEST)` as `from - to`, and `Day-ahead Price`
 * per MWh. Hours without a price ("-", "n/e", empty) are left out.
 */
export function readEntsoeCsv(text: string): readonly Reading[] {
  const { columns, rows } = readTable(text);
  const mtu = columns.find((name) => MTU.test(name));
  const price = columns.find((name) => /^day-ahead price/i.test(name));
  if (mtu === undefined || price === undefined) {
    throw new ExportError('it has no columns "MTU (UTC)" or "MTU (CET/CEST)", and "Day-ahead Price"');
  }
  const toUtc = /utc/i.test(mtu) ? sameTime : /cest/i.test(mtu) ? fromCentralEurope : fromCet;
  const seen = new Set<number>();
  return rows.flatMap((row): Reading[] => {
    const [from = '', to = ''] = (row.get(mtu) ?? '').split(' - ');
    const minutes = (wallTime(to) - wallTime(from)) / MINUTE_MS;
    if (Number.isNaN(minutes)) throw new ExportError(`it has no market time unit "${row.get(mtu)}"`);
    const start = toUtc(wallTime(from), MOMENT.exec(from)?.[6], seen);
    seen.add(start);
    const value = exactNumber(row.get(price));
    // A unit over the change of the clock seems an hour longer or shorter than it is.
    const length = minutes > 0 && minutes <= 60 ? minutes : 60;
    return value === undefined ? [] : [{ member: 'price_per_mwh', start, minutes: length, value }];
  });
}

function wallTime(text: string): number {
  const [, day, month, year, hour, minute] = MOMENT.exec(text.trim()) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

const sameTime: ToUtc = (wall) => wall;
const fromCet: ToUtc = (wall) => wall - HOUR_MS;

/** The hour that comes twice in October is summer time at first. */
const fromCentralEurope: ToUtc = (wall, named, seen) => {
  const [summer, winter] = [wall - 2 * HOUR_MS, wall - HOUR_MS];
  if (named === 'CEST') return summer;
  if (named === 'CET') return winter;
  return isSummer(summer) && !(seen.has(summer) && !isSummer(winter)) ? summer : winter;
};

/** Summer time begins and ends at 01:00 UTC on the last Sundays of March and October. */
function isSummer(time: number): boolean {
  const year = new Date(time).getUTCFullYear();
  return lastSunday(year, 2) <= time && time < lastSunday(year, 9);
}

function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0, 1));
  return end.getTime() - end.getUTCDay() * 24 * HOUR_MS;
}
