import cors from '@fastify/cors';
import type { App } from './app-deps.ts';

const READABLE = [
  'ETag',
  'Link',
  'Registry-Seq',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];
const DAY_S = 86_400;
/** HEAD is a route of its own beside each GET, and carries what GET carries. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Pages of any origin may read what is public. Nothing here rests on cookies, and writes are not for foreign pages. */
export async function openToAnyOrigin(app: App): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (![route.method].flat().some((method) => READS.has(method)))
      route.config = Object.assign({}, route.config, { cors: false });
  });
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD'],
    exposedHeaders: READABLE,
    maxAge: DAY_S,
    strictPreflight: false,
  });
}
