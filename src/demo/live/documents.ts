import { formatMicro } from '../../core/decimal.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { micro } from '../story/energy.ts';
import { hardwareJson, storageJson } from '../story/inventory-json.ts';
import { dayStart } from '../story/moment.ts';
import type { FlowProfile, SiteProfile, WorkloadProfile } from '../story/profile.ts';
import type { LivePlan } from '../story/types.ts';
import type { SiteInterval } from './intervals.ts';
import { facilityOf, itOf } from './site-day.ts';

/** Place of an attestation in its site's chain. */
export interface StoryLink {
  readonly epoch: number;
  readonly seq: number;
  readonly prev: string | null;
}

/** A `cms-attestation/1` body. The grid's values are left to the registry's own series. */
export function attestationBody(
  siteId: string,
  { start, minutes, span, registers }: SiteInterval,
  chain: StoryLink,
): JsonObject {
  return {
    schema: 'cms-attestation/1',
    site_id: siteId,
    chain: { epoch: chain.epoch, seq: chain.seq, prev: chain.prev },
    start: formatUtcInstant(start),
    minutes,
    facility_kwh: formatMicro(facilityOf(span)),
    it_kwh: formatMicro(itOf(span)),
    registers: { facility_kwh: formatMicro(registers.facility), it_kwh: formatMicro(registers.it) },
    matched_cfe_kwh: formatMicro(span.matched),
    heat_reused_kwh: formatMicro(span.heat),
    workloads: span.workloads.map((use) => ({
      workload_id: use.id,
      energy_kwh: formatMicro(use.energy),
      reserved_units_h: formatMicro(use.reserved),
      used_units_h: formatMicro(use.used),
      discarded_kwh: formatMicro(use.discarded),
    })),
  };
}

/** An entry of the register for a workload as its profile has it. */
export const registerEntry = (siteId: string, workload: WorkloadProfile): JsonObject => ({
  workload_id: workload.id,
  site_id: siteId,
  name: workload.name,
  owner: workload.owner,
  schedule_ref: workload.scheduleRef,
  kind: workload.kind,
  deferrable: workload.deferrable,
  capacity_unit: workload.unit,
  redundancy: workload.redundancy,
  energy_basis: workload.basis,
});

/** A `cms-workloads/1` body of these workloads; `disowned` is one without its owner. */
export const registerBody = (
  sites: readonly SiteProfile[],
  { only, disowned }: { readonly only: readonly string[]; readonly disowned?: string },
): JsonObject => ({
  schema: 'cms-workloads/1',
  entries: sites.flatMap((site) =>
    site.workloads
      .filter((workload) => only.includes(workload.id))
      .map((workload) => (workload.id === disowned ? { ...workload, owner: null } : workload))
      .map((workload) => registerEntry(site.site_id, workload)),
  ),
});

/** The network figures of a profile are those of this many days; every share of them is exact in six digits. */
const NETWORK_DAYS = 200n;
const SPARE_PERCENT = 102n;

/** Whole UTC days, the first as days since 1970-01-01. */
export interface InventoryPeriod {
  readonly firstDay: number;
  readonly days: number;
}

/** A `cms-inventory/1` body. */
export function inventoryBody(
  { profile, auditors }: Pick<LivePlan, 'profile' | 'auditors'>,
  { firstDay, days }: InventoryPeriod,
): JsonObject {
  const inPeriod = (gb: number): string => formatMicro((BigInt(gb) * 1_000_000n * BigInt(days)) / NETWORK_DAYS);
  const flow = ({ id, owner, gb, redundantGb }: FlowProfile): JsonObject => ({
    flow_id: id,
    owner,
    gb: inPeriod(gb),
    redundant_gb: inPeriod(redundantGb),
  });
  return {
    schema: 'cms-inventory/1',
    period: { start: formatUtcInstant(dayStart(firstDay)), end: formatUtcInstant(dayStart(firstDay + days)) },
    sites: profile.sites.map(({ site_id, zone, kind }) => ({ site_id, grid_zone: zone, kind })),
    storage: storageJson(profile.storage),
    network: { metered_gb: inPeriod(profile.network.meteredGb), flows: profile.network.flows.map(flow) },
    capacity: capacityJson(profile.sites, days),
    hardware: hardwareJson(profile.hardware),
    auditors: [...auditors],
  };
}

function capacityJson(sites: readonly SiteProfile[], days: number): JsonObject[] {
  const units = new Map<string, bigint>();
  for (const { unit, units: reserved } of sites.flatMap((site) => site.workloads)) {
    units.set(unit, (units.get(unit) ?? 0n) + BigInt(reserved));
  }
  return [...units].map(([unit, reserved]) => ({
    unit,
    installed_units_h: formatMicro((reserved * BigInt(days) * 24n * SPARE_PERCENT * micro('1')) / 100n),
  }));
}
