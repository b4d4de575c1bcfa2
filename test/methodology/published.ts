import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromMicro, parseMicro } from '../../src/core/decimal.ts';
import type { JsonObject, JsonValue } from '../../src/core/json-value.ts';
import type { RegistryFacts } from '../../src/core/methodology/tiers.ts';
import { type Rational, ZERO } from '../../src/core/rational.ts';
import type { WireAudit } from './wire-audit.ts';

/** The published text, script and vectors of the methodology lie beside the repository where they are available. */
const FOLDER = new URL('../../../shared/spec/methodology/', import.meta.url);

export const REFERENCE_SCRIPT = fileURLToPath(new URL('reference.py', FOLDER));
export const hasPublished = existsSync(REFERENCE_SCRIPT);
export const EXAMPLES = [
  'example-1-bronze',
  'example-1b-bronze-fixed',
  'example-2-obsidian',
  'example-3-prime-924',
] as const;
export type ExampleName = (typeof EXAMPLES)[number] | 'example-3-telemetry';

if (!hasPublished) console.log('skipped: the published vectors of the methodology are not beside this repository');

export interface Expected {
  readonly rejected: boolean;
  readonly findings: readonly (readonly [string, string, string])[];
  readonly submetrics: Readonly<Record<string, string | null>>;
  readonly mirrors: Readonly<Record<string, string>>;
  readonly coverage: string;
  readonly composite_pow4: string;
  readonly composite_percent: string;
  readonly tier: string;
  readonly failing: Readonly<Record<string, readonly string[]>>;
  readonly claim: string;
}

export interface Published {
  /** The document without the registry's facts. */
  readonly body: JsonObject;
  readonly facts: RegistryFacts;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readExample(name: ExampleName): Published {
  const parsed: JsonObject = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  const { registry_facts: facts, ...body } = parsed;
  return { body, facts: readFacts(isObject(facts) ? facts : {}) };
}

export function readExpected(name: ExampleName): Expected {
  return JSON.parse(readFileSync(new URL(`${name}.expected.json`, FOLDER), 'utf8'));
}

const exact = (value: JsonValue | undefined): Rational =>
  typeof value === 'string' ? fromMicro(parseMicro(value, true) ?? 0n) : ZERO;

/** The examples carry the registry's state beside the document. */
export function readFacts(facts: JsonObject): RegistryFacts {
  const level = facts['audit_level'];
  const delta = facts['surveillance_delta_points'];
  return {
    auditLevel: level === 1 || level === 2 || level === 3 || level === 4 ? level : 0,
    countersigned: facts['auditor_countersigned'] === true,
    scopeShare: exact(facts['scope_share']),
    telemetryDays: Number(facts['telemetry_days'] ?? 0),
    telemetryCoverage: exact(facts['telemetry_coverage']),
    surveillanceDelta: delta === undefined ? null : exact(delta),
    measuredShareConfirmed: true,
  };
}

/** An example as a mutable wire document. Its shape is proven by the readers in the test that uses it. */
export function readWireExample(name: (typeof EXAMPLES)[number]): { audit: WireAudit; facts: RegistryFacts } {
  const { body, facts } = readExample(name);
  return { audit: structuredClone(body) as WireAudit, facts };
}
