import { parseAttestation } from '../core/documents/attestation.ts';
import { parseInventory } from '../core/documents/inventory.ts';
import { groupBy } from '../core/group-by.ts';
import type { PartyId } from '../core/ids.ts';
import type { AcceptedInterval } from '../core/telemetry/accepted-interval.ts';
import type { OrganisationRow, SiteRow } from '../core/telemetry/accumulator-row.ts';
import { addDays, dayOf, dayStart } from '../core/telemetry/day.ts';
import { organisationRows, type StatedInventory } from '../core/telemetry/organisation-row.ts';
import { REGISTER_LAPSE_DAYS, registerOf, workloadFacts } from '../core/telemetry/register.ts';
import { rowKey } from '../core/telemetry/row-order.ts';
import { type FactsAt, type SiteDay, siteRow } from '../core/telemetry/site-row.ts';
import { loadAuditWorkloads } from './audited-workloads.ts';
import type { AttestationRow, InventoryRow } from './ports/telemetry.ts';
import type { Stores } from './ports.ts';
import { storedBody } from './stored-body.ts';

const DAY_MS = 86_400_000;

/** A site and UTC day. */
export interface SiteDayName {
  readonly siteId: string;
  readonly day: string;
}

type RowStores = Pick<Stores, 'attestations' | 'register' | 'opinions' | 'statements'>;

/**
 * The rows of some sites and days of an organisation, from the verbatim attestations and the public statements (statements
 * section 6): a function of those alone, so whoever may read them computes the same rows at any time. What no window holds
 * yet is left to the next rows. A day without an attestation has none.
 */
export async function computeSiteRows(
  tx: RowStores,
  org: PartyId,
  names: readonly SiteDayName[],
): Promise<readonly SiteRow[]> {
  return (await loadSiteDays(tx, org, names)).map((day) => siteRow(day));
}

/** What the rows of some sites and days are made of. A day without an attestation is left out. */
export async function loadSiteDays(
  tx: RowStores,
  org: PartyId,
  names: readonly SiteDayName[],
): Promise<readonly SiteDay[]> {
  const stored: AttestationRow[] = [];
  for (const [day, those] of groupBy(names, (name) => name.day)) {
    const sites = those.map(({ siteId }) => siteId);
    stored.push(...(await tx.attestations.windowed(org, sites, dayStart(day), dayStart(addDays(day, 1)))));
  }
  const intervals = stored.map(toAcceptedInterval);
  const bySiteDay = groupBy(intervals, ({ attestation: { site_id, start } }) =>
    rowKey({ site: site_id, day: dayOf(start) }),
  );
  const factsAt = await loadFacts(tx, org, intervals);
  return names.flatMap(({ siteId: site, day }): SiteDay[] => {
    const own = bySiteDay.get(rowKey({ site, day })) ?? [];
    const [first] = own;
    // `minutes` is the same in all of them.
    return first === undefined ? [] : [{ org, site, day, minutes: first.attestation.minutes, intervals: own, factsAt }];
  });
}

/** An attestation as rows and pages look at it. */
export function toAcceptedInterval(row: AttestationRow): AcceptedInterval {
  const { digest, jws, acceptedAt, late, counted, grid, gridFromRegistry } = row;
  return { digest, attestation: parseAttestation(storedBody(jws)), acceptedAt, late, counted, grid, gridFromRegistry };
}

/** What the register and the audits say of the workloads of some intervals, at the start of each. */
export async function loadFacts(
  tx: Pick<RowStores, 'register' | 'opinions' | 'statements'>,
  org: PartyId,
  intervals: readonly AcceptedInterval[],
): Promise<FactsAt> {
  const starts = intervals.map(({ attestation }) => attestation.start.getTime());
  const from = new Date(starts.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER / 2));
  const to = new Date(starts.reduce((a, b) => Math.max(a, b), 0));
  if (intervals.length === 0) return (id, start) => workloadFacts(id, start, registerOf([]), []);
  const ids = new Set(intervals.flatMap(({ attestation }) => attestation.workloads.map((use) => use.workload_id)));
  const lapsed = new Date(from.getTime() - REGISTER_LAPSE_DAYS * DAY_MS);
  const register = registerOf(await tx.register.versions(org, [...ids], lapsed, to));
  const audits = await loadAuditWorkloads(tx, org, from, to);
  return (id, start) => workloadFacts(id, start, register, audits);
}

/**
 * The organisation rows of days, both ends included, from what is stated now. Reads the statements that can count for them,
 * and no others.
 */
export async function computeOrganisationRows(
  tx: Pick<Stores, 'inventories'>,
  org: PartyId,
  from: string,
  to: string,
): Promise<readonly OrganisationRow[]> {
  return organisationRows(org, { from, to }, await statedInventories(tx, org, dayStart(from)));
}

/** The inventories that can count for a day or for later ones. */
export async function statedInventories(
  tx: Pick<Stores, 'inventories'>,
  org: PartyId,
  start: Date,
): Promise<readonly StatedInventory[]> {
  const earlier = await tx.inventories.lastEnding(org, start);
  const stated = await tx.inventories.of(org, start);
  return [...(earlier === undefined ? [] : [earlier]), ...stated].map(toStated);
}

const toStated = ({ acceptedSeq, body }: InventoryRow): StatedInventory => ({
  acceptedSeq,
  inventory: parseInventory(JSON.parse(body)),
});
