import type { VNode } from 'preact';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton } from './parts.tsx';
import { VERIFY_WORDS, type VerifyWords } from './verify/verify-words.ts';

export interface VerifyPageInput extends PageContext {
  /** Verifier keys of the log, the current one first: what the page believes unless the visitor gives another. */
  readonly vkeys: readonly string[];
}

const SCRIPT = '/assets/verify-page.js';

/** The page `/verify`: explains itself without a script; with it, `src/verify-page` takes the place of the explanation. */
export function renderVerifyPage(input: VerifyPageInput): string {
  const meta = {
    title: VERIFY_WORDS[input.lang].title,
    description:
      'Check a credential, receipt, statement, badge or evidence bundle in your own browser, with the registry’s answer beside it.',
    path: '/verify',
    script: SCRIPT,
  };
  return renderPage(input, meta, <Verify {...input} />);
}

function Verify({ origin, vkeys, lang }: VerifyPageInput): VNode {
  const words = VERIFY_WORDS[lang];
  return (
    <>
      <section class="horizon-hero plain verify" aria-label={words.title}>
        <div class="wrap above">
          <div class="headline">
            <h1>{words.headline}</h1>
            <p class="reason" lang="en">
              Your browser checks signature, log and arithmetic with the code the registry itself runs; the registry’s
              own answer stands beside it. You need to believe neither.
            </p>
          </div>
        </div>
        <div class="wrap below">
          <div id="verify" lang="en" data-origin={origin} data-vkeys={vkeys.join('\n')}>
            <p>
              The check runs on your machine and needs this page’s script, which is not running. Without it, use{' '}
              <a href="#commands">one of the commands below</a>; they give the same answers.
            </p>
          </div>
        </div>
      </section>
      <div class="wrap blocks">
        <div class="pair">
          <Questions words={words} />
          <Anchors vkeys={vkeys} words={words} />
        </div>
        <Commands origin={origin} vkey={vkeys[0] ?? ''} words={words} />
      </div>
    </>
  );
}

const QUESTIONS = [
  ['Signature', 'Did whoever it names sign exactly this, with a key that was theirs?'],
  ['Log', 'Does its entry lie in the public log, under a head signed by the key you trust?'],
  ['Status', 'Does it still stand, or was it suspended, withdrawn, superseded, its key revoked?'],
  ['Time', 'Is it valid now, and do its times come in an order that can be?'],
  ['Scope', 'Is it about what it seems to be about?'],
  ['Recomputation', 'Do score and tier follow from the signed audit and the auditors’ opinions?'],
] as const;

function Questions({ words }: { words: VerifyWords }): VNode {
  return (
    <section class="block" aria-labelledby="questions">
      <h2 id="questions">{words.questions}</h2>
      <p class="lead" lang="en">
        Never one green tick. Each question is answered OK, failed, or unknown: evidence that is absent is never counted
        in favour.
      </p>
      <dl class="questions" lang="en">
        {QUESTIONS.map(([name, question]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{question}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Anchors({ vkeys, words }: { vkeys: readonly string[]; words: VerifyWords }): VNode {
  return (
    <section class="block" aria-labelledby="anchors">
      <h2 id="anchors">{words.anchors}</h2>
      <p class="lead" lang="en">
        On one key: the log’s. Every other key is found through the log. This key, and the script that uses it, came
        from the server you are checking; a dishonest one could send you both. So compare the key with one from
        elsewhere, an auditor, a witness, your own notes, or give your own; or check on the command line, with code you
        have read.
      </p>
      {vkeys.map((vkey) => (
        <p key={vkey}>
          <code class="long">{vkey}</code> <CopyButton value={vkey} what="the verifier key" />
        </p>
      ))}
    </section>
  );
}

function Commands({ origin, vkey, words }: { origin: string; vkey: string; words: VerifyWords }): VNode {
  const commands = [
    ['An evidence bundle, on your machine, offline', `npm run -s cli -- verify FILE.zip --vkey '${vkey}'`],
    [
      'Anything else, on your machine; what is missing is fetched and checked',
      `npm run -s cli -- verify FILE --vkey '${vkey}' --registry ${origin}`,
    ],
    ['The registry’s answer alone', `curl --data-binary @FILE ${origin}/v1/verify`],
  ] as const;
  return (
    <section class="block screen-only" aria-labelledby="commands">
      <h2 id="commands">{words.commands}</h2>
      {commands.map(([name, command]) => (
        <div key={name} class="snippet" lang="en">
          <p>
            {name} <CopyButton value={command} what={name} />
          </p>
          <pre tabindex={0}>
            <code>{command}</code>
          </pre>
        </div>
      ))}
    </section>
  );
}
