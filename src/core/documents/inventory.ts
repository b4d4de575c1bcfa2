import type { TSchema } from 'typebox';
import type { PartyId } from '../ids.ts';
import type { JsonValue } from '../json-value.ts';
import {
  type Capacity,
  capacity,
  type Hardware,
  hardware,
  type Network,
  network,
  type Storage,
  storage,
  type Window,
  window,
} from './audit-parts.ts';
import {
  addIssue,
  childPointer,
  list,
  nullable,
  object,
  oneOf,
  optional,
  partyId,
  type Reader,
  readDocument,
  text,
} from './audit-reader.ts';

const DAY_MS = 86_400_000;
/** Days one inventory may speak for (statements section 6). */
const PERIOD_DAYS = 31;
const SITE_LIMIT = 64;

/** Where a site stands; what an organisation says of it until an audit does. */
export interface InventorySite {
  readonly site_id: string;
  readonly grid_zone: string;
  readonly kind: 'owned' | 'colocation' | 'cloud';
}

/** `cms-inventory/1` (statements section 6): what is not measured by the interval. */
export interface Inventory {
  readonly schema: 'cms-inventory/1';
  /** Whole UTC days, at most 31. */
  readonly period: Window;
  readonly sites: readonly InventorySite[] | null;
  /** Averages of the period. */
  readonly storage: Storage;
  /** Sums of the period. */
  readonly network: Network;
  /** Unit-hours of the period. */
  readonly capacity: readonly Capacity[];
  /** Trailing twelve months; null where the statement does not speak of hardware. */
  readonly hardware: Hardware | null;
  /** Auditors who may read the raw attestations. */
  readonly auditors: readonly PartyId[] | null;
}

const period: Reader<Window> = {
  schema: window.schema,
  read: (value, pointer, issues) => {
    const read = window.read(value, pointer, issues);
    if (read === undefined) return undefined;
    const { start, end } = read;
    for (const [member, instant] of Object.entries({ start, end })) {
      if (instant.getTime() % DAY_MS !== 0)
        return addIssue(issues, childPointer(pointer, member), 'R02', 'must be midnight: a period is whole UTC days');
    }
    const days = (end.getTime() - start.getTime()) / DAY_MS;
    if (days >= 1 && days <= PERIOD_DAYS) return read;
    return addIssue(issues, childPointer(pointer, 'end'), 'R02', `must be 1 to ${PERIOD_DAYS} days after the start`);
  },
};

const site: Reader<InventorySite> = object({
  site_id: text,
  grid_zone: text,
  kind: oneOf('owned', 'colocation', 'cloud'),
});

/** A site stands in one place only. */
const sites: Reader<readonly InventorySite[]> = {
  schema: list(site, SITE_LIMIT).schema,
  read: (value, pointer, issues) => {
    const read = list(site, SITE_LIMIT).read(value, pointer, issues);
    if (read === undefined) return undefined;
    const ids = read.map(({ site_id }) => site_id);
    const again = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (again < 0) return read;
    return addIssue(issues, `${pointer}/${again}/site_id`, 'R21', `${ids[again]} is there twice`);
  },
};

const inventory: Reader<Inventory> = object({
  schema: oneOf('cms-inventory/1'),
  period,
  sites: optional(sites),
  storage,
  network,
  capacity,
  hardware: nullable(hardware),
  auditors: optional(list(partyId, 100, 1)),
});

/** `cms-inventory/1` as JSON Schema. */
export const inventorySchema: TSchema = inventory.schema;

/** The body of a `cms-inventory+jwt`. @throws RegistryError document_invalid with every fault found, at most 200 listed */
export function parseInventory(body: JsonValue): Inventory {
  return readDocument(inventory, body);
}
