import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Position } from '../core/views.ts';
import { readPosition } from '../registry/read-position.ts';
import type { AppDeps } from './app-deps.ts';

/** Part of every validator: a new release may show the same position in another way. */
const { version: VERSION }: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** How long an answer may be kept, in seconds. */
export const CACHE = {
  /** Follows the log. */
  short: 'public, max-age=5',
  badge: 'public, max-age=300',
  /** Shown as of an explicit seq: what is past does not change, what is public may be erased. */
  past: 'public, max-age=3600',
  hour: 'public, max-age=3600',
  forever: 'public, max-age=31536000, immutable',
  none: 'no-store',
} as const;

/**
 * Strong validator of an answer that depends on nothing but the log position, the address and the form. So a 304 needs no
 * query but the one for the position.
 */
export const etagOf = (seq: number, url: string, representation: string): string =>
  `"${createHash('sha256')
    .update(JSON.stringify([VERSION, seq, url, representation]))
    .digest('base64url')
    .slice(0, 27)}"`;

/** Whether `If-None-Match` (RFC 9110 section 13.1.2, weak comparison) lists the validator. `*` is not looked at. */
export const matchesEtag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/** What a read is answered with. */
export interface Representation {
  /** `?at=` of the request, where it has one. */
  readonly at?: string | undefined;
  /** Where the position is known already, as within a cursor. */
  readonly position?: Position;
  readonly type: string;
  /** Default: a few seconds, or an hour for an explicit `seq`. */
  readonly cache?: string;
  /** The body shows the present rather than a version: it belongs to the position only if no leaf came in between. */
  readonly present?: boolean;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

/**
 * Answers a public read: finds the position, answers 304 where the client has this very answer, else asks `make` for the
 * body. `Registry-Seq` says which position the answer reflects.
 *
 * @throws RegistryError request_invalid, at_future, and what `make` throws
 */
export async function answerRead(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  representation: Representation,
  make: (position: Position) => Promise<string | Readable>,
): Promise<FastifyReply> {
  const { at, type, cache } = representation;
  const position = representation.position ?? (await readPosition(deps.registry, at));
  const etag = etagOf(position.seq, request.url, type);
  const shown = cache ?? (at !== undefined && EXPLICIT_SEQ.test(at) ? CACHE.past : CACHE.short);
  void reply.headers({ etag, 'cache-control': shown, 'registry-seq': position.seq });
  const condition = request.headers['if-none-match'];
  if (matchesEtag(condition, etag)) return reply.code(304).send();
  const body = await make(position);
  const moved = representation.present === true && (await readPosition(deps.registry)).seq !== position.seq;
  if (moved) return answerRead(deps, request, reply, representation, make);
  return condition?.trim() === '*' ? reply.code(304).send() : reply.type(type).send(body);
}

/** A public read whose answer is JSON: the members that `read` gives, then `seq` and `as_of`. */
export const answerJson = (
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  options: Omit<Representation, 'type'>,
  read: (position: Position) => Promise<object>,
): Promise<FastifyReply> =>
  answerRead(deps, request, reply, { ...options, type: JSON_TYPE }, async (position) =>
    JSON.stringify({ ...(await read(position)), ...position }),
  );

/** Answers with a text that follows no log position: its validator is made of its own bytes. */
export function answerText(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, cache }: { readonly type: string; readonly cache: string },
  text: string,
): FastifyReply {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  void reply.headers({ etag, 'cache-control': cache });
  const condition = request.headers['if-none-match'];
  if (matchesEtag(condition, etag) || condition?.trim() === '*') return reply.code(304).send();
  return reply.type(type).send(text);
}

const EXPLICIT_SEQ = /^[0-9]+$/;
