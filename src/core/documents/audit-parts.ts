import { Type } from 'typebox';
import type { Micro } from '../decimal.ts';
import { CMS_1 } from '../methodology/cms-1.ts';
import {
  addIssue,
  childPointer,
  count,
  decimal,
  flag,
  instant,
  list,
  object,
  optional,
  type Reader,
  text,
  textOrNone,
} from './audit-reader.ts';

/** Installed unit-hours in the window, overcommit included. */
export interface Capacity {
  readonly unit: string;
  readonly installed_units_h: Micro;
}

export interface Dataset {
  readonly dataset_id: string;
  readonly owner: string | null;
  readonly retention_rule: string | null;
  readonly stored_gb: Micro;
  readonly justified_gb: Micro;
  readonly unique_gb: Micro;
  readonly required_copies: number;
}

export interface Storage {
  readonly metered_gb: Micro;
  readonly datasets: readonly Dataset[];
}

export interface Flow {
  readonly flow_id: string;
  readonly owner: string | null;
  readonly gb: Micro;
  readonly redundant_gb: Micro;
}

export interface Network {
  readonly metered_gb: Micro;
  readonly flows: readonly Flow[];
}

export interface RetiredBatch {
  readonly batch_id: string;
  readonly units: number;
  readonly mass_kg: Micro;
  readonly embodied_kgco2e: Micro;
  readonly months_in_service: number;
  readonly route: string;
  readonly recovered_kg: Micro;
  readonly certificate_ref: string | null;
}

/** Twelve-month ledger; `owned: false` says that no owned hardware is in scope. */
export type Hardware =
  | { readonly owned: false }
  | {
      readonly owned: true;
      readonly fleet_open: number;
      readonly acquired: number;
      readonly fleet_close: number;
      readonly retired: readonly RetiredBatch[];
    };

/** UTC instants of a window, half open: `start <= t < end`. */
export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** Most rows any table of a document may have; the size limit of statements bounds them further. */
export const ROW_LIMIT = 10_000;

const dataset: Reader<Dataset> = object({
  dataset_id: text,
  owner: textOrNone,
  retention_rule: textOrNone,
  stored_gb: decimal,
  justified_gb: decimal,
  unique_gb: decimal,
  required_copies: count(),
});

/** Time-averaged GB of a period, and the datasets that explain them (methodology 1.3). */
export const storage: Reader<Storage> = object({ metered_gb: decimal, datasets: list(dataset, ROW_LIMIT) });

const flow: Reader<Flow> = object({ flow_id: text, owner: textOrNone, gb: decimal, redundant_gb: decimal });

/** GB moved in a period (methodology 1.3). */
export const network: Reader<Network> = object({ metered_gb: decimal, flows: list(flow, ROW_LIMIT) });

/** Installed unit-hours per unit (methodology 1.5, R25). */
export const capacity: Reader<readonly Capacity[]> = list(object({ unit: text, installed_units_h: decimal }), 100);

const retiredBatch: Reader<RetiredBatch> = object({
  batch_id: text,
  units: count(),
  mass_kg: decimal,
  embodied_kgco2e: decimal,
  months_in_service: count(),
  route: text,
  recovered_kg: decimal,
  certificate_ref: textOrNone,
});

interface Ledger {
  readonly owned: boolean;
  readonly fleet_open: number | null;
  readonly acquired: number | null;
  readonly fleet_close: number | null;
  readonly retired: readonly RetiredBatch[] | null;
}
const ledger: Reader<Ledger> = object({
  owned: flag,
  fleet_open: optional(count()),
  acquired: optional(count()),
  fleet_close: optional(count()),
  retired: optional(list(retiredBatch, ROW_LIMIT)),
});

/** The twelve-month ledger (methodology 1.4). Its figures are required as soon as hardware is owned. */
export const hardware: Reader<Hardware> = {
  schema: ledger.schema,
  read: (value, pointer, issues) => {
    const read = ledger.read(value, pointer, issues);
    if (read === undefined) return undefined;
    if (!read.owned) return { owned: false };
    const { fleet_open, acquired, fleet_close, retired } = read;
    if (fleet_open !== null && acquired !== null && fleet_close !== null && retired !== null) {
      return { owned: true, fleet_open, acquired, fleet_close, retired };
    }
    for (const [name, figure] of Object.entries({ fleet_open, acquired, fleet_close, retired })) {
      if (figure === null) addIssue(issues, childPointer(pointer, name), 'required', `"${name}" is missing`);
    }
    return undefined;
  },
};

export const window: Reader<Window> = object({ start: instant, end: instant });

/** Length of an interval; nothing else divides a day as the methodology asks (R01, R25). */
export const intervalMinutes: Reader<number> = {
  schema: Type.Union(CMS_1.intervalMinutes.map((minutes) => Type.Literal(minutes))),
  read: (value, pointer, issues) => {
    if (typeof value === 'number' && CMS_1.intervalMinutes.includes(value)) return value;
    return addIssue(issues, pointer, 'R01', `must be one of ${CMS_1.intervalMinutes.join(', ')} minutes`);
  },
};
