import type { VNode } from 'preact';
import { renderPage } from './layout.tsx';
import type { PageContext } from './page-context.ts';
import { CopyButton } from './parts.tsx';

export interface VerifyPageInput extends PageContext {
  /** Verifier keys of the log, the current one first: what the page believes unless the visitor gives another. */
  readonly vkeys: readonly string[];
}

const SCRIPT = '/assets/verify-page.js';

/** The page `/verify`: explains itself without a script; with it, `src/verify-page` takes the place of the explanation. */
export function renderVerifyPage(input: VerifyPageInput): string {
  const meta = {
    title: 'Verify',
    description:
      'Check a credential, receipt, statement, badge or evidence bundle in your own browser, with the registry’s answer beside it.',
    path: '/verify',
    script: SCRIPT,
  };
  return renderPage(input, meta, <Verify {...input} />);
}

function Verify({ origin, vkeys }: VerifyPageInput): VNode {
  return (
    <>
      <section class="horizon-hero plain verify" aria-label="Verify">
        <div class="wrap above">
          <div class="headline">
            <h1>Verify it yourself.</h1>
            <p class="reason">
              Your browser checks signature, log and arithmetic with the code the registry itself runs; the registry’s
              own answer stands beside it. You need to believe neither.
            </p>
          </div>
        </div>
        <div class="wrap below">
          <div id="verify" data-origin={origin} data-vkeys={vkeys.join('\n')}>
            <p>
              The check runs on your machine and needs this page’s script, which is not running. Without it, use{' '}
              <a href="#commands">one of the commands below</a>; they give the same answers.
            </p>
          </div>
        </div>
      </section>
      <div class="wrap blocks">
        <div class="pair">
          <Questions />
          <Anchors vkeys={vkeys} />
        </div>
        <Commands origin={origin} vkey={vkeys[0] ?? ''} />
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

function Questions(): VNode {
  return (
    <section class="block" aria-labelledby="questions">
      <h2 id="questions">Six questions, six answers</h2>
      <p class="lead">
        Never one green tick. Each question is answered OK, failed, or unknown: evidence that is absent is never counted
        in favour.
      </p>
      <dl class="questions">
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

function Anchors({ vkeys }: { vkeys: readonly string[] }): VNode {
  return (
    <section class="block" aria-labelledby="anchors">
      <h2 id="anchors">What the answers rest on</h2>
      <p class="lead">
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

function Commands({ origin, vkey }: { origin: string; vkey: string }): VNode {
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
      <h2 id="commands">On the command line</h2>
      {commands.map(([name, command]) => (
        <div key={name} class="snippet">
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
