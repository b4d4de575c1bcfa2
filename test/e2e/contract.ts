import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** The published OpenAPI document as tests use it: what it promises is what is checked. */

type Json = { readonly [member: string]: unknown };
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, name: string): Json => {
  const member = isJson(value) ? value[name] : undefined;
  return isJson(member) ? member : {};
};

const document: unknown = JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8'));
const components = at(at(document, 'components'), 'schemas');
const REFERENCE = '#/components/schemas/';

/** The schema with every reference replaced by what it refers to; components do not contain themselves. */
function inline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inline);
  if (!isJson(value)) return value;
  const target = value['$ref'];
  if (typeof target === 'string' && target.startsWith(REFERENCE)) {
    return inline(components[target.slice(REFERENCE.length)]);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inline(member)]));
}

function compile(schema: unknown): (value: unknown) => readonly string[] {
  const inlined = inline(schema);
  if (!isJson(inlined)) throw new Error('a schema is an object');
  const validator = Compile(inlined satisfies TSchema);
  return (value) => {
    if (validator.Check(value)) return [];
    return validator.Errors(value).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** Faults of a problem document against its published schema. */
export const problemFaults = compile(components['Problem']);

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Json;
}

const isParameter = (value: unknown): value is Parameter =>
  isJson(value) && typeof value['name'] === 'string' && (value['in'] === 'path' || value['in'] === 'query');

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  /** Media type of the request body, where it takes one. */
  readonly consumes: string | undefined;
  readonly statuses: readonly number[];
  /** Media types of its success. */
  readonly produces: readonly string[];
  /** Faults of a JSON answer with status 200 or 201; undefined where no JSON is promised. */
  readonly faults: ((value: unknown) => readonly string[]) | undefined;
  /** Whether the promised answer has `seq` and `as_of`. */
  readonly positioned: boolean;
  readonly secured: boolean;
}

export const OPERATIONS: readonly Operation[] = Object.entries(at(document, 'paths')).flatMap(([path, item]) =>
  Object.keys(isJson(item) ? item : {}).map((method) => toOperation(path, method, at(item, method))),
);

function toOperation(path: string, method: string, operation: Json): Operation {
  const responses = at(operation, 'responses');
  const content = at(responses['200'], 'content');
  const schema = at(content['application/json'], 'schema');
  const hasJson = Object.hasOwn(content, 'application/json');
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  return {
    method: method.toUpperCase(),
    path,
    operationId: String(operation['operationId']),
    parameters: parameters.filter(isParameter),
    consumes: Object.keys(at(operation['requestBody'], 'content'))[0],
    statuses: Object.keys(responses).map(Number),
    produces: Object.keys(content),
    faults: hasJson ? compile(schema) : undefined,
    positioned: hasJson && /"as_of"/.test(JSON.stringify(inline(schema))) && !/"receipt"/.test(JSON.stringify(schema)),
    secured: Array.isArray(operation['security']) && operation['security'].length > 0,
  };
}
