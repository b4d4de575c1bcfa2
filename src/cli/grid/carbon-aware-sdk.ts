import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { ExportError, exactNumber, isoTime, type Reading, stepOf } from './reading.ts';

const MINUTE_MS = 60_000;
const DURATION = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/;

/**
 * Emissions of the Carbon Aware SDK (Green Software Foundation): a list of `{location, time, rating, duration}`, or that list as
 * `Emissions` of a JSON source; names in either case. `rating` is g/kWh, `duration` `hh:mm:ss` or minutes.
 */
export function readCarbonAwareJson(body: JsonValue): readonly Reading[] {
  const list = isJsonObject(body) ? member(body, 'emissions') : body;
  const items = (Array.isArray(list) ? list : []).filter(isJsonObject);
  const places = new Set(items.map((item) => member(item, 'location')).filter((place) => place !== undefined));
  if (places.size > 1) throw new ExportError(`it holds several locations: ${[...places].join(', ')}`);
  const found = items.flatMap((item) => {
    const start = isoTime(member(item, 'time') ?? member(item, 'timestamp') ?? member(item, 'startTime'));
    const value = exactNumber(member(item, 'rating') ?? member(item, 'value') ?? member(item, 'carbonIntensity'));
    return start === undefined || value === undefined ? [] : [{ start, value, stated: minutesOf(item) }];
  });
  if (found.length === 0) throw new ExportError('it holds no emissions with a time and a rating');
  const step = stepOf(found.map(({ start }) => start));
  return found.map(({ start, value, stated }) => ({
    member: 'carbon_intensity_g_per_kwh',
    start,
    minutes: stated ?? step,
    value,
  }));
}

function member(item: JsonObject, name: string): JsonValue | undefined {
  const found = Object.keys(item).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : item[found];
}

function minutesOf(item: JsonObject): number | undefined {
  const duration = member(item, 'duration');
  if (typeof duration === 'number') return duration > 0 ? duration : undefined;
  const [, days = '0', hours, minutes, seconds] = DURATION.exec(typeof duration === 'string' ? duration : '') ?? [];
  if (hours === undefined) return minutesBetween(item);
  const total = Number(days) * 1440 + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return total > 0 ? total : undefined;
}

function minutesBetween(item: JsonObject): number | undefined {
  const [start, end] = [isoTime(member(item, 'startTime')), isoTime(member(item, 'endTime'))];
  return start === undefined || end === undefined || end <= start ? undefined : (end - start) / MINUTE_MS;
}
