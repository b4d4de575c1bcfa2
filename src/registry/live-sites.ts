import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { LiveSite } from '../core/live/evaluate-live.ts';
import { keptDocuments } from './kept-documents.ts';

/** The sites of an accepted audit, as live decisions look at them. Reads the document once a process. */
export const liveSitesOf = keptDocuments(10_000, sitesIn);

function sitesIn(body: JsonValue): readonly LiveSite[] {
  const sites = isJsonObject(body) ? body['sites'] : undefined;
  if (!Array.isArray(sites)) throw new Error('an accepted audit has sites');
  return sites.filter(isJsonObject).map(({ site_id, interval_minutes, grid_zone }) => ({
    site_id: String(site_id),
    minutes: Number(interval_minutes),
    zone: String(grid_zone),
  }));
}
