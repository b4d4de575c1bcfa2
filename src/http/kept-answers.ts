import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** All that is kept, bodies and their compressed forms; an answer larger than one part of it is made each time. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ANSWER_BYTES = 512 * 1024;
/** What an entry costs beside its bodies. */
const OVERHEAD_BYTES = 1_024;

/** One form of an answer, ready to be written. */
export interface Sendable {
  readonly etag: string;
  readonly headers: Readonly<Record<string, string | number>>;
  /** The headers of a 304: all but those that describe a body. */
  readonly unchanged: Readonly<Record<string, string | number>>;
  /** Undefined while only visitors asked who have it already: they are told so by the validator alone. */
  readonly body: Buffer | undefined;
}

/** An answer as it was first given, and compressed where somebody asked for that. */
export interface KeptAnswer {
  readonly plain: Sendable;
  readonly packed?: Sendable | undefined;
}

/** Answers by their keys, the least used forgotten first. */
export const openKeptAnswers = (): LRUCache<string, KeptAnswer> =>
  new LRUCache({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ plain, packed }, key) => OVERHEAD_BYTES + key.length + sizeOf(plain) + sizeOf(packed),
    maxEntrySize: MAX_ANSWER_BYTES + OVERHEAD_BYTES * 8,
  });

const sizeOf = (form: Sendable | undefined): number => form?.body?.length ?? 0;

const pack = promisify(gzip);

/** The etag of the compressed form: a strong validator belongs to bytes. */
export const packedEtag = (etag: string): string => etag.replace(/"$/, '.gz"');

/** One form of an answer. @param headers without the length of the body */
export function sendable(etag: string, headers: Sendable['headers'], body: Buffer | undefined): Sendable {
  const { 'content-length': _, 'content-type': __, 'content-encoding': ___, ...unchanged } = headers;
  const whole = body === undefined ? headers : { ...headers, 'content-length': body.length };
  return { etag, headers: whole, unchanged, body };
}

/** The answer compressed, with a validator of its own. */
export async function packed({ etag, headers, body }: Sendable): Promise<Sendable> {
  const own = packedEtag(etag);
  return sendable(own, { ...headers, etag: own, 'content-encoding': 'gzip' }, await pack(body ?? ''));
}
