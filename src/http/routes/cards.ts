import { Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { BADGE_LANGUAGES, type BadgeLanguage } from '../../render/badge/badge-words.ts';
import type { App } from '../app-deps.ts';
import { answerPicture, type PictureKit } from '../pictures/answer-picture.ts';
import { PNG_TYPE } from '../pictures/badge-forms.ts';
import { ANY, wantedParty } from '../pictures/badge-request.ts';
import { answerRegistryCard, makeCard } from '../pictures/cards.ts';
import { limitPictures } from '../rate-limits.ts';
import { operation } from '../schemas/operation.ts';
import { compilePicturePart } from '../validators.ts';

const options = closed({ lang: Type.Optional(oneOf(...BADGE_LANGUAGES)) });
const picture = { description: 'PNG, 1200 by 630 pixels', content: { [PNG_TYPE]: Type.String() } };

const forgiving = { validatorCompiler: compilePicturePart, config: limitPictures };

/** The pictures that links to the registry show elsewhere (Open Graph). */
export function cardRoutes(app: App, kit: PictureKit): void {
  const registry = {
    ...operation({ operationId: 'readRegistryCard', tag: 'badges', summary: 'Card of the registry', success: picture }),
    querystring: options,
  };
  app.get('/cards/registry.png', { schema: registry, ...forgiving }, (request, reply) =>
    answerRegistryCard(kit, request, reply, langOf(request.query)),
  );
  const schema = {
    ...operation({
      operationId: 'readCard',
      tag: 'badges',
      summary: 'Card of an organisation, for links to it',
      description: 'A language the fonts cannot set (ja) is drawn in English; Content-Language says which it is.',
      success: picture,
    }),
    params: closed({ party: Type.String({ description: 'party id; any other text has the neutral picture' }) }),
    querystring: options,
  };
  app.get(`/cards/:party(${ANY}).png`, { schema, ...forgiving }, (request, reply) =>
    answerPicture(kit.deps, request, reply, {
      wanted: wantedParty(request.params.party),
      type: PNG_TYPE,
      baked: false,
      make: (model) => makeCard(kit.raster, model, langOf(request.query)),
    }),
  );
}

const langOf = ({ lang }: { readonly lang?: BadgeLanguage }): BadgeLanguage => lang ?? 'en';
