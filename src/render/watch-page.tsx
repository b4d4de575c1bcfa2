import type { VNode } from 'preact';
import type { Position } from '../core/views.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton } from './parts.tsx';
import { WATCH_WORDS } from './watch-words.ts';

export interface WatchPageInput extends PageContext {
  /** As it was typed. */
  readonly list: string;
  /** What was typed and is known: its name. */
  readonly known: readonly string[];
  readonly unknown: readonly string[];
  /** The whole address of the feed; undefined where nobody is known. */
  readonly feed: string | undefined;
  readonly position: Position;
}

/** `/watch`: pasted domains or ids become the address of a feed. */
export function renderWatchPage(input: WatchPageInput): string {
  const { title, lead } = WATCH_WORDS[input.lang];
  const meta = { title, description: lead, path: '/watch', position: input.position, noindex: input.list !== '' };
  return renderPage(input, meta, <Watch {...input} />);
}

function Watch({ lang, list, known, unknown, feed }: WatchPageInput): VNode {
  const words = WATCH_WORDS[lang];
  return (
    <section class="horizon-hero plain" aria-labelledby="title">
      <div class="wrap above">
        <div class="headline">
          <h1 id="title">{words.title}</h1>
          <p class="reason">{words.lead}</p>
        </div>
      </div>
      <div class="wrap below">
        <form method="get" action="/watch">
          <p>
            <label for="list">{words.label}</label>
          </p>
          <p>
            <textarea id="list" name="list" rows={6} cols={40} maxlength={8000}>
              {list}
            </textarea>
          </p>
          <p>
            <button type="submit">{words.button}</button>
          </p>
        </form>
        {feed !== undefined && (
          <p>
            {words.address}: <a href={feed}>{feed}</a> <CopyButton value={feed} what={words.address} />
          </p>
        )}
        {known.length > 0 && <p>{known.join(', ')}</p>}
        {unknown.length > 0 && (
          <p>
            {words.unknown}: {unknown.join(', ')}
          </p>
        )}
      </div>
    </section>
  );
}
