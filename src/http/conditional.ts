import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RegistryError } from '../core/errors.ts';
import type { Position } from '../core/views.ts';
import { isPublishedSoon } from '../registry/await-publication.ts';
import { presentPosition, readPosition } from '../registry/read-position.ts';
import type { AppDeps } from './app-deps.ts';
import { preferencesOf } from './preferences.ts';

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
 * query but the one for the position. A picture or a page that says how old the telemetry is also depends on those words.
 */
export const etagOf = (seq: number, url: string, representation: string, ageing?: string): string =>
  `"${createHash('sha256')
    .update(JSON.stringify([VERSION, seq, url, representation, ...(ageing === undefined ? [] : [ageing])]))
    .digest('base64url')
    .slice(0, 27)}"`;

/**
 * The address an answer depends on. `?at=` chooses the position and nothing else, so JSON of one `seq` has one validator
 * however it was asked for; a page says that it shows the past.
 */
function addressOf(url: string, type: string): string {
  const [path, query] = url.split('?', 2);
  if (query === undefined || type !== JSON_TYPE) return url;
  const rest = query.split('&').filter((part) => !part.startsWith('at='));
  return rest.length === 0 ? (path ?? '') : `${path}?${rest.join('&')}`;
}

/**
 * Whether `If-None-Match` (RFC 9110 section 13.1.2, weak comparison) lists the validator, or that of its compressed form. `*`
 * is not looked at.
 */
export const matchesEtag = (header: string | undefined, etag: string): boolean =>
  header === etag ||
  (header ?? '').split(',').some(
    (tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/\.gz"$/, '"') === etag.replace(/\.gz"$/, '"'),
  );

/** What a read is answered with. */
export interface Representation {
  /** `?at=` of the request, where it has one. */
  readonly at?: string | undefined;
  /** Where the position is known already, as within a cursor. */
  readonly position?: Position;
  readonly type: string;
  /** Default: a few seconds, or an hour for an explicit `seq`. */
  readonly cache?: string;
  /** What of the body changes with the hour, while nothing is logged: it joins the validator. Of JSON `live` alone does not. */
  readonly ageing?: string | undefined;
  /** The body shows the present rather than a version: it belongs to a position only if no leaf came in between. */
  readonly present?: boolean;
  /** Surrogate keys a shared cache may purge by, such as `org:acme`. */
  readonly keys?: readonly string[];
}

/** What an answer is made of. */
type Body = string | Readable | Buffer;

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

/**
 * Answers a public read: finds the position, answers 304 where the client has this very answer, else asks `make` for the
 * body. `Registry-Seq` says which position the answer reflects. Nothing is shown before it is in the published log.
 *
 * @throws RegistryError request_invalid, at_future, overloaded (the log lags behind), and what `make` throws
 */
export async function answerRead(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  representation: Representation,
  make: (position: Position) => Promise<Body>,
): Promise<FastifyReply> {
  const { at, type, cache } = representation;
  if (representation.keys !== undefined) void reply.header('surrogate-key', representation.keys.join(' '));
  if (representation.present === true) return answerPresent(deps, request, reply, type, make);
  const position = representation.position ?? (await readPosition(deps.registry, at));
  const etag = etagOf(position.seq, addressOf(request.url, type), type, varying(request, representation));
  const shown = cache ?? (at !== undefined && EXPLICIT_SEQ.test(at) ? CACHE.past : CACHE.short);
  void reply.headers({ etag, 'cache-control': shown, 'registry-seq': position.seq });
  const condition = request.headers['if-none-match'];
  if (matchesEtag(condition, etag)) return reply.code(304).send();
  const body = await make(position);
  return condition?.trim() === '*' ? reply.code(304).send() : reply.type(type).send(body);
}

/** What an answer shows beside the log's position: the words for an age, and on pages what the visitor prefers. */
function varying(request: FastifyRequest, { type, ageing }: Representation): string | undefined {
  if (type !== HTML_TYPE) return ageing;
  const { lang, theme } = preferencesOf(request);
  return [ageing ?? '', lang, theme].join(' ');
}

/** How often a read of the present starts again because a leaf came during it. */
const PRESENT_ATTEMPTS = 8;

/** Reads first, then waits until the last leaf it may have seen is published: no answer runs ahead of the log. */
async function answerPresent(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  make: (position: Position) => Promise<Body>,
): Promise<FastifyReply> {
  const condition = request.headers['if-none-match'];
  for (let attempt = 0; attempt < PRESENT_ATTEMPTS; attempt++) {
    const { position, isPublished } = await presentPosition(deps.registry);
    const etag = etagOf(position.seq, request.url, type, varying(request, { type }));
    const headers = { etag, 'cache-control': CACHE.short, 'registry-seq': position.seq };
    const isKnown = matchesEtag(condition, etag);
    const body = isKnown ? '' : await make(position);
    if (!isKnown && (await presentPosition(deps.registry)).position.seq !== position.seq) continue;
    const { publication } = deps.registry;
    if (isPublished || (await isPublishedSoon(deps.registry, position.seq))) {
      void reply.headers(headers);
      return isKnown || condition?.trim() === '*' ? reply.code(304).send() : reply.type(type).send(body);
    }
    if (publication.fault() !== undefined) return answerUnlogged(deps, reply, type, make);
    throw new RegistryError('overloaded', `this shows leaf ${position.seq}, which the log has not published yet`);
  }
  throw new RegistryError('overloaded', 'so much is being written that no moment stands still; ask again');
}

/**
 * While nothing is signed, reads go on: as of the last published leaf, though the body may know of leaves that were committed
 * since. So nobody may keep it, and it has no validator.
 */
async function answerUnlogged(
  deps: AppDeps,
  reply: FastifyReply,
  type: string,
  make: (position: Position) => Promise<Body>,
): Promise<FastifyReply> {
  const position = await readPosition(deps.registry);
  void reply.headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
  return reply.type(type).send(await make(position));
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

/** Answers with bytes that follow no log position: their validator is made of themselves. */
export function answerText(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, cache }: { readonly type: string; readonly cache: string },
  body: string | Uint8Array,
): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  void reply.headers({ etag, 'cache-control': cache });
  const condition = request.headers['if-none-match'];
  if (matchesEtag(condition, etag) || condition?.trim() === '*') return reply.code(304).send();
  return reply.type(type).send(body);
}

/**
 * For `ageing`: the minute. Intervals end on whole minutes, so that every age in words turns with it. Undefined where a
 * visitor names a time, for then no freshness is shown.
 */
export const minuteOf = (deps: AppDeps, at: string | undefined): string | undefined =>
  at === undefined ? deps.registry.now().toISOString().slice(0, 16) : undefined;

const EXPLICIT_SEQ = /^[0-9]+$/;
