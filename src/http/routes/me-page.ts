import type { FastifyReply } from 'fastify';
import { RegistryError } from '../../core/errors.ts';
import { formatUtcInstant } from '../../core/instant.ts';
import { isPartyView } from '../../core/own-view.ts';
import { readMe } from '../../registry/read-me.ts';
import { readPosition } from '../../registry/read-position.ts';
import { renderMePage, renderSignInPage } from '../../render/me-page.tsx';
import type { PageContext } from '../../render/page-context.ts';
import { bearerOf } from '../access-token.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { CACHE, HTML_TYPE } from '../conditional.ts';
import { readForm } from '../form.ts';
import { BODY_LIMITS, bodyOf, takesForm } from '../media-type.ts';
import { pageContext } from '../preferences.ts';
import { asPage } from '../security-headers.ts';

/** A token within whatever was pasted with it: a header, quotes, the answer it came in. */
const TOKEN = /[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/;

const REFUSED = 'This token opens nothing: it may be older than ten minutes, or cut off. Ask for a new one.';
const NOBODY = 'This token speaks for no organisation or auditor.';

const hidden = { schema: { hide: true } };

/**
 * `/me`: the own view as a page. The token comes in the form's body and goes with the answer: no cookie, no address and no
 * cache has it.
 */
export function mePage(app: App, deps: AppDeps): void {
  app.get('/me', { ...hidden, config: { cors: false } }, (request, reply) =>
    sendSignIn(pageContext(deps, request), reply),
  );
  const options = { ...hidden, preParsing: takesForm, bodyLimit: BODY_LIMITS.form };
  app.post('/me', options, async (request, reply) => {
    const page = pageContext(deps, request);
    const bearer = readBearer(app, deps, readForm(bodyOf(request))['token'] ?? '');
    if (bearer === undefined) return sendSignIn(page, reply.code(401), REFUSED);
    const position = await readPosition(deps.registry);
    const view = await readMe(deps.registry, bearer.party, bearer.scopes);
    if (!isPartyView(view)) return sendSignIn(page, reply.code(403), NOBODY);
    const at = formatUtcInstant(deps.registry.now());
    void reply.header('registry-seq', position.seq);
    return send(reply, renderMePage({ ...page, view, position, at }));
  });
}

function sendSignIn(page: PageContext, reply: FastifyReply, fault?: string): FastifyReply {
  return send(reply, renderSignInPage({ ...page, ...(fault === undefined ? {} : { fault }) }));
}

const send = (reply: FastifyReply, html: string): FastifyReply =>
  asPage(reply).header('cache-control', CACHE.none).type(HTML_TYPE).send(html);

/** undefined where nothing in the text is a token that is accepted now. */
function readBearer(app: App, deps: AppDeps, text: string) {
  const token = TOKEN.exec(text)?.[0];
  if (token === undefined) return undefined;
  try {
    return bearerOf(app, deps, token);
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'token_invalid') return undefined;
    throw error;
  }
}
