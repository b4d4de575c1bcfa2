import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ASSETS, type Asset } from '../render/assets.ts';
import type { App } from './app-deps.ts';
import { CACHE, matchesEtag } from './conditional.ts';

type Source = Asset['source'];
interface Loaded {
  readonly bytes: Buffer;
  readonly etag: string;
}

const FAVICON = '/assets/mark.svg';

/** The files of the pages, read when first asked for and kept. */
export function assetRoutes(app: App): void {
  for (const { url, contentType, source } of ASSETS) {
    addAsset(app, url, contentType, source);
    if (url === FAVICON) addAsset(app, '/favicon.svg', contentType, source);
  }
}

function addAsset(app: App, url: string, contentType: string, source: Source): void {
  let loading: Promise<Loaded> | undefined;
  app.get(url, { schema: { hide: true } }, async (request, reply) => {
    loading ??= load(source);
    const { bytes, etag } = await loading.catch(forget);
    void reply.headers({ etag, 'cache-control': CACHE.hour });
    if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type(contentType).send(bytes);
  });
  const forget = (error: unknown): never => {
    loading = undefined;
    throw error;
  };
}

async function load(source: Source): Promise<Loaded> {
  const bytes = Buffer.concat(await Promise.all(locateAsset(source).map((url) => readFile(url))));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` };
}

/** A file lies beside `render/assets.ts`, built or not; what was built is in `dist`; a package is found as Node finds it. */
export function locateAsset({ kind, paths }: Source): readonly URL[] {
  if (kind === 'package') return paths.map((path) => new URL(import.meta.resolve(path)));
  return paths.map((path) => new URL(kind === 'file' ? `../render/${path}` : `../../dist/${path}`, import.meta.url));
}
