import type { VNode } from 'preact';
import type { Language } from '../lang.ts';
import type { SalesWords } from './sales-words.ts';
import { SNIPPET_WORDS } from './snippet-names.ts';
import { SNIPPET_NAMES, SNIPPETS, type SnippetInput } from './snippets.ts';

interface SnippetListProps {
  readonly input: SnippetInput;
  /** Of the page. */
  readonly lang: Language;
  readonly words: SalesWords;
}

/** The code for every place, each to be copied. */
export function SnippetList({ input, lang, words }: SnippetListProps): VNode {
  return (
    <div class="snippets">
      {SNIPPET_NAMES.map((name) => {
        const code = SNIPPETS[name](input);
        const shown = SNIPPET_WORDS[lang][name] ?? name;
        return (
          <div key={name} class="snippet">
            <h3>
              {shown} <CopyText text={code} what={shown} words={words} />
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
