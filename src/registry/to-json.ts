import type { JsonValue } from '../core/json-value.ts';

/** A plain data object as the JSON value it is written as: absent members vanish, everything else stays. */
export function toJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
