import { GRID_SERIES_HEADER } from '../../core/methodology/grid-series.ts';
import { ZONES, type ZoneProfile } from './grid-zones.ts';
import { dayStart } from './moment.ts';

/** Values of one zone and hour, as integers. */
export interface GridHour {
  /** Carbon-free share of the grid, permille. */
  readonly cfe: number;
  /** gCO2e per kWh. */
  readonly intensity: number;
  /** Day-ahead price, cents per MWh; negative on windy noons. */
  readonly price: number;
}

/**
 * What the wind adds to the carbon-free share of each day, permille. The second half mirrors the first, so that any 56
 * days in a row sum to nothing.
 */
const WIND: readonly number[] = withMirror([
  10, 20, 30, 20, 0, -10, -20, -30, -20, -10, 10, 30, 40, 30, 10, -10, -30, -40, -20, 0, 20, 10, -10, -20, 0, 20, 10,
  -10,
]);

function withMirror(half: readonly number[]): number[] {
  return [...half, ...half.map((value) => 0 - value)];
}

/** Days after which the weather repeats: a whole number of weeks, and the length of a Level 1 window. */
export const WEATHER_DAYS = WIND.length;

/** The 24 hours of one zone and day (days since 1970-01-01), in order. The wind moves all hours alike and keeps their rank. */
export function gridDay(zone: string, day: number): GridHour[] {
  const profile = zoneProfile(zone);
  const wind = at(WIND, (day + profile.weatherShift) % WEATHER_DAYS);
  return Array.from({ length: 24 }, (_, hour) => gridHour(profile, wind, hour));
}

function gridHour(
  { shape, hoursAhead, cfeShift, intensityScale, priceShift }: ZoneProfile,
  wind: number,
  hour: number,
) {
  const local = (hour + hoursAhead + 24) % 24;
  const cfe = at(shape.cfe, local) + cfeShift + wind;
  const still = Math.round((at(shape.intensity, local) * intensityScale) / 1000);
  // A windy day lowers the intensity by the share it adds, on the zone's own scale.
  const blown = Math.round((wind * intensityScale) / 2000);
  return {
    cfe: Math.min(990, Math.max(10, cfe)),
    intensity: Math.max(5, still - (still > 100 ? blown : 0)),
    price: at(shape.price, local) + priceShift - wind * 30,
  };
}

function zoneProfile(zone: string): ZoneProfile {
  const profile = ZONES.get(zone);
  if (profile === undefined) throw new Error(`the story has no grid zone ${zone}`);
  return profile;
}

/** Hours whose index is within the day or the pattern by construction. */
function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`no value at ${index}`);
  return value;
}

/** A permille count as decimal text. */
export const permilleText = (value: number): string => decimalText(value, 3);
/** A count of hundredths as decimal text. */
export const centsText = (value: number): string => decimalText(value, 2);

function decimalText(value: number, digits: number): string {
  const sign = value < 0 ? '-' : '';
  const padded = Math.abs(value)
    .toString()
    .padStart(digits + 1, '0');
  const fraction = padded.slice(-digits).replace(/0+$/, '');
  return `${sign}${padded.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The reference series of a zone as the registry's CSV (statements section 5, act `grid_series`): hourly, sorted. */
export function gridSeriesCsv(zone: string, fromDay: number, days: number): string {
  const lines = [GRID_SERIES_HEADER];
  for (let day = fromDay; day < fromDay + days; day += 1) {
    gridDay(zone, day).forEach((hour, index) => {
      const start = new Date(dayStart(day).getTime() + index * 3_600_000).toISOString().replace('.000Z', 'Z');
      lines.push(`${start},${permilleText(hour.cfe)},${hour.intensity},${centsText(hour.price)}`);
    });
  }
  return `${lines.join('\n')}\n`;
}
