import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Position } from '../core/views.ts';
import type { Mode } from '../mode.ts';
import { Drawing } from './drawing.tsx';
import { stripIllegal } from './escape.ts';
import { OembedLinks } from './oembed-links.tsx';
import type { PageContext } from './page-context.ts';
import { StructuredData } from './structured-data.tsx';
import { element, type Markup } from './svg.ts';
import { groupDigits, isoMoment } from './words.ts';

const REGISTRY_NAME = 'Carbon Mirror Registry';

/** What stands in a page's head and frame. */
export interface PageMeta {
  readonly title: string;
  readonly description: string;
  /** Path and query of the page itself, for the canonical address. */
  readonly path: string;
  /** Path of the same answer as JSON. */
  readonly json?: string;
  readonly position?: Position;
  /** Pages that say nothing lasting stay out of search engines. */
  readonly noindex?: boolean;
  /** Address of the one script that this page has beside the common one. */
  readonly script?: string;
  /** What machines that read pages are told (schema.org). */
  readonly jsonLd?: object;
  /** Absolute address of the picture that links to this page show. */
  readonly image?: string;
  /** Path and query for which oEmbed has an answer: an organisation's page or badge builder. */
  readonly oembed?: string;
}

const NAVIGATION = [
  { href: '/', label: 'Register' },
  { href: '/methodology', label: 'Methodology' },
  { href: '/log', label: 'Log' },
  { href: '/verify', label: 'Verify' },
  { href: '/docs', label: 'API' },
] as const;

/** A whole HTML document around `children`. */
export function renderPage(context: PageContext, meta: PageMeta, children: ComponentChildren): string {
  const document = (
    <html lang={context.lang} data-theme={context.theme}>
      <Head context={context} meta={meta} />
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <TestBanner mode={context.mode} />
        <Header path={meta.path} />
        <main id="main">{children}</main>
        <Footer position={meta.position} json={meta.json} />
      </body>
    </html>
  );
  return stripIllegal(`<!doctype html>\n${renderToString(document)}\n`);
}

function Head({ context, meta }: { context: PageContext; meta: PageMeta }): VNode {
  const address = `${context.origin}${meta.path}`;
  const hidden = meta.noindex === true || context.mode !== 'production';
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${meta.title} · ${REGISTRY_NAME}`}</title>
      <meta name="description" content={meta.description} />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#f5f3ee" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#0b0d10" media="(prefers-color-scheme: dark)" />
      {hidden && <meta name="robots" content="noindex" />}
      <link rel="canonical" href={address} />
      {meta.json !== undefined && <link rel="alternate" type="application/json" href={meta.json} />}
      {meta.oembed !== undefined && <OembedLinks address={`${context.origin}${meta.oembed}`} title={meta.title} />}
      <meta property="og:site_name" content={REGISTRY_NAME} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={meta.title} />
      <meta property="og:description" content={meta.description} />
      <meta property="og:url" content={address} />
      {meta.image !== undefined && <meta property="og:image" content={meta.image} />}
      {meta.jsonLd !== undefined && <StructuredData data={meta.jsonLd} />}
      <link rel="icon" type="image/svg+xml" href="/assets/mark.svg" />
      <link rel="preload" as="font" type="font/woff2" href="/assets/inter.woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href="/assets/style.css" />
      <script type="module" src="/assets/enhance.js" />
      {meta.script !== undefined && <script type="module" src={meta.script} />}
    </head>
  );
}

const BANNERS: Readonly<Record<Mode, string | undefined>> = {
  demo: 'TEST registry: demonstration data. No organisation here is real, and nothing here certifies anything.',
  sandbox: 'TEST registry: a sandbox for trying out. Nothing here certifies anything.',
  production: undefined,
};

function TestBanner({ mode }: { mode: Mode }): VNode | null {
  const text = BANNERS[mode];
  if (text === undefined) return null;
  return (
    <aside class="test-banner" aria-label="Test registry">
      <p class="wrap">{text}</p>
    </aside>
  );
}

/** The wordmark's drawing: a facet above the horizon and its reflection below. */
function mark(): Markup {
  const half = (d: string, opacity: number): Markup => element('path', { d, fill: 'currentColor', opacity });
  const horizon = element('path', { d: 'M1 12H23', stroke: 'currentColor', 'stroke-width': 1.5 });
  const parts = [half('M12 1L3.5 10.5H12Z', 1), half('M12 1L20.5 10.5H12Z', 0.62), half('M12 23L4.5 13.5H19.5Z', 0.3)];
  return element('svg', { width: 24, height: 24, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...parts, horizon);
}

function Header({ path }: { path: string }): VNode {
  const current = path.split('?')[0];
  return (
    <header class="site-header">
      <div class="wrap">
        <a class="wordmark" href="/">
          <Drawing of={mark()} />
          <span>{REGISTRY_NAME}</span>
        </a>
        <nav aria-label="Main">
          <ul>
            {NAVIGATION.map(({ href, label }) => (
              <li key={href}>
                <a href={href} aria-current={current === href ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}

function Footer({ position, json }: { position: Position | undefined; json: string | undefined }): VNode {
  return (
    <footer class="site-footer">
      <div class="wrap">
        {position !== undefined && (
          <p>
            Everything on this page reflects log entry{' '}
            <strong>
              <a href={`/log/entries/${position.seq}`}>{groupDigits(position.seq)}</a>
            </strong>
            , as of <time datetime={position.as_of}>{isoMoment(position.as_of)}</time>.
          </p>
        )}
        <p>
          The registry recomputes every figure from signed documents.{' '}
          {json !== undefined && (
            <>
              <a href={json}>This page as JSON</a> ·{' '}
            </>
          )}
          <a href="/methodology">How scores are made</a> · <a href="/me">Your own view</a>
        </p>
      </div>
    </footer>
  );
}
