import type { RouteOptions } from 'fastify';
import { RegistryError } from '../core/errors.ts';
import type { App } from './app-deps.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Watches which methods each address takes; the function it returns makes the others answer 405 with `Allow`, before any
 * body is read. To be called first, and the result last.
 */
export function watchMethods(app: App): () => void {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = taken.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...taken]) if (!url.includes('*')) refuseOthers(app, url, methods);
  };
}

function refuseOthers(app: App, url: string, methods: ReadonlySet<string>): void {
  const allow = METHODS.filter((method) => methods.has(method)).join(', ');
  app.route({
    method: METHODS.filter((method) => !methods.has(method)),
    url,
    schema: { hide: true },
    exposeHeadRoute: false,
    preParsing: async (_request, reply) => {
      void reply.header('allow', allow);
      throw new RegistryError('method_not_allowed', `this address takes ${allow}`);
    },
    handler: () => undefined,
  });
}
