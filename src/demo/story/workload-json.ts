import { formatMicro } from '../../core/decimal.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { floorToStep, micro } from './energy.ts';
import { dayStart } from './moment.ts';
import type { WorkloadProfile } from './profile.ts';
import { between } from './random.ts';
import type { DayWindow, GeneratedSite } from './site-generator.ts';

/** The rows of one site in the workload table. */
export function workloadsJson({ profile }: GeneratedSite, window: DayWindow, seed: number): JsonObject[] {
  return profile.workloads.map((workload, index) => rowJson(workload, profile.site_id, window, seed + index));
}

function rowJson(workload: WorkloadProfile, siteId: string, window: DayWindow, seed: number): JsonObject {
  const days = BigInt(window.days);
  const reserved = BigInt(workload.units) * days * 24n * 1_000_000n;
  return {
    workload_id: workload.id,
    site_id: siteId,
    name: workload.name,
    owner: workload.owner,
    schedule_ref: workload.scheduleRef,
    registered_at: registeredAt(workload, window, seed),
    kind: workload.kind,
    deferrable: workload.deferrable,
    energy_kwh: formatMicro(floorToStep(micro(workload.kwhPerDay) * days)),
    energy_basis: workload.basis,
    capacity_unit: workload.unit,
    reserved_units_h: formatMicro(reserved),
    used_units_h: formatMicro((reserved * micro(workload.utilisation)) / 1_000_000n),
    redundancy: workload.redundancy,
    discarded_kwh: formatMicro(floorToStep(micro(workload.discardedKwhPerDay) * days)),
  };
}

/** A working morning before the window, or one in it, or none. */
function registeredAt(workload: WorkloadProfile, { firstDay }: DayWindow, seed: number): string | null {
  if (workload.registered === 'never') return null;
  const day = workload.registered === 'late' ? firstDay + between(9, 40, seed) : firstDay - between(20, 400, seed);
  return formatUtcInstant(new Date(dayStart(day).getTime() + between(480, 960, seed, day) * 60_000));
}
