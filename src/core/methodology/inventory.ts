import { formatMicro, fromMicro, MICRO_PER_UNIT, type Micro } from '../decimal.ts';
import type { Dataset, Flow, Network, Storage } from '../documents/audit-parts.ts';
import { formatFixed, type Rational, rational } from '../rational.ts';
import type { Parameters } from './cms-1.ts';
import { finding, type Report } from './findings.ts';
import { type Sums, sumsOf } from './sums.ts';
import { exceeds } from './tolerance.ts';

const MS_PER_HOUR = 3_600_000n;

/** GB of one moment, before they are multiplied by the hours they were stored. */
export interface StoredGigabytes {
  readonly metered: Micro;
  readonly listed: Micro;
  readonly justified: Micro;
  readonly needed: Micro;
}

/** Storage of one period (methodology 1.3, D1 and D2): only what has an owner and a retention rule can be justified. */
export function reduceStorage(storage: Storage, p: Parameters, report: Report, pointer: string): StoredGigabytes {
  let listed = 0n;
  let justified = 0n;
  let needed = 0n;
  storage.datasets.forEach((dataset, index) => {
    checkDataset(dataset, p, report, `${pointer}/datasets/${index}`);
    listed += dataset.stored_gb;
    if (dataset.owner === null || dataset.retention_rule === null) return;
    const copies = dataset.unique_gb * BigInt(dataset.required_copies);
    justified += dataset.justified_gb;
    needed += dataset.justified_gb < copies ? dataset.justified_gb : copies;
  });
  if (exceeds(listed, storage.metered_gb, p.partsTolerance)) {
    const measured = { listed_gb: formatMicro(listed), metered_gb: formatMicro(storage.metered_gb) };
    const message = `datasets sum to ${measured.listed_gb} GB, the meter shows ${measured.metered_gb} GB`;
    report(finding('REJECT', 'R15', `${pointer}/metered_gb`, message, measured));
  }
  return { metered: storage.metered_gb, listed, justified, needed };
}

function checkDataset(dataset: Dataset, p: Parameters, report: Report, at: string): void {
  const { justified_gb: justified, unique_gb: unique, stored_gb: stored, dataset_id: id } = dataset;
  if (justified > stored || unique > stored) {
    const part = justified > stored ? 'justified_gb' : 'unique_gb';
    const measured = { [part]: formatMicro(dataset[part]), stored_gb: formatMicro(stored) };
    report(finding('REJECT', 'R15', `${at}/${part}`, `${id}: ${part} exceeds stored_gb`, measured));
  }
  if (dataset.required_copies < 1 || dataset.required_copies > p.maxCopies) {
    const measured = { required_copies: dataset.required_copies.toString() };
    const message = `${id}: ${dataset.required_copies} required copies, allowed are 1 to ${p.maxCopies}`;
    report(finding('REJECT', 'R15', `${at}/required_copies`, message, measured));
  }
}

/** GB as GB x hours over a period of that many milliseconds. */
export function storedSums(stored: StoredGigabytes, milliseconds: bigint): Sums {
  const hours = (gigabytes: Micro): Rational => rational(gigabytes * milliseconds, MICRO_PER_UNIT * MS_PER_HOUR);
  return sumsOf({
    gbh_metered: hours(stored.metered),
    gbh_listed: hours(stored.listed),
    gbh_justified: hours(stored.justified),
    gbh_needed: hours(stored.needed),
  });
}

/** Traffic of one period (methodology 1.3, D3): only a flow with an owner can be necessary. */
export function reduceNetwork(network: Network, report: Report, pointer: string): Sums {
  let listed = 0n;
  let needed = 0n;
  network.flows.forEach((flow, index) => {
    checkFlow(flow, report, `${pointer}/flows/${index}`);
    listed += flow.gb;
    if (flow.owner !== null) needed += flow.gb - flow.redundant_gb;
  });
  return sumsOf({
    net_metered: fromMicro(network.metered_gb),
    net_listed: fromMicro(listed),
    net_needed: fromMicro(needed),
  });
}

function checkFlow(flow: Flow, report: Report, at: string): void {
  if (flow.redundant_gb <= flow.gb) return;
  const measured = { redundant_gb: formatMicro(flow.redundant_gb), gb: formatMicro(flow.gb) };
  const message = `${flow.flow_id}: redundant ${measured.redundant_gb} exceeds moved ${measured.gb} GB`;
  report(finding('REJECT', 'R16', `${at}/redundant_gb`, message, measured));
}

/** R16 over all periods together: flows fit the traffic meter. */
export function checkTraffic(sums: Sums, p: Parameters, report: Report, pointer: string): void {
  const { net_listed: listed, net_metered: metered } = sums;
  if (!exceeds(listed.num * metered.den, metered.num * listed.den, p.partsTolerance)) return;
  const measured = { listed_gb: formatFixed(listed, 6), metered_gb: formatFixed(metered, 6) };
  const message = `flows sum to ${measured.listed_gb} GB, the meter shows ${measured.metered_gb} GB`;
  report(finding('REJECT', 'R16', pointer, message, measured));
}
