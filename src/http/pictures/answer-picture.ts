import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../core/errors.ts';
import type { Position } from '../../core/views.ts';
import { readPosition } from '../../registry/read-position.ts';
import { type BadgeModel, unreadableBadge } from '../../render/badge/badge-model.ts';
import type { AppDeps } from '../app-deps.ts';
import { answerRead, CACHE } from '../conditional.ts';
import { toRegistryError } from '../problem.ts';
import type { Raster } from '../raster.ts';
import { forAnySite } from '../security-headers.ts';
import type { MadeBadge } from './badge-forms.ts';
import { shownName, type Wanted } from './badge-request.ts';
import { credentialOf, type FoundBadge, readBadge } from './read-badge.ts';

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

/**
 * Whatever is asked, it is a picture: also of nobody, and while the register cannot be read.
 *
 * @throws RegistryError overloaded where too many pictures wait to be drawn: that says nothing about the register
 */
export async function answerPicture(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: PictureRequest,
): Promise<FastifyReply> {
  const shown = await readShown(deps, request, asked);
  const answer = forAnySite(reply);
  return shown === undefined ? answerUnreadable(deps, answer, asked) : answerShown(deps, request, answer, asked, shown);
}

/** What a picture shows. */
interface Shown {
  readonly position: Position;
  readonly found: FoundBadge;
  readonly credential: string | undefined;
}

/** Where the fault is the registry's, a page that shows the badge shall not show a broken picture: undefined. */
async function readShown(
  deps: AppDeps,
  request: FastifyRequest,
  { wanted, baked }: PictureRequest,
): Promise<Shown | undefined> {
  try {
    const position = await readPosition(deps.registry);
    const found = await readBadge(deps, wanted, position);
    return { position, found, credential: baked ? await credentialOf(deps, found, position) : undefined };
  } catch (error) {
    if (!OWN_FAULTS.has(toRegistryError(error).code)) throw error;
    request.log.error({ err: error }, 'a badge is shown as unreadable');
    return undefined;
  }
}

const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set(['internal', 'overloaded', 'log_damaged', 'read_only']);

function answerShown(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { type, baked, make }: PictureRequest,
  { position, found, credential }: Shown,
): Promise<FastifyReply> {
  const { model, party } = found;
  const ageing = JSON.stringify(model.freshness);
  const keys = party === null ? {} : { keys: [`org:${party}`] };
  const representation = { type, position, ageing, cache: CACHE.badge, ...keys };
  return answerRead(deps, request, reply, representation, async () => {
    const made = await make(model, credential);
    if (model.status === 'unknown' || (baked && credential === undefined)) void keepNowhere(reply);
    return inItsLanguage(reply, made);
  });
}

async function answerUnreadable(
  deps: AppDeps,
  reply: FastifyReply,
  { wanted, type, make }: PictureRequest,
): Promise<FastifyReply> {
  const model = unreadableBadge({ query: shownName(wanted), mode: deps.config.mode });
  const body = inItsLanguage(reply, await make(model, undefined));
  return keepNowhere(reply).type(type).send(body);
}

const keepNowhere = (reply: FastifyReply): FastifyReply =>
  reply.removeHeader('etag').header('cache-control', CACHE.none);

function inItsLanguage(reply: FastifyReply, { body, lang }: MadeBadge): string | Buffer {
  void reply.header('content-language', lang);
  return body;
}
