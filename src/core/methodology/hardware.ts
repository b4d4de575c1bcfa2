import { formatMicro, fromMicro, MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import type { Hardware, RetiredBatch } from '../documents/audit-parts.ts';
import { formatFixed, rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import { finding, type Report } from './findings.ts';
import type { HardwareRecord } from './reduction.ts';
import { EMPTY_SUMS, type Sums, sumsOf } from './sums.ts';
import { isWithin } from './tolerance.ts';

/** Routes on which a machine stays a machine; its mass and embodied carbon count in full (methodology 1.4). */
export const REUSE_ROUTES: readonly string[] = ['redeployed', 'resold', 'refurbished', 'donated'];
export const ROUTES: readonly string[] = [...REUSE_ROUTES, 'recycled', 'landfilled', 'unknown'];
/** Routes that keep nothing and therefore need no certificate. */
const ROUTES_WITHOUT_CERTIFICATE: readonly string[] = ['landfilled', 'unknown'];

export interface HardwareReduction {
  readonly record: HardwareRecord;
  readonly sums: Sums;
}

/** The twelve-month ledger as four sums, and its checks (R17, F09, I02). */
export function reduceHardware(hardware: Hardware | null, p: Parameters, report: Report): HardwareReduction {
  if (hardware === null) return { record: 'withheld', sums: EMPTY_SUMS };
  if (!hardware.owned) return { record: 'not_owned', sums: EMPTY_SUMS };
  const totals = { retired: 0n, kept: 0n, embodied: 0n, workedMonths: 0n };
  hardware.retired.forEach((batch, index) => {
    const at = `/hardware/retired/${index}`;
    checkBatch(batch, p, report, at);
    const route = countedRoute(batch, report, at);
    totals.retired += batch.mass_kg;
    totals.embodied += batch.embodied_kgco2e;
    totals.kept += keptMass(batch, route);
    totals.workedMonths += batch.embodied_kgco2e * workedMonths(batch, route, p);
  });
  checkFleet(hardware, report);
  const sums = sumsOf({
    kg_retired: fromMicro(totals.retired),
    kg_kept: fromMicro(totals.kept),
    emb_retired: fromMicro(totals.embodied),
    emb_worked: rational(totals.workedMonths, MICRO_PER_UNIT * p.lifeMonths),
  });
  return { record: 'ledger', sums };
}

/** The route a batch counts under: without a certificate nothing is known to have been kept. */
function countedRoute(batch: RetiredBatch, report: Report, at: string): string {
  if (ROUTES_WITHOUT_CERTIFICATE.includes(batch.route) || batch.certificate_ref !== null) return batch.route;
  report(
    finding('INFO', 'I02', `${at}/certificate_ref`, `${batch.batch_id}: no certificate, counted as route unknown`),
  );
  return 'unknown';
}

function keptMass(batch: RetiredBatch, route: string): Micro {
  if (REUSE_ROUTES.includes(route)) return batch.mass_kg;
  return route === 'recycled' ? batch.recovered_kg : 0n;
}

/** Months of the reference life that count as worked off; all of them on a reuse route. */
function workedMonths(batch: RetiredBatch, route: string, p: Parameters): bigint {
  const months = BigInt(batch.months_in_service);
  return REUSE_ROUTES.includes(route) || months > p.lifeMonths ? p.lifeMonths : months;
}

function checkBatch(batch: RetiredBatch, p: Parameters, report: Report, at: string): void {
  const id = batch.batch_id;
  if (!ROUTES.includes(batch.route)) {
    report(finding('REJECT', 'R17', `${at}/route`, `${id}: unknown route`, { route: batch.route }));
  }
  if (batch.recovered_kg > batch.mass_kg) {
    const measured = { recovered_kg: formatMicro(batch.recovered_kg), mass_kg: formatMicro(batch.mass_kg) };
    report(finding('REJECT', 'R17', `${at}/recovered_kg`, `${id}: recovered exceeds the mass of the batch`, measured));
  }
  if (batch.units === 0) return;
  const perUnit = (total: Micro) => rational(total, MICRO_PER_UNIT * BigInt(batch.units));
  const mass = perUnit(batch.mass_kg);
  const embodied = perUnit(batch.embodied_kgco2e);
  if (isWithin(mass, p.kgPerUnit) && isWithin(embodied, p.embodiedPerUnit)) return;
  const measured = { kg_per_unit: formatFixed(mass, 1), kgco2e_per_unit: formatFixed(embodied, 0) };
  const message = `${id}: ${measured.kg_per_unit} kg and ${measured.kgco2e_per_unit} kgCO2e per unit are implausible`;
  report(finding('FLAG', 'F09', at, message, measured));
}

function checkFleet(ledger: Extract<Hardware, { owned: true }>, report: Report): void {
  const retired = ledger.retired.reduce((sum, batch) => sum + BigInt(batch.units), 0n);
  const close = BigInt(ledger.fleet_open) + BigInt(ledger.acquired) - retired;
  if (close === BigInt(ledger.fleet_close)) return;
  const measured = {
    fleet_open: ledger.fleet_open.toString(),
    acquired: ledger.acquired.toString(),
    retired: retired.toString(),
    fleet_close: ledger.fleet_close.toString(),
  };
  const message = `fleet does not reconcile: ${measured.fleet_open} + ${measured.acquired} - ${retired} is not ${measured.fleet_close}`;
  report(finding('REJECT', 'R17', '/hardware/fleet_close', message, measured));
}
