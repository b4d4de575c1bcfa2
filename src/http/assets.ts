import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { ASSETS, type Asset } from '../render/assets.ts';
import type { App } from './app-deps.ts';
import { CACHE, matchesEtag } from './conditional.ts';
import { packedEtag } from './kept-answers.ts';
import { takesGzip } from './negotiate.ts';
import { neverLimited } from './rate-limits.ts';

type Source = Asset['source'];
interface Loaded {
  readonly bytes: Buffer;
  readonly etag: string;
}
interface Forms {
  readonly plain: Loaded;
  /** Compressed, where that makes it smaller: text. */
  readonly packed: Loaded | undefined;
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
  let loading: Promise<Forms> | undefined;
  app.get(url, { schema: { hide: true }, config: neverLimited }, async (request, reply) => {
    loading ??= load(source, contentType);
    const { plain, packed } = await loading.catch(forget);
    const isPacked = packed !== undefined && takesGzip(request.headers['accept-encoding']);
    const { bytes, etag } = isPacked ? packed : plain;
    void reply.headers({ etag, 'cache-control': CACHE.hour });
    if (packed !== undefined) void reply.header('vary', 'accept-encoding');
    if (isPacked) void reply.header('content-encoding', 'gzip');
    if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type(contentType).send(bytes);
  });
  const forget = (error: unknown): never => {
    loading = undefined;
    throw error;
  };
}

const TEXT = /^text\/|[+]xml/;

async function load(source: Source, contentType: string): Promise<Forms> {
  const bytes = Buffer.concat(await Promise.all(locateAsset(source).map((url) => readFile(url))));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
  const packed = TEXT.test(contentType) ? { bytes: gzipSync(bytes), etag: packedEtag(etag) } : undefined;
  return { plain: { bytes, etag }, packed };
}

/** A file lies beside `render/assets.ts`, built or not; what was built is in `dist`; a package is found as Node finds it. */
export function locateAsset({ kind, paths }: Source): readonly URL[] {
  if (kind === 'package') return paths.map((path) => new URL(import.meta.resolve(path)));
  return paths.map((path) => new URL(kind === 'file' ? `../render/${path}` : `../../dist/${path}`, import.meta.url));
}
