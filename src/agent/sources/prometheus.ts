import type { Micro } from '../../core/decimal.ts';
import type { WorkloadUse } from '../../core/documents/attestation.ts';
import type { Fetch } from '../../sdk/client.ts';
import {
  type Field,
  type Measurements,
  mergeWorkloads,
  type Source,
  SourceFault,
  WORKLOAD_FIELDS,
  type WorkloadField,
} from '../measurements.ts';
import { fillPlaceholders } from '../placeholders.ts';
import { toMicro, type Unit } from '../quantity.ts';
import { endOf, type Span } from '../span.ts';
import { createPrometheusApi, type PrometheusApi, type Sample } from './prometheus-api.ts';

/** A PromQL expression, evaluated at the end of the interval, and the unit of what it yields. `${interval}` is its length. */
export interface Query {
  readonly query: string;
  readonly unit: Unit;
}

/** Workloads, one per value of the id: `${label}` in it stands for the label of a sample. */
export interface WorkloadQueries {
  readonly id: string;
  readonly queries: ReadonlyMap<WorkloadField, Query>;
}

export interface PrometheusOptions {
  /** Where it is, such as `http://127.0.0.1:9090`. */
  readonly url: string;
  readonly queries: ReadonlyMap<Field, Query>;
  readonly workloads: readonly WorkloadQueries[];
  /** An interval counts only if this expression yields at least so much: scrapes that are missing would read as savings. */
  readonly complete: { readonly query: string; readonly atLeast: number } | undefined;
}

/**
 * Reads an interval from the history of a Prometheus server (its `query` API with `time` at the interval's end), so that
 * what was missed while the agent was down is read later. A register without an energy of its own gives the energy, too: its
 * advance over the interval.
 */
export function createPrometheusSource(options: PrometheusOptions, fetchOne: Fetch): Source {
  const api = createPrometheusApi(options.url, fetchOne);
  return {
    measure: async (span) => {
      await requireComplete(api, options, span);
      return { values: await readFields(api, options, span), workloads: await readWorkloads(api, options, span) };
    },
  };
}

async function requireComplete(api: PrometheusApi, { complete }: PrometheusOptions, span: Span): Promise<void> {
  if (complete === undefined) return;
  const samples = await api.query(inSpan(complete.query, span), endOf(span));
  const found = samples.length === 0 ? 0 : Math.min(...samples.map(({ value }) => Number(value)));
  if (!(found >= complete.atLeast)) {
    throw new SourceFault(`the interval is not complete: ${found} of at least ${complete.atLeast} samples`, true);
  }
}

const ADVANCES: readonly (readonly [Field, Field])[] = [
  ['facility_kwh', 'register_facility_kwh'],
  ['it_kwh', 'register_it_kwh'],
];

async function readFields(
  api: PrometheusApi,
  { queries }: PrometheusOptions,
  span: Span,
): Promise<Measurements['values']> {
  const values = new Map<Field, Micro>();
  for (const [field, query] of queries) values.set(field, await readOne(api, field, query, span, endOf(span)));
  for (const [energy, register] of ADVANCES) {
    const query = queries.get(register);
    const after = values.get(register);
    if (query === undefined || after === undefined || queries.has(energy)) continue;
    values.set(energy, after - (await readOne(api, register, query, span, span.start)));
  }
  return values;
}

async function readOne(api: PrometheusApi, field: Field, query: Query, span: Span, at: Date): Promise<Micro> {
  const [sample, ...others] = await api.query(inSpan(query.query, span), at);
  if (sample === undefined) throw new SourceFault(`Prometheus has no ${field} at ${at.toISOString()}`, true);
  if (others.length > 0) throw new SourceFault(`the query of ${field} yields several series: use sum(…)`, false);
  return readValue(sample, field, query, span);
}

function readValue({ value }: Sample, what: string, { unit }: Query, span: Span): Micro {
  const micro = toMicro(value, unit, span.minutes);
  if (micro === undefined) throw new SourceFault(`${what} is ${value}`, true);
  return micro;
}

async function readWorkloads(
  api: PrometheusApi,
  { workloads }: PrometheusOptions,
  span: Span,
): Promise<readonly WorkloadUse[]> {
  const rows: WorkloadUse[] = [];
  for (const group of workloads) rows.push(...(await readGroup(api, group, span)));
  return mergeWorkloads(rows);
}

/** One query per member, joined by id; a member without a sample is zero. */
async function readGroup(api: PrometheusApi, { id, queries }: WorkloadQueries, span: Span): Promise<WorkloadUse[]> {
  const rows: WorkloadUse[] = [];
  for (const field of WORKLOAD_FIELDS) {
    const query = queries.get(field);
    const samples = query === undefined ? [] : await api.query(inSpan(query.query, span), endOf(span));
    for (const sample of samples) {
      const value = query === undefined ? 0n : readValue(sample, `${field} of a workload`, query, span);
      // Below zero it is noise of the exporter: nothing uses less than nothing.
      if (value > 0n) rows.push({ ...NOTHING, workload_id: fillId(id, sample.labels), [field]: value });
    }
  }
  return rows;
}

const NOTHING = { energy_kwh: 0n, reserved_units_h: 0n, used_units_h: 0n, discarded_kwh: 0n };

/** Fills labels into a workload's id. @throws SourceFault where a sample lacks one: its energy would go to another id */
const fillId = (template: string, labels: ReadonlyMap<string, string>): string =>
  fillPlaceholders(template, (name) => {
    const value = labels.get(name);
    if (value === undefined) throw new SourceFault(`a sample of a workload has no label ${name}`, false);
    return value;
  });

/** PromQL for one interval. */
const inSpan = (query: string, { minutes }: Span): string =>
  fillPlaceholders(query, (name) => (name === 'interval' ? `${minutes}m` : undefined));
