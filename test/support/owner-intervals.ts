import type { Attestation } from '../../src/core/documents/attestation.ts';
import type { Digest } from '../../src/core/ids.ts';
import type { AcceptedInterval } from '../../src/core/telemetry/accepted-interval.ts';
import type { FactsAt } from '../../src/core/telemetry/site-row.ts';

/** Intervals as the owner's view takes them, without a registry. */

export const kwh = (value: number): bigint => BigInt(Math.round(value * 1_000_000));

export interface MadeInterval {
  readonly start: Date;
  readonly it: number;
  /** kWh by workload id. */
  readonly uses?: Readonly<Record<string, number>>;
  readonly minutes?: number;
  readonly fromRegistry?: boolean;
}

export function madeInterval({
  start,
  it,
  uses = {},
  minutes = 60,
  fromRegistry = true,
}: MadeInterval): AcceptedInterval {
  const attestation: Attestation = {
    site_id: 'hall-1',
    chain: { epoch: 0, seq: 0, prev: null },
    start,
    minutes,
    facility_kwh: kwh(it * 1.2),
    it_kwh: kwh(it),
    registers: { facility_kwh: 0n, it_kwh: 0n },
    matched_cfe_kwh: null,
    heat_reused_kwh: null,
    grid_cfe_share: null,
    carbon_intensity_g_per_kwh: null,
    price_per_mwh: null,
    workloads: Object.entries(uses).map(([workload_id, energy]) => ({
      workload_id,
      energy_kwh: kwh(energy),
      reserved_units_h: 0n,
      used_units_h: 0n,
      discarded_kwh: 0n,
    })),
  };
  return {
    digest: 'x'.repeat(43) as Digest,
    attestation,
    acceptedAt: new Date(start.getTime() + minutes * 60_000),
    late: false,
    counted: true,
    grid: { cfeShare: kwh(0.5), carbonIntensity: kwh(120), price: kwh(40) },
    gridFromRegistry: fromRegistry,
  };
}

/** Everything but what is named has an owner and a schedule. */
export const ownedBut =
  (...ids: readonly string[]): FactsAt =>
  (id) => ({
    visible: !ids.includes(id),
    redundancy: 1,
    unit: 'vcpu',
    deferrable: false,
    measured: true,
    kind: 'service',
    name: id,
  });

/** The hours of some days from one on, in order. */
export const hoursOf = (from: string, days: number): Date[] =>
  Array.from({ length: 24 * days }, (_, hour) => new Date(Date.parse(`${from}T00:00:00Z`) + hour * 3_600_000));
