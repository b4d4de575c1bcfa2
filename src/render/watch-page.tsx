import type { VNode } from 'preact';
import type { Position } from '../core/views.ts';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton, TableRegion } from './parts.tsx';
import { WATCH_WORDS, type WatchWords } from './watch-words.ts';

/** One line of a watch list: what was written, and whom it means; null for nobody who is public here. */
export interface ShownWatch {
  readonly asked: string;
  readonly party: { readonly party_id: string; readonly name: string } | null;
}

export interface WatchPageInput extends PageContext {
  /** As it was typed. */
  readonly list: string;
  readonly watched: readonly ShownWatch[];
  /** Lines beyond what one feed may follow. */
  readonly leftOut: number;
  /** Whole addresses of what follows them; undefined where nobody is known. */
  readonly addresses: { readonly atom: string; readonly json: string; readonly stream: string } | undefined;
  readonly position: Position;
}

/** `/watch`: pasted domains or ids become the address of a feed. */
export function renderWatchPage(input: WatchPageInput): string {
  const { title, lead } = WATCH_WORDS[input.lang];
  const meta = { title, description: lead, path: '/watch', position: input.position, noindex: input.list !== '' };
  return renderPage(input, meta, <Watch {...input} />);
}

function Watch({ lang, list, watched, leftOut, addresses }: WatchPageInput): VNode {
  const words = WATCH_WORDS[lang];
  const known = watched.filter(({ party }) => party !== null).length;
  return (
    <>
      <section class="horizon-hero plain buyer" aria-labelledby="title">
        <div class="wrap above">
          <div class="headline">
            <h1 id="title">{watched.length === 0 ? words.title : words.follows(known, watched.length)}</h1>
            {watched.length === 0 && <p class="reason">{words.lead}</p>}
            {leftOut > 0 && <p class="conflict">{words.leftOut(leftOut)}</p>}
            {addresses !== undefined && <Addresses addresses={addresses} words={words} />}
          </div>
        </div>
        <div class="wrap below">
          {watched.length === 0 ? (
            <WatchForm list={list} words={words} />
          ) : (
            <Followed watched={watched} words={words} />
          )}
        </div>
      </section>
      {watched.length > 0 && (
        <section class="wrap again screen-only" aria-labelledby="again">
          <h2 id="again">{words.again}</h2>
          <WatchForm list={list} words={words} />
        </section>
      )}
    </>
  );
}

type Addressed = NonNullable<WatchPageInput['addresses']>;

/** What to put into a reader, and what into a program. */
function Addresses({ addresses, words }: { addresses: Addressed; words: WatchWords }): VNode {
  const rows = [
    [words.address, addresses.atom],
    ['JSON Feed', addresses.json],
    [words.stream, addresses.stream],
  ] as const;
  return (
    <dl class="addresses">
      {rows.map(([name, address]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <a href={address}>{address}</a> <CopyButton value={address} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Followed({ watched, words }: Pick<WatchPageInput, 'watched'> & { words: WatchWords }): VNode {
  return (
    <TableRegion label={words.whom}>
      <table class="followed">
        <thead>
          <tr>
            <th scope="col">{words.written}</th>
            <th scope="col">{words.organisation}</th>
          </tr>
        </thead>
        <tbody>
          {watched.map(({ asked, party }) => (
            <tr key={asked}>
              <th scope="row">{asked}</th>
              <td>
                {party === null ? (
                  <span class="quiet-text">{words.unknown}</span>
                ) : (
                  <a href={`/organisations/${party.party_id}`}>{party.name}</a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function WatchForm({ list, words }: { list: string; words: WatchWords }): VNode {
  return (
    <form class="buyer-form" method="get" action="/watch">
      <label class="field">
        <span>{words.label}</span>
        <textarea
          name="list"
          rows={6}
          maxlength={8000}
          required
          spellcheck={false}
          placeholder={'velocitytech.example\nnordhafen-retail'}
        >
          {list}
        </textarea>
      </label>
      <p class="actions">
        <button type="submit" class="primary">
          {words.button}
        </button>
      </p>
    </form>
  );
}
