import type { PartyId } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import { countersignedAudits } from '../audited-workloads.ts';
import { liveSitesOf } from '../live-sites.ts';
import type { IntakeStore } from '../ports/intake.ts';

type Sources = Pick<IntakeStore, 'opinions' | 'statements' | 'inventories'>;

/**
 * The grid zone of a site: that of the newest countersigned audit naming it, before one that of the first inventory naming it
 * (statements section 6). Undefined where nothing does.
 */
export async function zoneOfSite(tx: Sources, party: PartyId, siteId: string, now: Date): Promise<string | undefined> {
  for (const { digest, spans } of [...(await countersignedAudits(tx, party))].reverse()) {
    const isStanding = spans.some(({ from, until }) => from <= now && (until === null || now < until));
    const sites = isStanding ? await liveSitesOf(tx, digest) : [];
    const site = sites.find((one) => one.site_id === siteId);
    if (site !== undefined) return site.zone;
  }
  for (const { body } of await tx.inventories.of(party, new Date(0))) {
    const zone = zoneIn(JSON.parse(body), siteId);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function zoneIn(body: JsonValue, siteId: string): string | undefined {
  const sites = isJsonObject(body) ? body['sites'] : undefined;
  if (!Array.isArray(sites)) return undefined;
  const site = sites.filter(isJsonObject).find((one) => one['site_id'] === siteId);
  const zone = site?.['grid_zone'];
  return typeof zone === 'string' ? zone : undefined;
}
