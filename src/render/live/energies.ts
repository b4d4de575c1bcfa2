import type { LiveDays } from '../../core/live/live-days.ts';
import { parseFigure } from '../words.ts';
import type { EnergyOfDay } from './unattributed-days.ts';

/** Energies of all sites by day, in order: as numbers, for drawing and for rounded words alone. */
export function energiesOf(sites: LiveDays['sites']): readonly EnergyOfDay[] {
  const byDay = new Map<string, EnergyOfDay>();
  for (const { day, it, unattributed } of sites.flatMap((site) => site.days)) {
    const known = byDay.get(day) ?? { day, it: 0, unattributed: 0 };
    const sums = { it: known.it + numberOf(it), unattributed: known.unattributed + numberOf(unattributed) };
    byDay.set(day, { day, ...sums });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function numberOf(text: string): number {
  const value = parseFigure(text);
  return value === undefined ? 0 : Number(value.num) / Number(value.den);
}
