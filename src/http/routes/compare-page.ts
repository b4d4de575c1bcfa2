import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import type { FreshComparison } from '../../core/compare-view.ts';
import { closed } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import type { ListingRow, Position } from '../../core/views.ts';
import { compareOrganisations } from '../../registry/compare-organisations.ts';
import { listOrganisations } from '../../registry/list-organisations.ts';
import { renderComparePage } from '../../render/compare-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, HTML_TYPE, minuteOf } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { pageContext } from '../preferences.ts';
import { MAX_COMPARED } from '../schemas/procurement.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';
import { splitNames } from './compare.ts';

/** What a form of ten names and one more search sends; further names are left out, and the page says so. */
const querystring = closed({
  ids: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 50 })),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  at: At,
});
type Query = Static<typeof querystring>;

/** Organisations that a search shows to choose from. */
const MOST_FOUND = 12;

/** `/compare`: chooses and compares, all by plain GET. */
export function comparePage(app: App, deps: AppDeps): void {
  const options = { schema: { querystring, hide: true }, validatorCompiler: compilePagePart };
  app.get('/compare', options, (request, reply): Promise<FastifyReply> => {
    const { ids = [], at } = request.query;
    const names = splitNames(ids);
    const chosen = names.slice(0, MAX_COMPARED);
    const answer = { at, ageing: minuteOf(deps, at), type: HTML_TYPE, keys: ['listing'] };
    return answerRead(deps, request, asPage(reply), answer, async (position) =>
      renderComparePage({
        ...pageContext(deps, request),
        position,
        overfull: names.length > MAX_COMPARED,
        choosing: await choosing(deps, chosen, request.query, position),
        ...(await compared(deps, chosen, position, at)),
      }),
    );
  });
}

async function choosing(deps: AppDeps, chosen: readonly string[], { q, at }: Query, position: Position) {
  const found: readonly ListingRow[] = q === undefined ? [] : await find(deps, q, position, at);
  return { chosen, found, ...(q === undefined ? {} : { q }), ...(at === undefined ? {} : { at }) };
}

async function find(deps: AppDeps, q: string, position: Position, at: string | undefined) {
  const query = { q, tier: [], state: 'all', sort: '-composite', limit: MOST_FOUND } as const;
  const page = await listOrganisations(deps.registry, { ...query, ...(at === undefined ? {} : { at }) }, position);
  return page.items;
}

/** Nothing is compared before two are named; names that nobody bears leave the chooser standing. */
async function compared(
  deps: AppDeps,
  names: readonly string[],
  position: Position,
  at: string | undefined,
): Promise<{ readonly compared?: FreshComparison }> {
  if (names.length < 2) return {};
  try {
    return { compared: await compareOrganisations(deps.registry, names, position, at) };
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'not_found') return {};
    throw error;
  }
}
