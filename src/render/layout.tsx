import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { stripIllegal } from './escape.ts';
import { Footer } from './frame/footer.tsx';
import { FRAME_WORDS } from './frame/frame-words.ts';
import { Head } from './frame/head.tsx';
import { Header, TestBanner } from './frame/header.tsx';
import type { PageMeta } from './frame/page-meta.ts';
import type { PageContext } from './page-context.ts';

/** A whole HTML document around `children`. */
export function renderPage(context: PageContext, meta: PageMeta, children: ComponentChildren): string {
  const words = FRAME_WORDS[context.lang];
  const document = (
    <html lang={context.lang} data-theme={context.theme}>
      <Head context={context} meta={meta} />
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <TestBanner mode={context.mode} words={words} />
        <Header path={meta.path} words={words} />
        <main id="main">{children}</main>
        <Footer context={context} meta={meta} words={words} />
      </body>
    </html>
  );
  return stripIllegal(`<!doctype html>\n${renderToString(document)}\n`);
}
