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

/** Pages of any origin may read what is public. Nothing here rests on cookies, and writes are not for foreign pages. */
export async function openToAnyOrigin(app: App): Promise<void> {
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (!methods.includes('GET') && !methods.includes('OPTIONS'))
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
