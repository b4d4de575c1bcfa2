import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { locateAsset } from '../../src/http/assets.ts';
import { ASSETS } from '../../src/render/assets.ts';

/** The policy of production: nothing inline, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Where pages hear of what happens. Ready pages stand still: the stream opens and stays silent. */
const EVENTS = '/v1/events';

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves ready pages and the real assets on loopback under the policy of production. Badges get their own policy. */
export async function servePages(pages: ReadonlyMap<string, () => string>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === EVENTS) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': nothing happens here\n\n');
      return;
    }
    const asset = ASSETS.find((one) => one.url === path);
    const body = asset === undefined ? (pages.get(request.url ?? '/') ?? pages.get(path)) : undefined;
    const svg = path.endsWith('.svg');
    response.setHeader('Content-Security-Policy', svg ? "default-src 'none'; style-src 'unsafe-inline'" : POLICY);
    if (asset !== undefined) {
      response.setHeader('Content-Type', asset.contentType);
      Promise.all(locateAsset(asset.source).map((url) => readFile(url))).then(
        (parts) => response.end(Buffer.concat(parts)),
        () => response.writeHead(500).end(),
      );
      return;
    }
    response.setHeader('Content-Type', svg ? 'image/svg+xml' : 'text/html; charset=utf-8');
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body?.() ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: originOf(server), close: () => closed(server) };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page server has no port');
  return `http://127.0.0.1:${address.port}`;
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.closeAllConnections();
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
