/** The values strict JSON can yield (RFC 8259 within I-JSON, RFC 7493). Members keep the sender's order. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}
