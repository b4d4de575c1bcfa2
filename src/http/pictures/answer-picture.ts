import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../core/errors.ts';
import { readPosition } from '../../registry/read-position.ts';
import { type BadgeModel, unreadableBadge } from '../../render/badge/badge-model.ts';
import type { AppDeps } from '../app-deps.ts';
import { answerRead, CACHE } from '../conditional.ts';
import { toRegistryError } from '../problem.ts';
import type { Raster } from '../raster.ts';
import { forAnySite } from '../security-headers.ts';
import type { MadeBadge } from './badge-forms.ts';
import { shownName, type Wanted } from './badge-request.ts';
import { credentialOf, readBadge } from './read-badge.ts';

/** A picture of a holder as it was asked for. */
export interface PictureRequest {
  readonly wanted: Wanted;
  readonly type: string;
  /** Whether the credential is baked in. */
  readonly baked: boolean;
  make(model: BadgeModel, credential: string | undefined): Promise<MadeBadge>;
}

/** What pictures are answered with. */
export interface PictureKit {
  readonly deps: AppDeps;
  readonly raster: Raster;
}

/** Whatever is asked, it is a picture: also of nobody, and while the register cannot be read. */
export async function answerPicture(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: PictureRequest,
): Promise<FastifyReply> {
  try {
    return await answerFound(deps, request, forAnySite(reply), asked);
  } catch (error) {
    if (!OWN_FAULTS.has(toRegistryError(error).code)) throw error;
    request.log.error({ err: error }, 'a badge is shown as unreadable');
    return answerUnreadable(deps, reply, asked);
  }
}

/** Where the fault is the registry's, a page that shows the badge shall not show a broken picture. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set(['internal', 'overloaded', 'log_damaged', 'read_only']);

async function answerFound(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { wanted, type, baked, make }: PictureRequest,
): Promise<FastifyReply> {
  const position = await readPosition(deps.registry);
  const found = await readBadge(deps, wanted, position);
  const { model, party } = found;
  const ageing = JSON.stringify(model.freshness);
  const keys = party === null ? {} : { keys: [`org:${party}`] };
  const representation = { type, position, ageing, cache: CACHE.badge, ...keys };
  return answerRead(deps, request, reply, representation, async () => {
    const credential = baked ? await credentialOf(deps, found, position) : undefined;
    if (model.status === 'unknown' || (baked && credential === undefined)) void keepNowhere(reply);
    return inItsLanguage(reply, await make(model, credential));
  });
}

async function answerUnreadable(
  deps: AppDeps,
  reply: FastifyReply,
  { wanted, type, make }: PictureRequest,
): Promise<FastifyReply> {
  void keepNowhere(reply).removeHeader('registry-seq').removeHeader('surrogate-key');
  const model = unreadableBadge({ query: shownName(wanted), mode: deps.config.mode });
  return reply.type(type).send(inItsLanguage(reply, await make(model, undefined)));
}

const keepNowhere = (reply: FastifyReply): FastifyReply =>
  reply.removeHeader('etag').header('cache-control', CACHE.none);

function inItsLanguage(reply: FastifyReply, { body, lang }: MadeBadge): string | Buffer {
  void reply.header('content-language', lang);
  return body;
}
