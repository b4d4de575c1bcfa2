import type { VNode } from 'preact';
import type { SalesWords } from './sales-words.ts';
import { SNIPPET_NAMES, SNIPPETS, type SnippetInput } from './snippets.ts';

/** The code for every place, each to be copied. */
export function SnippetList({ input, words }: { readonly input: SnippetInput; readonly words: SalesWords }): VNode {
  return (
    <div class="snippets">
      {SNIPPET_NAMES.map((name) => {
        const code = SNIPPETS[name](input);
        return (
          <div key={name} class="snippet">
            <h3>
              {name} <CopyText text={code} what={name} words={words} />
            </h3>
            {words.snippetNotes[name] !== undefined && <p class="quiet">{words.snippetNotes[name]}</p>}
            <pre>
              <code>{code}</code>
            </pre>
          </div>
        );
      })}
    </div>
  );
}

interface CopyTextProps {
  readonly text: string;
  readonly what: string;
  readonly words: SalesWords;
}

/** Appears where the page's script runs; the text beside it can be selected without. */
export function CopyText({ text, what, words }: CopyTextProps): VNode {
  return (
    <button
      type="button"
      class="copy"
      data-text={text}
      data-copied={words.copied}
      aria-label={words.copyWhat(what)}
      hidden
    >
      {words.copy}
    </button>
  );
}
