import type { VNode } from 'preact';
import { LANGUAGES, type Theme } from '../lang.ts';
import { OembedLinks } from '../oembed-links.tsx';
import type { PageContext } from '../page-context.ts';
import { StructuredData } from '../structured-data.tsx';
import { withParameter } from './address.ts';
import type { PageMeta } from './page-meta.ts';

export const REGISTRY_NAME = 'Carbon Mirror Registry';

/** What programs read of a page. */
export function Head({ context, meta }: { context: PageContext; meta: PageMeta }): VNode {
  const isHidden = meta.noindex === true || context.mode !== 'production';
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${meta.title} · ${REGISTRY_NAME}`}</title>
      <meta name="description" content={meta.description} />
      <Colours theme={context.theme} />
      {isHidden && <meta name="robots" content="noindex" />}
      <Addresses context={context} meta={meta} />
      <Card context={context} meta={meta} />
      {meta.jsonLd !== undefined && <StructuredData data={meta.jsonLd} />}
      <link rel="icon" type="image/svg+xml" href="/assets/mark.svg" />
      <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
      <link rel="manifest" href="/site.webmanifest" />
      <link rel="preload" as="font" type="font/woff2" href="/assets/inter.woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href="/assets/style.css" />
      <script type="module" src="/assets/enhance.js" />
      {meta.script !== undefined && <script type="module" src={meta.script} />}
    </head>
  );
}

const GROUNDS = { light: '#f5f3ee', dark: '#0b0d10' } as const;

function Colours({ theme }: { theme: Theme }): VNode {
  if (theme !== 'auto') {
    return (
      <>
        <meta name="color-scheme" content={theme} />
        <meta name="theme-color" content={GROUNDS[theme]} />
      </>
    );
  }
  return (
    <>
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content={GROUNDS.light} media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content={GROUNDS.dark} media="(prefers-color-scheme: dark)" />
    </>
  );
}

function Addresses({ context, meta }: { context: PageContext; meta: PageMeta }): VNode {
  const address = `${context.origin}${meta.path}`;
  return (
    <>
      <link rel="canonical" href={address} />
      {LANGUAGES.map((lang) => (
        <link key={lang} rel="alternate" hreflang={lang} href={withParameter(address, 'lang', lang)} />
      ))}
      <link rel="alternate" hreflang="x-default" href={address} />
      {meta.json !== undefined && <link rel="alternate" type="application/json" href={meta.json} />}
      {meta.feed !== undefined && <link rel="alternate" type="application/atom+xml" href={meta.feed} />}
      {meta.oembed !== undefined && <OembedLinks address={`${context.origin}${meta.oembed}`} title={meta.title} />}
    </>
  );
}

/** What links to the page look like elsewhere. */
function Card({ context, meta }: { context: PageContext; meta: PageMeta }): VNode {
  return (
    <>
      <meta
        property="og:site_name"
        content={context.mode === 'production' ? REGISTRY_NAME : `${REGISTRY_NAME} (TEST)`}
      />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={meta.title} />
      <meta property="og:description" content={meta.description} />
      <meta property="og:url" content={`${context.origin}${meta.path}`} />
      <meta property="og:image" content={meta.image ?? `${context.origin}/cards/registry.png`} />
      <meta property="og:image:alt" content={meta.image === undefined ? REGISTRY_NAME : meta.title} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}
