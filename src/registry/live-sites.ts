import type { Digest } from '../core/ids.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { LiveSite } from '../core/live/evaluate-live.ts';
import type { Stores } from './ports.ts';
import { storedBody } from './stored-body.ts';

/** Audits kept in memory: a digest fixes its document, so an entry is never out of date. */
const KEPT = 10_000;
const known = new Map<Digest, readonly LiveSite[]>();

/** The sites of an accepted audit, as live decisions look at them. Reads the document once a process. */
export async function liveSitesOf(tx: Pick<Stores, 'statements'>, audit: Digest): Promise<readonly LiveSite[]> {
  const kept = known.get(audit);
  if (kept !== undefined) return kept;
  const statement = await tx.statements.find(audit);
  if (statement === undefined) throw new Error(`no statement is stored for the audit ${audit}`);
  const sites = sitesIn(storedBody(statement.jws));
  if (known.size >= KEPT) known.clear();
  known.set(audit, sites);
  return sites;
}

/** The body was proven when it was accepted. */
function sitesIn(body: JsonValue): readonly LiveSite[] {
  const sites = isJsonObject(body) ? body['sites'] : undefined;
  if (!Array.isArray(sites)) throw new Error('an accepted audit has sites');
  return sites.filter(isJsonObject).map(({ site_id, interval_minutes, grid_zone }) => ({
    site_id: String(site_id),
    minutes: Number(interval_minutes),
    zone: String(grid_zone),
  }));
}
