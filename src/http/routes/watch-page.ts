import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { findWatched } from '../../registry/find-watched.ts';
import { readPosition } from '../../registry/read-position.ts';
import { renderWatchPage } from '../../render/watch-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { asPage } from '../security-headers.ts';
import { compilePagePart } from '../validators.ts';
import { MAX_WATCHED } from './events.ts';

const querystring = closed({ list: Type.Optional(Type.String({ maxLength: 8_000 })) });

/** `/watch`: a plain form that makes the address of a feed. */
export function watchPage(app: App, deps: AppDeps): void {
  const options = { schema: { querystring, hide: true }, validatorCompiler: compilePagePart };
  app.get('/watch', options, async (request, reply) => {
    const { list = '' } = request.query;
    const lines = [...new Set(list.split(/[\s,;]+/).filter((one) => one !== ''))];
    const position = await readPosition(deps.registry);
    const watched = await findWatched(deps.registry, lines.slice(0, MAX_WATCHED), position);
    const parties = watched.flatMap(({ party }) => party ?? []);
    const html = renderWatchPage({
      ...pageContext(deps, request),
      list,
      watched,
      leftOut: Math.max(0, lines.length - MAX_WATCHED),
      addresses: parties.length === 0 ? undefined : addressesOf(deps.config.origin, parties),
      position,
    });
    void asPage(reply).headers({ 'cache-control': CACHE.none, 'registry-seq': position.seq });
    return reply.type(HTML_TYPE).send(html);
  });
}

function addressesOf(origin: string, parties: readonly { readonly party_id: string }[]) {
  const query = new URLSearchParams(parties.map(({ party_id }) => ['organisation', party_id]));
  const at = (path: string): string => `${origin}${path}?${query}`;
  return { atom: at('/feed.atom'), json: at('/feed.json'), stream: at('/v1/events') };
}
