import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed, DigestText } from '../../core/documents/schema.ts';
import { assertThat } from '../../core/errors.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { isPublishedSoon } from '../../registry/await-publication.ts';
import type { SnapshotRow } from '../../registry/ports/credentials.ts';
import { readPosition } from '../../registry/read-position.ts';
import { findSnapshot, readSnapshot, snapshotListing } from '../../registry/snapshot-listing.ts';
import { requireBearer } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, matchesEtag } from '../conditional.ts';
import { gzip } from '../gzip.ts';
import { Digest, described, Instant, object } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';

const taken = object({
  digest: { ...Digest, description: 'base64url SHA-256 of the lines; they are at /snapshot/{digest}.jsonl' },
  seq: Type.Integer({ description: 'index of the listing.snapshot leaf' }),
  shown_seq: Type.Integer({ description: 'index of the last leaf the lines reflect' }),
  rows: Type.Integer(),
  at: Instant,
});

/** Snapshots of the listing: exact bytes whose digest is a leaf of the log. */
export function snapshotRoutes(app: App, deps: AppDeps): void {
  linesRoute(app, deps);
  dayRoute(app, deps);
  const schema = {
    ...operation({
      operationId: 'snapshotListing',
      tag: 'documents',
      summary: 'Take a snapshot of the listing now',
      description:
        'No body. For officers: an access token of the scope officer. One is taken every day without asking.',
      success: json('taken', taken, 201),
      codes: ['too_large', 'media_type', 'token_invalid', 'read_only'],
    }),
    security: [{ access_token: [] }],
  };
  app.post('/v1/officer/snapshots', { schema, config: { cors: false } }, async (request, reply) => {
    const { scopes } = requireBearer(app, deps, request);
    assertThat(scopes.includes('officer'), 'token_invalid', 'this address takes a token of the scope officer');
    const { digest, seq, shownSeq, rows, at } = await snapshotListing(deps.registry);
    await isPublishedSoon(deps.registry, seq);
    const answer = { digest, seq, shown_seq: shownSeq, rows, at: formatUtcInstant(at) };
    return reply.code(201).header('cache-control', CACHE.none).send(answer);
  });
}

function linesRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readSnapshot',
      tag: 'documents',
      summary: 'The exact lines of a listing snapshot',
      description:
        'RFC 8785 of each row (states active and watch) without live, a line feed after each, exact composite descending, then party_id. Their SHA-256 is the digest.',
      success: { description: 'the lines', content: { 'application/jsonl': described('one row a line') } },
      codes: ['not_found'],
    }),
    params: closed({ digest: DigestText }),
  };
  const form = { type: 'application/jsonl; charset=utf-8', cache: CACHE.forever };
  app.get('/snapshot/:digest([A-Za-z0-9_-]{43}).jsonl', { schema }, async (request, reply) => {
    const { digest } = request.params;
    const snapshot = await findSnapshot(deps.registry, { digest }, await readPosition(deps.registry));
    return answerSnapshot(request, reply, form, snapshot, () => readSnapshot(deps.registry, snapshot));
  });
}

function dayRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readDailySnapshot',
      tag: 'documents',
      summary: 'The newest listing snapshot of a UTC day, compressed',
      success: {
        description: 'the lines, gzip',
        content: { 'application/gzip': Type.Unsafe({ type: 'string', format: 'binary' }) },
      },
      codes: ['not_found'],
    }),
    params: closed({
      day: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'UTC day', examples: ['2026-11-25'] }),
    }),
  };
  const type = 'application/gzip';
  app.get('/snapshot/listing-:day([0-9]{4}-[0-9]{2}-[0-9]{2}).jsonl.gz', { schema }, async (request, reply) => {
    const { day } = request.params;
    const position = await readPosition(deps.registry);
    const snapshot = await findSnapshot(deps.registry, { day }, position);
    // Times of leaves never decrease, so a day that is over gets no other snapshot.
    const cache = position.as_of.slice(0, 10) > day ? CACHE.forever : CACHE.short;
    return answerSnapshot(request, reply, { type, cache }, snapshot, () => gzip(readSnapshot(deps.registry, snapshot)));
  });
}

/** Streams a snapshot; its digest is its validator. */
function answerSnapshot(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, cache }: { readonly type: string; readonly cache: string },
  { digest, shownSeq }: SnapshotRow,
  read: () => AsyncIterable<string | Uint8Array>,
): FastifyReply {
  const etag = `"${digest}"`;
  void reply.headers({ etag, 'cache-control': cache, 'registry-seq': shownSeq });
  const condition = request.headers['if-none-match'];
  if (matchesEtag(condition, etag) || condition?.trim() === '*') return reply.code(304).send();
  return reply.type(type).send(Readable.from(read(), { objectMode: false }));
}
