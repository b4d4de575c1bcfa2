import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { toIssues } from '../core/documents/schema-issues.ts';
import { type Issue, RegistryError } from '../core/errors.ts';

/** A query as it was written: a text per name, a list where a name was repeated. */
export type RawQuery = Readonly<Record<string, string | string[]>>;

/** Stands for a value that is not percent-encoded UTF-8. No schema admits NUL. */
const UNREADABLE = '\u0000';

/**
 * Reads a query string by the form rules (`+` is a space). Nothing is nested, merged or guessed; a name or value that is no
 * percent-encoded UTF-8 becomes one that no schema admits.
 */
export function readQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    const value = cut < 0 ? '' : decode(pair.slice(cut + 1));
    const before = query[name];
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return UNREADABLE;
  }
}

type Read = (text: string | string[]) => unknown;
type Result = { readonly value: unknown } | { readonly error: RegistryError };

/**
 * A reader of queries by their schema: integers and booleans only in their one plain spelling, lists only where the schema
 * has a list, every other name refused.
 *
 * @param schema an object schema with `additionalProperties: false`
 */
export function compileQuery(schema: TSchema): (query: RawQuery) => Result {
  const readers = new Map(Object.entries(propertiesOf(schema)).map(([name, property]) => [name, readerOf(property)]));
  const validator = Compile(schema);
  return (query) => {
    const value = Object.fromEntries(
      Object.entries(query).map(([name, text]) => [name, (readers.get(name) ?? same)(text)]),
    );
    if (!hasNul(query) && validator.Check(value)) return { value };
    return { error: refusal([...nulIssues(query), ...toIssues(validator.Errors(value), schema)]) };
  };
}

/** A reader of path parameters: what does not have the form of an id names nothing. */
export function compileParams(schema: TSchema): (params: unknown) => Result {
  const validator = Compile(schema);
  return (params) =>
    validator.Check(params)
      ? { value: params }
      : { error: new RegistryError('not_found', 'there is nothing at this address') };
}

const same: Read = (text) => text;
const integer: Read = (text) => (typeof text === 'string' && /^(0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : text);
const flag: Read = (text) => (text === 'true' ? true : text === 'false' ? false : text);
const list: Read = (text) => (Array.isArray(text) ? text : [text]);

function readerOf(property: unknown): Read {
  switch (typeOf(property)) {
    case 'integer':
      return integer;
    case 'boolean':
      return flag;
    case 'array':
      return list;
    default:
      return same;
  }
}

const typeOf = (property: unknown): unknown =>
  typeof property === 'object' && property !== null && 'type' in property ? property.type : undefined;

/** Names of the parameters a schema knows. */
export const propertyNames = (schema: TSchema): readonly string[] => Object.keys(propertiesOf(schema));

function propertiesOf(schema: TSchema): object {
  return 'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null
    ? schema.properties
    : {};
}

/** PostgreSQL takes no NUL in a text, and nobody asks for one. */
const hasNul = (query: RawQuery): boolean =>
  Object.entries(query)
    .flat(2)
    .some((text) => text.includes('\u0000'));

const nulIssues = (query: RawQuery): Issue[] =>
  Object.entries(query)
    .filter(([, text]) => [text].flat().some((one) => one.includes('\u0000')))
    .map(([name]) => ({ pointer: `/${name}`, code: 'wrong_format', detail: 'is not percent-encoded UTF-8 text' }));

function refusal(issues: readonly Issue[]): RegistryError {
  return new RegistryError('request_invalid', 'the query is not acceptable', {
    issues: issues.map((issue) => ({ ...issue, pointer: `/query${issue.pointer.replaceAll('\u0000', '\uFFFD')}` })),
  });
}
