import { readVerifierKeys } from '../../registry/read-log.ts';
import { renderVerifyPage } from '../../render/verify-page.tsx';
import type { App, AppDeps } from '../app-deps.ts';
import { answerText, CACHE, HTML_TYPE } from '../conditional.ts';
import { pageContext } from '../preferences.ts';
import { asPage } from '../security-headers.ts';

/** The page on which visitors verify for themselves. `?certificate=` is read by its script alone. */
export function verifyPage(app: App, deps: AppDeps): void {
  app.get('/verify', { schema: { hide: true } }, async (request, reply) => {
    const html = renderVerifyPage({ ...pageContext(deps, request), vkeys: await readVerifierKeys(deps.registry) });
    return answerText(request, asPage(reply), { type: HTML_TYPE, cache: CACHE.short }, html);
  });
}
