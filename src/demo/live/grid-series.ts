import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gridSeriesCsv } from '../story/grid.ts';
import { epochDay } from '../story/moment.ts';
import type { StoryOrganisation } from '../story/types.ts';
import { siteOf } from './plan.ts';

/** A reference series of the operator: the file `<sha256>.csv` for a zone. */
export interface PlacedSeries {
  readonly zone: string;
  readonly sha256: string;
}

/** Days before the first telemetry and after today that the series hold. */
const DAYS_BEFORE = 20;
const DAYS_AHEAD = 400;

/** Puts the series of all zones with telemetry into the operator's folder. The same day gives the same files. */
export async function placeGridSeries(
  folder: string,
  organisations: readonly StoryOrganisation[],
  today: Date,
): Promise<PlacedSeries[]> {
  const plans = organisations.flatMap(({ live }) => live ?? []);
  const first = epochDay(today) - Math.max(0, ...plans.map((plan) => plan.since)) - DAYS_BEFORE;
  const days = epochDay(today) + DAYS_AHEAD - first;
  const zones = [...new Set(plans.map((plan) => siteOf(plan).zone))].sort();
  await mkdir(folder, { recursive: true });
  return Promise.all(
    zones.map(async (zone) => {
      const csv = gridSeriesCsv(zone, first, days);
      const sha256 = createHash('sha256').update(csv).digest('hex');
      await writeFile(path.join(folder, `${sha256}.csv`), csv);
      return { zone, sha256 };
    }),
  );
}
