import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase64url } from '../core/base64url.ts';
import { assertThat, RegistryError } from '../core/errors.ts';

/** Where a listing goes on: the position of its first page, and the last key shown. */
export interface Cursor {
  readonly seq: number;
  /** JSON text of the key, as the store gave it. */
  readonly key: string;
}

const MAC_BYTES = 16;
/** Longest cursor accepted; a name has 120 characters. */
export const MAX_CURSOR = 2048;

/**
 * A cursor as an opaque text, base64url of HMAC-SHA256 (16 bytes) and JSON. It is bound to the query it came from, so it
 * cannot be carried to other filters, nor made up.
 *
 * @param query the filters and the order, in one spelling
 */
export function sealCursor(cursor: Cursor, query: string, secret: Uint8Array): string {
  const text = Buffer.from(JSON.stringify([cursor.seq, cursor.key]), 'utf8');
  return Buffer.concat([mac(text, query, secret), text]).toString('base64url');
}

/** @throws RegistryError request_invalid unless it was sealed here for this query */
export function openCursor(sealed: string, query: string, secret: Uint8Array): Cursor {
  const bytes = sealed.length <= MAX_CURSOR ? decodeBase64url(sealed) : undefined;
  assertCursor(bytes !== undefined && bytes.length > MAC_BYTES);
  const text = bytes.subarray(MAC_BYTES);
  assertCursor(timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(text, query, secret)));
  return parse(Buffer.from(text).toString('utf8'));
}

const mac = (text: Uint8Array, query: string, secret: Uint8Array): Buffer =>
  createHmac('sha256', secret)
    .update('cursor/1\n')
    .update(JSON.stringify(query))
    .update('\n')
    .update(text)
    .digest()
    .subarray(0, MAC_BYTES);

function parse(text: string): Cursor {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string') {
    return { seq: value[0], key: value[1] };
  }
  throw new RegistryError('internal', 'a sealed cursor has another form');
}

function assertCursor(condition: boolean): asserts condition {
  assertThat(condition, 'request_invalid', 'the cursor is not one given for this query', {
    issues: [{ pointer: '/query/cursor', code: 'wrong_format', detail: 'start again without cursor' }],
  });
}
