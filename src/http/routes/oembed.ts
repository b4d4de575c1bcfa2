import { Type } from 'typebox';
import { assertThat, RegistryError } from '../../core/errors.ts';
import { isPartyId } from '../../core/ids.ts';
import type { Position } from '../../core/views.ts';
import { settableBadge } from '../../render/badge/badge-settable.ts';
import { BADGE_LANGUAGES, type BadgeLanguage } from '../../render/badge/badge-words.ts';
import { describeEmbed, type Oembed, oembedXml } from '../../render/badge/oembed.ts';
import type { App } from '../app-deps.ts';
import { answerRead, JSON_TYPE, minuteOf } from '../conditional.ts';
import type { PictureKit } from '../pictures/answer-picture.ts';
import { readBadge } from '../pictures/read-badge.ts';
import { withPosition } from '../schemas/common.ts';
import { operation } from '../schemas/operation.ts';

const XML_TYPE = 'text/xml; charset=utf-8';
/** As pictures are kept, seconds. */
const CACHE_AGE = 300;
const side = (name: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: `greatest ${name}, pixels` }));

/** oEmbed section 2.2: arguments a provider does not expect are left out. */
const query = Type.Object({
  url: Type.String({ maxLength: 2_000, description: 'address of an organisation, its badge or its badge builder' }),
  maxwidth: side('width'),
  maxheight: side('height'),
  format: Type.Optional(Type.String({ description: 'json or xml', examples: ['json'] })),
});

interface Asked {
  readonly party: string;
  readonly lang: BadgeLanguage;
  readonly maxWidth: number | undefined;
  readonly maxHeight: number | undefined;
}

/** What editors and chats ask to show a link to an organisation as a picture (oEmbed 1.0). */
export function oembedRoute(app: App, kit: PictureKit): void {
  const { deps } = kit;
  const schema = {
    ...operation({
      operationId: 'readOembed',
      tag: 'badges',
      summary: 'An organisation as oEmbed 1.0',
      description: 'Type photo: its card, or the largest badge that fits; type link where none does.',
      success: {
        description: 'the answer',
        content: { 'application/json': withPosition({}), 'text/xml': Type.String() },
      },
      codes: ['not_found', 'format_unsupported'],
    }),
    querystring: query,
  };
  app.get('/oembed', { schema }, (request, reply) => {
    const { url, maxwidth, maxheight, format = 'json' } = request.query;
    assertThat(format === 'json' || format === 'xml', 'format_unsupported', 'oEmbed answers as json or xml');
    const asked = { ...partyOf(url, deps.config.origin), maxWidth: maxwidth, maxHeight: maxheight };
    const type = format === 'json' ? JSON_TYPE : XML_TYPE;
    const keys = [`org:${asked.party}`];
    return answerRead(deps, request, reply, { type, keys, ageing: minuteOf(deps, undefined) }, async (position) => {
      const answer = await embed(kit, asked, position);
      return format === 'json' ? JSON.stringify({ ...answer, ...position }) : oembedXml(answer);
    });
  });
}

const PATH = /^\/(?:organisations|for-sales|cards|badges)\/([a-z0-9-]{1,63})(?:@2x)?(?:\.(?:baked\.)?[a-z]{3,4})?$/;

/** Whom an address of ours is about. @throws RegistryError not_found for any other address */
function partyOf(text: string, origin: string): Pick<Asked, 'party' | 'lang'> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const party = url?.origin === origin ? PATH.exec(url.pathname)?.[1] : undefined;
  if (party === undefined || !isPartyId(party)) throw notFound();
  const lang = BADGE_LANGUAGES.find((one) => one === url?.searchParams.get('lang')) ?? 'en';
  return { party, lang };
}

const notFound = (): RegistryError =>
  new RegistryError('not_found', 'this is no address of an organisation in this registry');

async function embed({ deps, raster }: PictureKit, asked: Asked, position: Position): Promise<Oembed> {
  const { party, lang, ...limits } = asked;
  const { model } = await readBadge(deps, { party }, position);
  if (model.status === 'unknown') throw notFound();
  const shown = settableBadge(model, lang, await raster.covers);
  return describeEmbed({ ...shown, party, origin: deps.config.origin, cacheAge: CACHE_AGE, ...limits });
}
