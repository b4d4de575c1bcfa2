import type { JsonValue } from '../core/json-value.ts';

/** A value as it would arrive over the wire, so that what is computed here and what the registry answers print alike. */
export const toJson = (value: object): JsonValue => JSON.parse(JSON.stringify(value));
