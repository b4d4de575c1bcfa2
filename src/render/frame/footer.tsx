import type { ComponentChildren, VNode } from 'preact';
import type { Position } from '../../core/views.ts';
import { integerIn } from '../intl.ts';
import { LANGUAGES, THEMES } from '../lang.ts';
import type { PageContext } from '../page-context.ts';
import { isoMoment } from '../words.ts';
import { withParameter } from './address.ts';
import { type FrameWords, OWN_NAMES } from './frame-words.ts';
import type { PageMeta } from './page-meta.ts';

interface Part {
  readonly context: PageContext;
  readonly meta: PageMeta;
  readonly words: FrameWords;
}

/** What a page rests on, where else to go, and how it is shown. */
export function Footer({ context, meta, words }: Part): VNode {
  const { position } = meta;
  return (
    <footer class="site-footer">
      <div class="wrap">
        <div class="foot-text">
          {position !== undefined && <Reflects position={position} words={words} context={context} />}
          <p>{words.recomputes}</p>
        </div>
        <More meta={meta} words={words} />
        <Preferences context={context} meta={meta} words={words} />
      </div>
    </footer>
  );
}

function Reflects({ position, words, context }: Pick<Part, 'words' | 'context'> & { position: Position }): VNode {
  const [before, between, after] = words.reflects;
  return (
    <p>
      {before}
      <strong>
        <a href={`/log/entries/${position.seq}`}>{integerIn(context.lang, position.seq)}</a>
      </strong>
      {between}
      <time datetime={position.as_of}>{isoMoment(position.as_of)}</time>
      {after}
    </p>
  );
}

function More({ meta, words }: Pick<Part, 'meta' | 'words'>): VNode {
  return (
    <nav class="foot-links" aria-label={words.more}>
      <ul>
        {meta.json !== undefined && <Item href={meta.json}>{words.asJson}</Item>}
        {meta.feed !== undefined && <Item href={meta.feed}>{words.feed}</Item>}
        <Item href="/statistics">{words.statistics}</Item>
        <Item href="/status">{words.status}</Item>
        <Item href="/rfp">{words.tenders}</Item>
        <Item href="/watch">{words.watch}</Item>
        <Item href="/claims">{words.claims}</Item>
        <Item href="/me">{words.ownView}</Item>
        <Item href="/problems">{words.problems}</Item>
        <Item href="/openapi.json">OpenAPI</Item>
      </ul>
    </nav>
  );
}

const Item = ({ href, children }: { href: string; children: ComponentChildren }): VNode => (
  <li>
    <a href={href}>{children}</a>
  </li>
);

/** Plain links: they work without any script, and the choice is kept by the server. */
function Preferences({ context, meta, words }: Part): VNode {
  return (
    <div class="preferences">
      <nav aria-label={words.language}>
        <ul>
          {LANGUAGES.map((lang) => (
            <li key={lang} lang={lang}>
              <a
                href={withParameter(meta.path, 'lang', lang)}
                hreflang={lang}
                rel="nofollow"
                aria-current={lang === context.lang ? 'true' : undefined}
              >
                {OWN_NAMES[lang]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={words.theme}>
        <ul>
          {THEMES.map((theme) => (
            <li key={theme}>
              <a
                href={withParameter(meta.path, 'theme', theme)}
                rel="nofollow"
                aria-current={theme === context.theme ? 'true' : undefined}
              >
                {words.themes[theme]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
