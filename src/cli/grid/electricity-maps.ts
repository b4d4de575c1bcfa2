import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { div, type Rational, rational } from '../../core/rational.ts';
import { type CsvRow, readTable } from './csv-table.ts';
import { ExportError, exactNumber, type GridMember, isoTime, type Reading, stepOf } from './reading.ts';

/** Which of its two intensities an export is read by. Life cycle includes what building a power station emitted. */
export type Intensity = 'lifecycle' | 'direct';

/** What one row says: a time, and a value of a member. */
interface Said {
  readonly start: number;
  readonly member: GridMember;
  readonly value: Rational;
}

const perCent = (value: Rational): Rational => div(value, rational(100n));

/** A CSV of the data portal: `Datetime (UTC)`, the two carbon intensities, `Carbon-free energy percentage (CFE%)`. */
export function readElectricityMapsCsv(text: string, intensity: Intensity): readonly Reading[] {
  const { columns, rows } = readTable(text);
  const column = (pattern: RegExp): string | undefined => columns.find((name) => pattern.test(name));
  const time = column(/^datetime \(utc\)$/i);
  const carbon = column(intensity === 'direct' ? /^carbon intensity.*direct/i : /^carbon intensity.*life ?cycle/i);
  const free = column(/^(carbon-free energy percentage|low carbon percentage)/i);
  if (time === undefined) throw new ExportError('it has no column "Datetime (UTC)"');
  if (carbon === undefined && free === undefined)
    throw new ExportError(`it has neither a ${intensity} carbon intensity nor a carbon-free percentage`);
  assertOneZone(rows.map((row) => row.get(column(/^zone id$/i) ?? '')));
  return toReadings(
    rows.flatMap((row) => {
      const start = isoTime(row.get(time));
      return start === undefined ? [] : saidIn(row, start, carbon, free);
    }),
  );
}

function saidIn(row: CsvRow, start: number, carbon: string | undefined, free: string | undefined): Said[] {
  const value = carbon === undefined ? undefined : exactNumber(row.get(carbon));
  const share = free === undefined ? undefined : exactNumber(row.get(free));
  return [
    ...(value === undefined ? [] : [{ start, member: 'carbon_intensity_g_per_kwh' as const, value }]),
    ...(share === undefined ? [] : [{ start, member: 'grid_cfe_share' as const, value: perCent(share) }]),
  ];
}

/** An answer of its API: `data` or `history`, each item with `datetime` and a value, named by itself or by the `unit`. */
export function readElectricityMapsJson(body: JsonObject): readonly Reading[] {
  const list = [body['data'], body['history'], body['forecast']].find((one) => Array.isArray(one)) ?? [];
  const items = (Array.isArray(list) ? list : []).filter(isJsonObject);
  assertOneZone([body, ...items].map((item) => item['zone']));
  return toReadings(
    items.flatMap((item) => {
      const start = isoTime(item['datetime']);
      return start === undefined ? [] : saidBy(item, start, item['unit'] ?? body['unit']);
    }),
  );
}

function saidBy(item: JsonObject, start: number, unit: JsonValue | undefined): Said[] {
  const carbon = exactNumber(item['carbonIntensity']);
  const free = exactNumber(item['carbonFreePercentage'] ?? item['fossilFreePercentage']);
  const value = exactNumber(item['value'] ?? item['price']);
  const words = typeof unit === 'string' ? unit : '';
  return [
    ...(carbon === undefined ? [] : [{ start, member: 'carbon_intensity_g_per_kwh' as const, value: carbon }]),
    ...(free === undefined ? [] : [{ start, member: 'grid_cfe_share' as const, value: perCent(free) }]),
    ...(value === undefined ? [] : saidInUnit(start, value, words)),
  ];
}

function saidInUnit(start: number, value: Rational, unit: string): Said[] {
  if (/^gco2(eq?)?\/kwh$/i.test(unit.replace('₂', '2')))
    return [{ start, member: 'carbon_intensity_g_per_kwh', value }];
  if (unit === '%') return [{ start, member: 'grid_cfe_share', value: perCent(value) }];
  if (/\/mwh$/i.test(unit)) return [{ start, member: 'price_per_mwh', value }];
  return [];
}

function toReadings(said: readonly Said[]): readonly Reading[] {
  if (said.length === 0) throw new ExportError('it holds no value');
  const minutes = stepOf(said.map(({ start }) => start));
  return said.map((one) => ({ ...one, minutes }));
}

/** Values of two zones in one series would be nobody's. */
function assertOneZone(zones: readonly unknown[]): void {
  const named = new Set(zones.filter((zone) => typeof zone === 'string' && zone !== ''));
  if (named.size > 1) throw new ExportError(`it holds several zones: ${[...named].join(', ')}`);
}
