import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { normaliseDomain } from '../../core/domain-name.ts';
import { isPartyId } from '../../core/ids.ts';
import type { Position } from '../../core/views.ts';
import { findForBadge } from '../../registry/look-up.ts';
import { readPosition } from '../../registry/read-position.ts';
import { renderBadgeJson, renderBadgeText } from '../../render/badge/badge-json.ts';
import { type BadgeInput, type BadgeModel, badgeModel } from '../../render/badge/badge-model.ts';
import { BADGE_THEMES } from '../../render/badge/badge-paint.ts';
import { BADGE_STYLES, renderBadgeSvg } from '../../render/badge/badge-svg.ts';
import { BADGE_LANGUAGES } from '../../render/badge/badge-words.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, CACHE, JSON_TYPE } from '../conditional.ts';
import { operation, type Success } from '../schemas/operation.ts';
import { forAnySite } from '../security-headers.ts';

const options = closed({
  style: Type.Optional(oneOf(...BADGE_STYLES)),
  theme: Type.Optional(oneOf(...BADGE_THEMES)),
  lang: Type.Optional(oneOf(...BADGE_LANGUAGES)),
});
type Options = Static<typeof options>;
/** Any text that a path parameter may have: what names nobody has its picture too. */
const ANY = '[^]{0,255}';
/** Who is asked for. Null: by a text that can name nobody. */
type Wanted = { readonly party: string } | { readonly domain: string } | null;

const FORMS = {
  svg: { type: 'image/svg+xml; charset=utf-8', render: renderSvg },
  json: {
    type: JSON_TYPE,
    render: (model: BadgeModel, { lang }: Options) => JSON.stringify(renderBadgeJson(model, lang)),
  },
  txt: {
    type: 'text/plain; charset=utf-8',
    render: (model: BadgeModel, { lang }: Options) => renderBadgeText(model, lang),
  },
} as const;
type Form = keyof typeof FORMS;

function renderSvg(model: BadgeModel, { style = 'flat', theme = 'auto', lang = 'en' }: Options): string {
  return renderBadgeSvg(model, { style, theme, lang });
}

/** A holder's badge in three forms, and by the domain that a site knows of itself. Whatever is asked, it is a picture. */
export function badgeRoutes(app: App, deps: AppDeps): void {
  for (const form of ['svg', 'json', 'txt'] as const) partyBadge(app, deps, form);
  domainBadge(app, deps);
}

function partyBadge(app: App, deps: AppDeps, form: Form): void {
  const schema = {
    ...operation({
      operationId: `readBadge${form === 'svg' ? 'Svg' : form === 'json' ? 'Json' : 'Text'}`,
      tag: 'badges',
      summary: `Badge of an organisation as ${form === 'txt' ? 'text' : form.toUpperCase()}`,
      success: pictured(form),
    }),
    params: closed({
      party: Type.String({
        description: 'party id; any other text has the neutral picture',
        examples: ['velocitytech'],
      }),
    }),
    querystring: options,
  };
  app.get(`/badges/:party(${ANY}).${form}`, { schema }, (request, reply) => {
    const { party } = request.params;
    const wanted = isPartyId(party) ? { party } : null;
    return answerBadge(deps, request, reply, { form, wanted, options: request.query });
  });
}

function domainBadge(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readBadgeByDomain',
      tag: 'badges',
      summary: 'Badge of whoever proved a domain',
      success: pictured('svg'),
    }),
    params: closed({
      domain: Type.String({
        description: 'domain, where one leading www. does not count; any other text has the neutral picture',
      }),
    }),
    querystring: options,
  };
  app.get(`/badges/by-domain/:domain(${ANY}).svg`, { schema }, (request, reply) => {
    const domain = normaliseDomain(request.params.domain);
    const wanted = domain === undefined ? null : { domain };
    return answerBadge(deps, request, reply, { form: 'svg', wanted, options: request.query });
  });
}

const pictured = (form: Form): Success => ({
  description: 'the badge; one nobody knows is a neutral picture that says so',
  content: { [FORMS[form].type.split(';')[0] ?? '']: form === 'json' ? Type.Unknown() : Type.String() },
});

interface BadgeRequest {
  readonly form: Form;
  readonly wanted: Wanted;
  readonly options: Options;
}

async function answerBadge(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: BadgeRequest,
): Promise<FastifyReply> {
  const { type, render } = FORMS[asked.form];
  const position = await readPosition(deps.registry);
  const model = await modelOf(deps, asked.wanted, position);
  const ageing = JSON.stringify(model.freshness);
  const representation = { type, position, ageing, cache: CACHE.badge };
  return answerRead(deps, request, forAnySite(reply), representation, async () => {
    if (model.status === 'unknown') void reply.removeHeader('etag').header('cache-control', CACHE.none);
    return render(model, asked.options);
  });
}

async function modelOf(deps: AppDeps, wanted: Wanted, position: Position): Promise<BadgeModel> {
  const facts = wanted === null ? null : await findForBadge(deps.registry, wanted, position);
  const { row, freshness } = facts ?? { row: null, freshness: null };
  const { seq, as_of: asOf } = position;
  return badgeModel({ row, freshness, query: shownName(wanted), mode: deps.config.mode, seq, asOf });
}

/** What the badge calls its holder: a domain as look-ups match it, without one leading `www.`. */
function shownName(wanted: Wanted): BadgeInput['query'] {
  if (wanted === null) return {};
  return 'domain' in wanted ? { domain: wanted.domain.replace(/^www\./, '') } : wanted;
}
