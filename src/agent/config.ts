import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseUtcInstant } from '../core/instant.ts';
import type { PrivateJwk } from '../sdk/sign.ts';
import {
  type AgentFile,
  AgentFileSchema,
  type ColumnsEntry,
  type PresetFile,
  PresetSchema,
  type QueriesEntry,
  type QueryEntry,
} from './config-schema.ts';
import { readTelemetryKey } from './key-file.ts';
import {
  FIELD_UNITS,
  FIELDS,
  type Field,
  WORKLOAD_FIELDS,
  WORKLOAD_UNITS,
  type WorkloadField,
} from './measurements.ts';
import type { Unit } from './quantity.ts';
import type { CsvOptions } from './sources/csv.ts';
import type { PrometheusOptions, Query, WorkloadQueries } from './sources/prometheus.ts';
import type { Minutes } from './span.ts';
import { ConfigFault, parseYamlFile } from './yaml-file.ts';

/** An agent's configuration, with every file name absolute. */
export interface AgentConfig {
  /** The registry's origin. */
  readonly origin: string;
  readonly party: string;
  readonly site: string;
  readonly keyFile: string;
  readonly minutes: Minutes;
  readonly spool: string;
  /** Undefined where it serves nothing. */
  readonly listen: { readonly host: string; readonly port: number } | undefined;
  readonly settleMs: number;
  readonly patienceMs: number;
  readonly startFrom: Date | undefined;
  readonly prometheus: PrometheusOptions | undefined;
  readonly csv: CsvOptions | undefined;
  readonly command: readonly string[] | undefined;
}

/** A configuration with its secret. */
export interface ArmedConfig extends AgentConfig {
  readonly key: PrivateJwk;
}

const DEFAULT_LISTEN = '127.0.0.1:9466';
const DEFAULT_SETTLE_S = 60;
const DEFAULT_PATIENCE_MINUTES = 60;

/** Reads agent.yaml and the presets it names. @throws ConfigFault with every mistake and its line */
export async function readConfig(file: string): Promise<AgentConfig> {
  const document = parseYamlFile(file, await readText(file), AgentFileSchema);
  const folder = path.dirname(path.resolve(file));
  const inFolder = (name: string): string => path.resolve(folder, name);
  const { sources } = document;
  if (Object.keys(sources).length === 0) throw new ConfigFault(`${file}: sources: name one at least`);
  return {
    origin: readOrigin(file, document.registry),
    party: document.party,
    site: document.site,
    keyFile: inFolder(document.key),
    minutes: document.interval_minutes,
    spool: inFolder(document.spool),
    listen: readListen(file, document.listen ?? DEFAULT_LISTEN),
    settleMs: (document.settle_seconds ?? DEFAULT_SETTLE_S) * 1_000,
    patienceMs: (document.patience_minutes ?? DEFAULT_PATIENCE_MINUTES) * 60_000,
    startFrom: document.start_from === undefined ? undefined : parseUtcInstant(document.start_from),
    prometheus: sources.prometheus && (await readPrometheus(file, sources.prometheus, inFolder)),
    csv: sources.csv && {
      file: inFolder(sources.csv.file),
      workloadsFile: sources.csv.workloads_file && inFolder(sources.csv.workloads_file),
      columns: readColumns(sources.csv.columns),
    },
    command: sources.command,
  };
}

/** Reads agent.yaml and the private key. @throws ConfigFault */
export async function readArmedConfig(file: string): Promise<ArmedConfig> {
  const config = await readConfig(file);
  return { ...config, key: await readTelemetryKey(config.keyFile) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new ConfigFault(`${file}: cannot be read`);
  }
}

function readOrigin(file: string, text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new ConfigFault(`${file}: registry: "${text}" is no origin; write it as ${originOf(text)}`);
}

const originOf = (text: string): string => (URL.canParse(text) ? new URL(text).origin : 'https://registry.example');

function readListen(file: string, text: string): AgentConfig['listen'] {
  if (text === 'off') return undefined;
  const colon = text.lastIndexOf(':');
  const port = Number(text.slice(colon + 1));
  if (port > 65_535) throw new ConfigFault(`${file}: listen: ${port} is no port`);
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port };
}

type PrometheusEntry = NonNullable<AgentFile['sources']['prometheus']>;

async function readPrometheus(
  file: string,
  entry: PrometheusEntry,
  inFolder: (name: string) => string,
): Promise<PrometheusOptions> {
  const presets: PresetFile[] = [];
  for (const name of entry.presets ?? []) {
    presets.push(parseYamlFile(name, await readText(inFolder(name)), PresetSchema));
  }
  const layers = [...presets.map(({ queries }) => queries), entry.queries ?? {}];
  const complete = entry.complete ?? presets.findLast((preset) => preset.complete !== undefined)?.complete;
  const queries = readQueries(layers);
  const workloads = layers.flatMap((layer) => (layer.workloads ?? []).map(readGroup));
  if (queries.size + workloads.length === 0) throw new ConfigFault(`${file}: sources.prometheus: it has no query`);
  return {
    url: entry.url,
    queries,
    workloads,
    complete: complete && { query: complete.query, atLeast: complete.at_least },
  };
}

/** A later layer's query of a field replaces an earlier one's. */
function readQueries(layers: readonly QueriesEntry[]): ReadonlyMap<Field, Query> {
  const queries = new Map<Field, Query>();
  for (const layer of layers) {
    for (const field of FIELDS) {
      const entry = layer[field];
      if (entry !== undefined) queries.set(field, readQuery(entry, FIELD_UNITS[field]));
    }
  }
  return queries;
}

function readGroup(group: NonNullable<QueriesEntry['workloads']>[number]): WorkloadQueries {
  const queries = new Map<WorkloadField, Query>();
  for (const field of WORKLOAD_FIELDS) {
    const entry = group[field];
    if (entry !== undefined) queries.set(field, readQuery(entry, WORKLOAD_UNITS[field]));
  }
  return { id: group.id, queries };
}

const readQuery = (entry: QueryEntry, unit: Unit): Query =>
  typeof entry === 'string' ? { query: entry, unit } : { query: entry.query, unit: entry.unit ?? unit };

function readColumns(entry: ColumnsEntry): CsvOptions['columns'] {
  const columns = new Map<Field, { column: string; unit: Unit }>();
  for (const field of FIELDS) {
    const column = entry[field];
    if (column === undefined) continue;
    columns.set(field, typeof column === 'string' ? { column, unit: FIELD_UNITS[field] } : column);
  }
  return columns;
}
