import { readFile } from 'node:fs/promises';
import type { Micro } from '../../core/decimal.ts';
import type { WorkloadUse } from '../../core/documents/attestation.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import {
  type Field,
  type Measurements,
  mergeWorkloads,
  type Source,
  SourceFault,
  WORKLOAD_FIELDS,
  WORKLOAD_UNITS,
} from '../measurements.ts';
import { toMicro, type Unit } from '../quantity.ts';
import type { Span } from '../span.ts';
import { type CsvRow, parseCsv } from './csv-text.ts';

export interface CsvOptions {
  /** One row per interval; column `start` names it (`2026-03-02T00:00:00Z`). */
  readonly file: string;
  /** Column and unit of each field that is read. */
  readonly columns: ReadonlyMap<Field, { readonly column: string; readonly unit: Unit }>;
  /** One row per interval and workload: `start`, `workload_id`, `energy_kwh`, `reserved_units_h`, `used_units_h`, `discarded_kwh`. */
  readonly workloadsFile: string | undefined;
}

/** Reads intervals from files that something else appends to. A workload's rows must be there before the interval's own. */
export function createCsvSource({ file, columns, workloadsFile }: CsvOptions): Source {
  return {
    measure: async (span) => {
      const rows = rowsOf(await readRows(file), span);
      const [row, ...others] = rows;
      if (row === undefined) throw new SourceFault(`${file} has no row of ${formatUtcInstant(span.start)}`, true);
      if (others.length > 0) throw new SourceFault(`${file} has ${rows.length} rows of one interval`, false);
      const workloads = workloadsFile === undefined ? [] : rowsOf(await readRows(workloadsFile), span);
      return {
        values: readValues(row, columns, span),
        workloads: mergeWorkloads(workloads.map((line) => readWorkload(line, span))),
      };
    },
  };
}

async function readRows(file: string): Promise<CsvRow[]> {
  try {
    return parseCsv(await readFile(file, 'utf8'));
  } catch (error) {
    throw new SourceFault(`${file}: ${error instanceof Error ? error.message : 'unreadable'}`, false);
  }
}

const rowsOf = (rows: readonly CsvRow[], { start }: Span): CsvRow[] =>
  rows.filter((row) => row.get('start') === formatUtcInstant(start));

function readValues(row: CsvRow, columns: CsvOptions['columns'], span: Span): Measurements['values'] {
  const values = new Map<Field, Micro>();
  for (const [field, { column, unit }] of columns) {
    const text = row.get(column);
    if (text === undefined) throw new SourceFault(`there is no column ${column}`, false);
    // An empty cell is a value that is missing, never zero.
    if (text !== '') values.set(field, readNumber(text, column, unit, span));
  }
  return values;
}

function readWorkload(row: CsvRow, span: Span): WorkloadUse {
  const id = row.get('workload_id') ?? '';
  if (id === '') throw new SourceFault('a row of a workload has no workload_id', false);
  const use = { workload_id: id, energy_kwh: 0n, reserved_units_h: 0n, used_units_h: 0n, discarded_kwh: 0n };
  for (const field of WORKLOAD_FIELDS) {
    const text = row.get(field) ?? '';
    if (text !== '') use[field] = readNumber(text, field, WORKLOAD_UNITS[field], span);
  }
  return use;
}

function readNumber(text: string, column: string, unit: Unit, span: Span): Micro {
  const value = toMicro(text, unit, span.minutes);
  if (value === undefined) throw new SourceFault(`${column} is "${text}"`, false);
  return value;
}
