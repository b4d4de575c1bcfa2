import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import { RegistryError } from '../../core/errors.ts';
import type { ListingRow } from '../../core/views.ts';
import { escapeXml } from '../../render/escape.ts';
import { touchIcon } from '../../render/frame/touch-icon.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerRead, answerText, CACHE, JSON_TYPE } from '../conditional.ts';
import { readAllRows } from '../listing.ts';
import { workAtOnce } from '../overload.ts';
import type { Raster } from '../raster.ts';
import { openRaster } from '../raster.ts';

/** Addresses in one file (sitemaps.org, protocol). */
const PART = 50_000;
const XML_TYPE = 'application/xml; charset=utf-8';
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';
/** Pages beside those of organisations. */
const PAGES = ['/', '/methodology', '/statistics', '/compare', '/claims', '/rfp', '/log', '/verify', '/status'];
/** Every entry of the register, in an order that hardly moves. */
const EVERYBODY = { tier: [], state: 'all', sort: 'name', limit: 1 } as const;
const hidden = { schema: { hide: true } };

/** What search engines and devices look for at fixed addresses. */
export function discoveryRoutes(app: App, deps: AppDeps): void {
  sitemaps(app, deps);
  icons(app);
  const { origin } = deps.config;
  app.get('/robots.txt', hidden, (request, reply) =>
    answerText(
      request,
      reply,
      { type: 'text/plain; charset=utf-8', cache: CACHE.hour },
      `User-agent: *\nAllow: /\nDisallow: /me\nSitemap: ${origin}/sitemap.xml\n`,
    ),
  );
  app.get('/.well-known/api-catalog', hidden, (request, reply) =>
    answerText(request, reply, { type: 'application/linkset+json', cache: CACHE.hour }, apiCatalog(origin)),
  );
}

/** RFC 9727, with a link set as of RFC 9264. */
const apiCatalog = (origin: string): string =>
  JSON.stringify({
    linkset: [
      {
        anchor: `${origin}/v1`,
        'service-desc': [{ href: `${origin}/openapi.json`, type: JSON_TYPE }],
        'service-doc': [{ href: `${origin}/docs`, type: 'text/html' }],
        status: [{ href: `${origin}/v1/status`, type: JSON_TYPE }],
      },
    ],
  });

function sitemaps(app: App, deps: AppDeps): void {
  const { origin } = deps.config;
  const form = { type: XML_TYPE, cache: CACHE.hour, keys: ['listing'] };
  const twoAtOnce = workAtOnce(2);
  app.get('/sitemap.xml', hidden, (request, reply) =>
    answerRead(deps, request, reply, form, async ({ seq, as_of }) => {
      const listed = await deps.registry.ledger.read((tx) => tx.statistics.listed(seq));
      const parts = Array.from({ length: Math.ceil(listed / PART) }, (_, n) => `${origin}/sitemaps/${n + 1}.xml`);
      const entries = [`${origin}/sitemaps/pages.xml`, ...parts].map((at) => entry('sitemap', at, as_of));
      return wrapped('sitemapindex', entries.join(''));
    }),
  );
  app.get('/sitemaps/pages.xml', hidden, (request, reply) =>
    answerRead(deps, request, reply, form, async () =>
      wrapped('urlset', PAGES.map((path) => entry('url', `${origin}${path}`)).join('')),
    ),
  );
  const params = closed({ part: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }) });
  app.get('/sitemaps/:part.xml', { schema: { params, hide: true } }, (request, reply) => {
    const part = Number(request.params.part);
    return answerRead(deps, request, reply, form, (position) =>
      twoAtOnce(async () => {
        const listed = await deps.registry.ledger.read((tx) => tx.statistics.listed(position.seq));
        if ((part - 1) * PART >= listed) throw new RegistryError('not_found', 'the sitemap has no such part');
        return Readable.from(writePart(readAllRows(deps, { query: EVERYBODY }, position), part, origin));
      }),
    );
  });
}

async function* writePart(pages: AsyncIterable<readonly ListingRow[]>, part: number, origin: string) {
  const [from, to] = [(part - 1) * PART, part * PART];
  let seen = 0;
  yield opening('urlset');
  for await (const rows of pages) {
    const wanted = rows.slice(Math.max(0, from - seen), Math.max(0, to - seen));
    seen += rows.length;
    yield wanted
      .map((row) => entry('url', `${origin}/organisations/${row.party_id}`, row.certified_at ?? undefined))
      .join('');
    if (seen >= to) break;
  }
  yield '</urlset>\n';
}

const opening = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">\n`;
const wrapped = (name: string, entries: string): string => `${opening(name)}${entries}</${name}>\n`;

function entry(name: string, address: string, lastmod?: string): string {
  const changed = lastmod === undefined ? '' : `<lastmod>${escapeXml(lastmod)}</lastmod>`;
  return `<${name}><loc>${escapeXml(address)}</loc>${changed}</${name}>\n`;
}

/** Pictures of the mark for devices that take no SVG, drawn when first asked for. */
function icons(app: App): void {
  const raster: Raster = openRaster(1024 * 1024);
  for (const url of ['/favicon.ico', '/apple-touch-icon.png'] as const) {
    const size = url === '/favicon.ico' ? 32 : 180;
    app.get(url, hidden, async (request, reply) =>
      answerText(request, reply, { type: 'image/png', cache: CACHE.hour }, await raster.draw(touchIcon(size), 1)),
    );
  }
  app.get('/site.webmanifest', hidden, (request, reply) =>
    answerText(request, reply, { type: 'application/manifest+json', cache: CACHE.hour }, MANIFEST),
  );
}

const MANIFEST = JSON.stringify({
  name: 'Carbon Mirror Registry',
  short_name: 'Carbon Mirror',
  start_url: '/',
  display: 'browser',
  background_color: '#f5f3ee',
  theme_color: '#0b0d10',
  icons: [
    { src: '/assets/mark.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/apple-touch-icon.png', sizes: '180x180', type: 'image/png' },
  ],
});
