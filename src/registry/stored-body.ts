import type { JsonValue } from '../core/json-value.ts';

/** The body of a statement the registry accepted, from its exact bytes: its signature and form were checked then. */
export function storedBody(jws: string): JsonValue {
  const [, payload = ''] = jws.split('.', 3);
  const read: { readonly body: JsonValue } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return read.body;
}
