import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { type Issue, RegistryError } from '../errors.ts';
import type { JsonValue } from '../json-value.ts';
import { toIssues } from './schema-issues.ts';

/** Most issues reported for one document; a sender with more is told that there are more. */
export const MAX_ISSUES = 500;

// The validator's default is to stop after 8 faults. It keeps this in module state, so it is set once, here.
Settings.Set({ maxErrors: MAX_ISSUES });

/** Checks that a schema cannot express. */
export interface Rules<T> {
  /** Run whatever the shape is, on untrusted JSON. An issue here replaces the schema's at the same pointer. */
  readonly always?: (value: JsonValue) => readonly Issue[];
  /** Run once the shape is right. */
  readonly shaped?: (value: T) => readonly Issue[];
}

const validators = new WeakMap<TSchema, Validator>();

/**
 * The body as the type its schema describes; nothing is coerced, defaulted or dropped.
 *
 * @throws RegistryError document_invalid with every issue (at most 500), pointers relative to the body
 */
export function parseWith<T extends TSchema>(schema: T, value: JsonValue, rules: Rules<Static<T>> = {}): Static<T> {
  const special = rules.always?.(value) ?? [];
  if (!matches(schema, value)) throw invalid([...special, ...schemaIssues(schema, value, special)]);
  const issues = [...special, ...(rules.shaped?.(value) ?? [])];
  if (issues.length > 0) throw invalid(issues);
  return value;
}

/** Faults of shape, but for pointers already spoken of. */
function schemaIssues(schema: TSchema, value: JsonValue, known: readonly Issue[]): Issue[] {
  const taken = new Set(known.map(({ pointer }) => pointer));
  return toIssues(validatorOf(schema).Errors(value), schema).filter(({ pointer }) => !taken.has(pointer));
}

function matches<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return validatorOf(schema).Check(value);
}

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

function invalid(issues: readonly Issue[]): RegistryError {
  const shown = issues.slice(0, MAX_ISSUES);
  const detail =
    issues.length >= MAX_ISSUES ? `the first ${MAX_ISSUES} faults are listed` : `${issues.length} fault(s)`;
  return new RegistryError('document_invalid', `the document is not acceptable: ${detail}`, { issues: shown });
}
