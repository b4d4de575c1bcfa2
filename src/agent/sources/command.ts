import { execFile } from 'node:child_process';
import type { Micro } from '../../core/decimal.ts';
import type { WorkloadUse } from '../../core/documents/attestation.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import {
  FIELD_UNITS,
  FIELDS,
  type Field,
  mergeWorkloads,
  type Source,
  SourceFault,
  WORKLOAD_FIELDS,
  WORKLOAD_UNITS,
} from '../measurements.ts';
import { fillPlaceholders } from '../placeholders.ts';
import { toMicro, type Unit } from '../quantity.ts';
import { endOf, type Span } from '../span.ts';

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 1024 * 1024;
/** Exit code of a command that has nothing for the interval yet (EX_TEMPFAIL of sysexits.h). */
const NOTHING_YET = 75;

/**
 * Runs a program, without a shell, that prints one JSON object with the fields of an interval in their own units: decimal
 * texts or numbers, and `workloads`. `${start}`, `${end}` and `${minutes}` in its arguments name the interval.
 */
export function createCommandSource(argv: readonly string[]): Source {
  return {
    measure: async (span) => {
      const printed = readObject(await runCommand(argv.map((part) => fill(part, span))));
      const known = new Set<string>([...FIELDS, 'workloads']);
      const strange = Object.keys(printed).find((name) => !known.has(name));
      if (strange !== undefined) throw new SourceFault(`the command prints ${strange}, which is no field`, false);
      const values = new Map<Field, Micro>();
      for (const field of FIELDS) {
        const value = printed[field];
        if (value !== undefined && value !== null)
          values.set(field, readNumber(value, field, FIELD_UNITS[field], span));
      }
      return {
        values,
        workloads: mergeWorkloads(readRows(printed['workloads']).map((row) => readWorkload(row, span))),
      };
    },
  };
}

function fill(text: string, span: Span): string {
  const values = new Map([
    ['start', formatUtcInstant(span.start)],
    ['end', formatUtcInstant(endOf(span))],
    ['minutes', String(span.minutes)],
  ]);
  return fillPlaceholders(text, (name) => values.get(name));
}

function runCommand([program = '', ...rest]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, rest, { timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else {
        const said = stderr.trim().split('\n').at(-1) ?? '';
        reject(new SourceFault(`${program}: ${said === '' ? error.message : said}`, error.code === NOTHING_YET));
      }
    });
  });
}

function readObject(text: string): JsonObject {
  try {
    const value: JsonValue = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Reported below.
  }
  throw new SourceFault('the command does not print one JSON object', false);
}

function readRows(value: JsonValue | undefined): readonly JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject))
    throw new SourceFault('workloads is no list of objects', false);
  return value;
}

function readWorkload(row: JsonObject, span: Span): WorkloadUse {
  const id = row['workload_id'];
  if (typeof id !== 'string' || id === '') throw new SourceFault('a workload has no workload_id', false);
  const use = { workload_id: id, energy_kwh: 0n, reserved_units_h: 0n, used_units_h: 0n, discarded_kwh: 0n };
  for (const field of WORKLOAD_FIELDS) {
    const value = row[field];
    if (value !== undefined) use[field] = readNumber(value, field, WORKLOAD_UNITS[field], span);
  }
  return use;
}

function readNumber(value: JsonValue, field: string, unit: Unit, span: Span): Micro {
  const micro =
    typeof value === 'string' || typeof value === 'number' ? toMicro(String(value), unit, span.minutes) : undefined;
  if (micro === undefined) throw new SourceFault(`${field} is ${JSON.stringify(value)}`, false);
  return micro;
}
