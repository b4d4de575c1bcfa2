import { formatMicro } from '../../core/decimal.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { CMS_1 } from '../../core/methodology/cms-1.ts';
import { GRID_SERIES_HEADER } from '../../core/methodology/grid-series.ts';
import { add, isBelow, isEqual, mul, ONE, type Rational, rational, roundHalfEven, ZERO } from '../../core/rational.ts';
import { ExportError, GRID_MEMBERS, type GridMember, type Reading } from './reading.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MICRO_DIGITS = 6;

/** An hour that the series has to leave out, and what is missing of it. */
export interface Gap {
  readonly hour: Date;
  readonly missing: readonly GridMember[];
}

export interface PreparedSeries {
  /** The exact text of the CSV file. */
  readonly csv: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly hours: number;
  readonly gaps: readonly Gap[];
}

/** Minutes of an hour that are covered, and the sum of value x minutes. */
interface Cell {
  covered: number;
  weighted: Rational;
}

/**
 * Readings of any number of exports as one series: hourly, sorted, exact to the micro-unit (half to even). Shorter readings are
 * averaged over the hour they fill; an hour not filled, or without one of the three values, is a gap and left out.
 *
 * @throws ExportError where readings contradict each other, no hour is complete, or a value is one that no interval may have
 */
export function mergeReadings(readings: readonly Reading[]): PreparedSeries {
  const cells = new Map<number, Map<GridMember, Cell>>();
  for (const reading of withoutRepeats(readings)) spread(reading, cells);
  const hours = [...cells.keys()].sort((a, b) => a - b);
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) throw new ExportError('the exports hold no value');
  const lines: string[] = [];
  const gaps: Gap[] = [];
  for (let hour = first; hour <= last; hour += HOUR_MS) {
    const missing = GRID_MEMBERS.filter((member) => cells.get(hour)?.get(member)?.covered !== 60);
    if (missing.length > 0) gaps.push({ hour: new Date(hour), missing });
    else lines.push(lineOf(hour, cells.get(hour) ?? new Map()));
  }
  if (lines.length === 0) throw new ExportError(`no hour has all of ${GRID_MEMBERS.join(', ')}`);
  const csv = `${[GRID_SERIES_HEADER, ...lines].join('\n')}\n`;
  return { csv, from: new Date(first), to: new Date(last + HOUR_MS), hours: lines.length, gaps };
}

/** Exports may overlap as long as they agree. */
function withoutRepeats(readings: readonly Reading[]): readonly Reading[] {
  const known = new Map<string, Reading>();
  for (const reading of readings) {
    const key = `${reading.member} ${reading.start}`;
    const before = known.get(key);
    known.set(key, reading);
    if (before !== undefined && !isEqual(before.value, reading.value)) {
      throw new ExportError(`two values of ${reading.member} at ${formatUtcInstant(new Date(reading.start))}`);
    }
  }
  return [...known.values()];
}

/** Shares a reading out to the hours it covers. */
function spread({ member, start, minutes, value }: Reading, cells: Map<number, Map<GridMember, Cell>>): void {
  const end = start + minutes * MINUTE_MS;
  for (let hour = Math.floor(start / HOUR_MS) * HOUR_MS; hour < end; hour += HOUR_MS) {
    const covered = Math.floor((Math.min(end, hour + HOUR_MS) - Math.max(start, hour)) / MINUTE_MS);
    const members = cells.get(hour) ?? new Map<GridMember, Cell>();
    cells.set(hour, members);
    const cell = members.get(member) ?? { covered: 0, weighted: ZERO };
    members.set(member, cell);
    cell.covered += covered;
    cell.weighted = add(cell.weighted, mul(value, rational(BigInt(covered))));
  }
}

function lineOf(hour: number, members: ReadonlyMap<GridMember, Cell>): string {
  const at = formatUtcInstant(new Date(hour));
  const values = GRID_MEMBERS.map((member) => {
    const value = mul(members.get(member)?.weighted ?? ZERO, rational(1n, 60n));
    assertAllowed(member, value, at);
    return formatMicro(roundHalfEven(value, MICRO_DIGITS));
  });
  return [at, ...values].join(',');
}

/** R12; a registry would hand these values to every interval of the hour. */
function assertAllowed(member: GridMember, value: Rational, at: string): void {
  const most = member === 'grid_cfe_share' ? ONE : CMS_1.maxIntensity;
  if (member === 'price_per_mwh' || (!isBelow(value, ZERO) && !isBelow(most, value))) return;
  throw new ExportError(`${member} at ${at} is outside 0 to ${most.num}`);
}
