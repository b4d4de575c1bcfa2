import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../core/errors.ts';
import { readPosition } from '../../registry/read-position.ts';
import { unreadableBadge } from '../../render/badge/badge-model.ts';
import type { AppDeps } from '../app-deps.ts';
import { answerRead, CACHE } from '../conditional.ts';
import { toRegistryError } from '../problem.ts';
import type { Raster, Scale } from '../raster.ts';
import { forAnySite } from '../security-headers.ts';
import { type BadgeForm, FORM_TYPES, isBaked, type MadeBadge, makeBadge } from './badge-forms.ts';
import { type BadgeChoice, shownName, type Wanted } from './badge-request.ts';
import { credentialOf, readBadge } from './read-badge.ts';

/** A badge as it was asked for. */
export interface BadgeRequest {
  readonly form: BadgeForm;
  readonly wanted: Wanted;
  readonly choice: BadgeChoice;
  readonly scale: Scale;
}

/** What badges are answered with. */
export interface PictureKit {
  readonly deps: AppDeps;
  readonly raster: Raster;
}

/** Whatever is asked, it is a picture: also of nobody, and while the register cannot be read. */
export async function answerBadge(
  kit: PictureKit,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: BadgeRequest,
): Promise<FastifyReply> {
  try {
    return await answerFound(kit, request, forAnySite(reply), asked);
  } catch (error) {
    if (!OWN_FAULTS.has(toRegistryError(error).code)) throw error;
    request.log.error({ err: error }, 'a badge is shown as unreadable');
    return answerUnreadable(kit, reply, asked);
  }
}

/** Where the fault is the registry's, a page that shows the badge shall not show a broken picture. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set(['internal', 'overloaded', 'log_damaged', 'read_only']);

async function answerFound(
  { deps, raster }: PictureKit,
  request: FastifyRequest,
  reply: FastifyReply,
  { form, wanted, ...asked }: BadgeRequest,
): Promise<FastifyReply> {
  const position = await readPosition(deps.registry);
  const found = await readBadge(deps, wanted, position);
  const { model, party } = found;
  const ageing = JSON.stringify(model.freshness);
  const keys = party === null ? {} : { keys: [`org:${party}`] };
  const representation = { type: FORM_TYPES[form], position, ageing, cache: CACHE.badge, ...keys };
  return answerRead(deps, request, reply, representation, async () => {
    const credential = isBaked(form) ? await credentialOf(deps, found, position) : undefined;
    if (model.status === 'unknown' || (isBaked(form) && credential === undefined)) void keepNowhere(reply);
    return inItsLanguage(reply, await makeBadge(raster, form, { model, credential, ...asked }));
  });
}

async function answerUnreadable(
  { deps, raster }: PictureKit,
  reply: FastifyReply,
  { form, wanted, ...asked }: BadgeRequest,
): Promise<FastifyReply> {
  void keepNowhere(reply).removeHeader('registry-seq').removeHeader('surrogate-key');
  const model = unreadableBadge({ query: shownName(wanted), mode: deps.config.mode });
  return reply.type(FORM_TYPES[form]).send(inItsLanguage(reply, await makeBadge(raster, form, { model, ...asked })));
}

const keepNowhere = (reply: FastifyReply): FastifyReply =>
  reply.removeHeader('etag').header('cache-control', CACHE.none);

function inItsLanguage(reply: FastifyReply, { body, lang }: MadeBadge): string | Buffer {
  void reply.header('content-language', lang);
  return body;
}
