import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';
import { clean } from './paint.ts';

/** The member at this path; undefined where an answer lacks it, as one of another version may. */
export function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((node, name) => (isJsonObject(node) ? node[name] : undefined), value);
}

/** The member as text fit to print; empty where it is missing or no scalar. */
export function textAt(value: JsonValue | undefined, ...path: readonly string[]): string {
  const member = at(value, ...path);
  return typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean'
    ? clean(String(member))
    : '';
}

/** The member's elements; none where it is missing or no array. */
export function listAt(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const member = at(value, ...path);
  return Array.isArray(member) ? member : [];
}

/** The texts of a list. */
export const textsAt = (value: JsonValue | undefined, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).map((element) => textAt(element));
