import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, AppDeps } from './app-deps.ts';
import { CACHE } from './conditional.ts';
import { chosenBy } from './preferences.ts';
import { isPage } from './security-headers.ts';

const YEAR_S = 31_536_000;
/** What a page depends on besides its address. */
const VARIES = ['Accept-Language', 'Cookie'];

/**
 * Keeps what a visitor chose by `?lang=` or `?theme=` in a cookie that says nothing else; that one answer is nobody else's.
 * To be called before `keepAnswers`, which keeps nothing that is private.
 */
export function rememberPreferences(app: App, { config }: Pick<AppDeps, 'config'>): void {
  const secure = config.origin.startsWith('https:') ? '; Secure' : '';
  app.addHook('onSend', async (request, reply, payload) => {
    if (!isPage(reply)) return payload;
    void reply.header('vary', withNames(reply.getHeader('vary')));
    remember(request, reply, secure);
    return payload;
  });
}

function remember(request: FastifyRequest, reply: FastifyReply, secure: string): void {
  const chosen = Object.entries(chosenBy(request.url)).filter(([, value]) => value !== undefined);
  if (chosen.length === 0) return;
  const cookies = chosen.map(([name, value]) => `${name}=${value}; Path=/; SameSite=Lax; Max-Age=${YEAR_S}${secure}`);
  void reply.header('set-cookie', cookies).header('cache-control', `private, ${CACHE.none}`);
}

/** An existing `Vary` and what pages depend on, each name once. */
function withNames(vary: unknown): string {
  const names = String(vary ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const missing = VARIES.filter((name) => !names.some((one) => one.toLowerCase() === name.toLowerCase()));
  return [...names, ...missing].join(', ');
}
