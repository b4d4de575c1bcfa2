import type { JsonObject } from '../../core/json-value.ts';
import type {
  BatchProfile,
  DatasetProfile,
  FlowProfile,
  HardwareProfile,
  NetworkProfile,
  StorageProfile,
} from './profile.ts';

/** `storage` of an audit: averages over the window. */
export const storageJson = ({ meteredGb, datasets }: StorageProfile): JsonObject => ({
  metered_gb: meteredGb.toString(),
  datasets: datasets.map(datasetJson),
});

const datasetJson = (dataset: DatasetProfile): JsonObject => ({
  dataset_id: dataset.id,
  owner: dataset.owner,
  retention_rule: dataset.rule,
  stored_gb: dataset.storedGb.toString(),
  justified_gb: dataset.justifiedGb.toString(),
  unique_gb: dataset.uniqueGb.toString(),
  required_copies: dataset.copies,
});

/** `network` of an audit: sums over the window. */
export const networkJson = ({ meteredGb, flows }: NetworkProfile): JsonObject => ({
  metered_gb: meteredGb.toString(),
  flows: flows.map(flowJson),
});

const flowJson = (flow: FlowProfile): JsonObject => ({
  flow_id: flow.id,
  owner: flow.owner,
  gb: flow.gb.toString(),
  redundant_gb: flow.redundantGb.toString(),
});

/** `hardware` of an audit: the ledger of the twelve months before; it reconciles by construction. */
export function hardwareJson(hardware: HardwareProfile | null): JsonObject {
  if (hardware === null) return { owned: false };
  const { fleetOpen, acquired, retired } = hardware;
  const left = retired.reduce((sum, batch) => sum + batch.units, 0);
  return {
    owned: true,
    fleet_open: fleetOpen,
    acquired,
    fleet_close: fleetOpen + acquired - left,
    retired: retired.map(batchJson),
  };
}

const batchJson = (batch: BatchProfile): JsonObject => ({
  batch_id: batch.id,
  units: batch.units,
  mass_kg: batch.massKg.toString(),
  embodied_kgco2e: batch.embodiedKg.toString(),
  months_in_service: batch.months,
  route: batch.route,
  recovered_kg: batch.recoveredKg.toString(),
  certificate_ref: batch.certificate,
});
