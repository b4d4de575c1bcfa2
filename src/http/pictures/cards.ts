import type { FastifyReply, FastifyRequest } from 'fastify';
import { type BadgeModel, badgeModel } from '../../render/badge/badge-model.ts';
import { settableBadge } from '../../render/badge/badge-settable.ts';
import { type BadgeLanguage, badgeTexts } from '../../render/badge/badge-words.ts';
import { renderRegistryCard, renderShareCard } from '../../render/badge/share-card.ts';
import { answerRead, CACHE } from '../conditional.ts';
import type { Raster } from '../raster.ts';
import { forAnySite } from '../security-headers.ts';
import type { PictureKit } from './answer-picture.ts';
import { type MadeBadge, PNG_TYPE, positionTexts } from './badge-forms.ts';
import { withTexts } from './png-texts.ts';

/** @throws RegistryError overloaded where too many pictures wait to be drawn */
export async function makeCard(raster: Raster, model: BadgeModel, lang: BadgeLanguage): Promise<MadeBadge> {
  const shown = settableBadge(model, lang, await raster.covers);
  const pixels = await raster.draw(renderShareCard(shown.model, shown.lang), 1);
  const title = { keyword: 'Title', text: badgeTexts(model, shown.lang).sentence, lang: shown.lang };
  return { body: withTexts(pixels, [title, ...positionTexts(model)]), lang: shown.lang };
}

/** The card of the registry itself. */
export function answerRegistryCard(
  { deps, raster }: PictureKit,
  request: FastifyRequest,
  reply: FastifyReply,
  lang: BadgeLanguage,
): Promise<FastifyReply> {
  const representation = { type: PNG_TYPE, cache: CACHE.badge };
  return answerRead(deps, request, forAnySite(reply), representation, async ({ seq, as_of: asOf }) => {
    const { mode } = deps.config;
    const model = badgeModel({ row: null, freshness: null, query: {}, mode, seq, asOf });
    const shown = settableBadge(model, lang, await raster.covers);
    void reply.header('content-language', shown.lang);
    return withTexts(await raster.draw(renderRegistryCard(model, shown.lang), 1), positionTexts(model));
  });
}
