import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { assertThat } from '../../core/errors.ts';
import { formatVerifierKey } from '../../log/note.ts';
import { parseTilePath } from '../../log/tile.ts';
import { readCheckpoint, readEntries, readTile } from '../../registry/published-log.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE } from '../conditional.ts';
import { limitTiles } from '../rate-limits.ts';
import { operation, type Success } from '../schemas/operation.ts';

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const SPELLING =
  'An index of 1,000 and more is spelled in groups of three digits, all but the last with an x before: x001/x234/067. The right edge is asked for as N.p/W, with the width W that a checkpoint implies. One tile has one address.';

const Level = Type.String({ pattern: '^(0|[1-9]|[1-5][0-9]|6[0-3])$', description: 'level', examples: ['0'] });
const Index = Type.String({ pattern: '^[0-9]{3}$', description: 'index of the tile, three digits', examples: ['000'] });
/** What follows the level where the index is long or the tile partial. */
const Rest = Type.String();

/** The log as static files of C2SP tlog-tiles, for any mirror and any monitor. */
export function logRoutes(app: App, deps: AppDeps): void {
  headRoutes(app, deps);
  tileRoutes(app, deps);
  entryRoutes(app, deps);
}

function headRoutes(app: App, deps: AppDeps): void {
  const checkpoint = operation({
    operationId: 'readCheckpoint',
    tag: 'log',
    summary: 'The newest checkpoint, with the lines of those who cosigned it',
    success: { description: 'a signed note (C2SP tlog-checkpoint)', content: { 'text/plain': Type.String() } },
    codes: ['not_found'],
  });
  app.get('/log/checkpoint', { schema: checkpoint }, async (request, reply) =>
    answerText(request, reply, { type: TEXT, cache: CACHE.short }, await readCheckpoint(deps.registry)),
  );
  const vkey = operation({
    operationId: 'readLogKey',
    tag: 'log',
    summary: 'The key that verifies checkpoints, one line',
    description: 'Earlier keys are in the genesis and registry.key leaves and at /.well-known/jwks.json.',
    success: { description: 'a verifier key (C2SP signed-note)', content: { 'text/plain': Type.String() } },
    codes: ['not_found'],
  });
  app.get('/log/vkey', { schema: vkey }, (request, reply) => {
    const [current] = deps.registry.log.signers;
    assertThat(current !== undefined, 'not_found', 'this log has no key');
    return answerText(request, reply, { type: TEXT, cache: CACHE.hour }, `${formatVerifierKey(current.key)}\n`);
  });
}

const octets = (description: string): Success => ({
  description,
  content: { [BYTES]: Type.Unsafe({ type: 'string', format: 'binary' }) },
});

function tileRoutes(app: App, deps: AppDeps): void {
  const words = operation({
    operationId: 'readTile',
    tag: 'log',
    summary: 'Hashes of a tile of the tree, 32 bytes each',
    description: SPELLING,
    success: octets('up to 256 hashes, immutable'),
    codes: ['not_found', 'log_damaged'],
  });
  const answer = (request: FastifyRequest<{ Params: { level: string } }>, reply: FastifyReply) => {
    const { level } = request.params;
    return answerPart(request, reply, `/log/tile/${level}/`, (place) =>
      readTile(deps.registry, { level: Number(level), ...place }),
    );
  };
  const options = { config: limitTiles };
  const params = closed({ level: Level, index: Index });
  app.get('/log/tile/:level/:index', { ...options, schema: { ...words, params } }, answer);
  const longer = { ...words, params: closed({ level: Level, '*': Rest }), hide: true };
  app.get('/log/tile/:level/*', { ...options, schema: longer }, answer);
}

function entryRoutes(app: App, deps: AppDeps): void {
  const words = operation({
    operationId: 'readEntries',
    tag: 'log',
    summary: 'Leaves below a tile of level 0, each after its length in two bytes',
    description: SPELLING,
    success: octets('up to 256 leaves, immutable'),
    codes: ['not_found', 'log_damaged'],
  });
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    answerPart(request, reply, '/log/tile/entries/', (place) => readEntries(deps.registry, place));
  const options = { config: limitTiles };
  app.get('/log/tile/entries/:index', { ...options, schema: { ...words, params: closed({ index: Index }) } }, answer);
  const longer = { ...words, params: closed({ '*': Rest }), hide: true };
  app.get('/log/tile/entries/*', { ...options, schema: longer }, answer);
}

/** The address counts as it was written: what decoding would make equal is another address, and names nothing. */
async function answerPart(
  request: FastifyRequest,
  reply: FastifyReply,
  prefix: string,
  read: (place: { readonly index: number; readonly width: number }) => Promise<Uint8Array>,
): Promise<FastifyReply> {
  const place = request.url.startsWith(prefix) ? parseTilePath(request.url.slice(prefix.length)) : undefined;
  assertThat(place !== undefined, 'not_found', 'no tile has this address');
  return answerText(request, reply, { type: BYTES, cache: CACHE.forever }, await read(place));
}
