import type { Inventory } from '../documents/inventory.ts';
import type { PartyId } from '../ids.ts';
import { CMS_1, type Parameters } from '../methodology/cms-1.ts';
import type { Finding, Report } from '../methodology/findings.ts';
import { reduceHardware } from '../methodology/hardware.ts';
import { checkTraffic, reduceNetwork, reduceStorage, storedSums } from '../methodology/inventory.ts';
import { EMPTY_SUMS, INVENTORY_SUM_NAMES, type InventorySumName, mergeSums, type Sums } from '../methodology/sums.ts';
import { mul, type Rational, rational, ZERO } from '../rational.ts';
import type { OrganisationRow } from './accumulator-row.ts';
import { dayStart, daysFrom } from './day.ts';

const DAY_MS = 86_400_000;
/** Days a statement goes on counting in full after the last day it names (statements section 6). */
export const CARRIED_DAYS = 31;

/** An accepted inventory. */
export interface StatedInventory {
  /** Index of its leaf: of two that name a day, the later one counts. */
  readonly acceptedSeq: number;
  readonly inventory: Inventory;
}

/** The inventory that counts for a day, and how long ago its last day was; 0 where it names the day itself. */
export interface InventoryInForce {
  readonly inventory: Inventory;
  readonly daysSince: number;
}

/**
 * What an organisation's inventories say about a day: the newest that names it, else the last earlier one, which is the
 * newest that names the nearest earlier day. undefined before the first named day.
 */
export function inventoryInForce(day: string, stated: readonly StatedInventory[]): InventoryInForce | undefined {
  const start = dayStart(day).getTime();
  const known = stated.filter(({ inventory }) => inventory.period.start.getTime() <= start);
  const lastNamed = (one: StatedInventory): number => Math.min(start, one.inventory.period.end.getTime() - DAY_MS);
  const nearest = known.reduce<StatedInventory | undefined>((best, one) => {
    if (best === undefined) return one;
    const later = lastNamed(one) - lastNamed(best);
    return later > 0 || (later === 0 && one.acceptedSeq > best.acceptedSeq) ? one : best;
  }, undefined);
  if (nearest === undefined) return undefined;
  return { inventory: nearest.inventory, daysSince: (start - lastNamed(nearest)) / DAY_MS };
}

/**
 * The organisation rows of days, both ends included (statements section 6): storage x 24 h and the day's share of the
 * period's traffic. More than 31 days after the last named day only what the meters showed counts, and nothing of it is
 * justified, needed or necessary. Days before the first named one have no row.
 */
export function organisationRows(
  org: PartyId,
  days: { readonly from: string; readonly to: string },
  stated: readonly StatedInventory[],
  p: Parameters = CMS_1,
): readonly OrganisationRow[] {
  const known = new Map<Inventory, Sums>();
  return daysFrom(days.from, days.to).flatMap((day): OrganisationRow[] => {
    const found = inventoryInForce(day, stated);
    if (found === undefined) return [];
    const sums = known.get(found.inventory) ?? dailySums(found.inventory, p);
    known.set(found.inventory, sums);
    const isMeterOnly = found.daysSince > CARRIED_DAYS;
    return [{ org, site: null, day, sums: inventorySums(sums, isMeterOnly) }];
  });
}

/** One day's part of what an inventory says. */
function dailySums({ storage, network, period }: Inventory, p: Parameters): Sums {
  const stored = storedSums(reduceStorage(storage, p, ignore, ''), BigInt(DAY_MS));
  const moved = reduceNetwork(network, ignore, '');
  const days = BigInt(Math.round((period.end.getTime() - period.start.getTime()) / DAY_MS));
  const share = (value: Rational): Rational => mul(value, rational(1n, days));
  return mergeSums(stored, {
    ...EMPTY_SUMS,
    net_metered: share(moved.net_metered),
    net_listed: share(moved.net_listed),
    net_needed: share(moved.net_needed),
  });
}

const ignore: Report = () => undefined;

function inventorySums(sums: Sums, isMeterOnly: boolean): Record<InventorySumName, Rational> {
  const value = (name: InventorySumName): Rational => (isMeterOnly && !name.endsWith('_metered') ? ZERO : sums[name]);
  // One entry for every name.
  return Object.fromEntries(INVENTORY_SUM_NAMES.map((name) => [name, value(name)])) as Record<
    InventorySumName,
    Rational
  >;
}

/**
 * What the checks R15, R16 and R17 see in an inventory. They do not refuse it: they are findings of every closed day it
 * counts for (methodology 3, "suspend now"). Pointers are relative to the body.
 */
export function inventoryFindings(inventory: Inventory, p: Parameters = CMS_1): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (one) => void findings.push(one);
  reduceStorage(inventory.storage, p, report, '/storage');
  checkTraffic(reduceNetwork(inventory.network, report, '/network'), p, report, '/network/metered_gb');
  reduceHardware(inventory.hardware, p, report);
  return findings;
}
