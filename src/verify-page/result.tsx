import type { VNode } from 'preact';
import { groupDigits } from '../render/words.ts';
import { Answers } from './answers.tsx';
import { Facts } from './facts.tsx';
import type { Given } from './intake.tsx';
import { type Headline, headlineOf, type Outcome } from './outcome.ts';
import { Reason } from './reason.tsx';

interface ResultProps {
  readonly given: Given;
  readonly here: Outcome;
  readonly there: Outcome;
}

/** Verdict, then reason, then proof. What this machine found leads; the registry's word stands beside it. */
export function Result({ given, here, there }: ResultProps): VNode {
  const { tone, headline, reason } = headlineFor(here);
  return (
    <section class={`result result-${tone}`} aria-labelledby="result">
      <p class="quiet">
        {given.name}, {groupDigits(given.bytes.length)} bytes
      </p>
      <h2 id="result">{headline}</h2>
      <p class="reason">
        <Reason text={reason} />
      </p>
      <Remark there={there} />
      {here.state === 'answered' && (
        <div class="result-columns">
          <Answers here={here} there={there} />
          <Facts verification={here.verification} />
        </div>
      )}
    </section>
  );
}

function headlineFor(outcome: Outcome): Headline {
  switch (outcome.state) {
    case 'answered':
      return headlineOf(outcome.verification);
    case 'waiting':
      return { tone: 'neutral', headline: 'Checking …', reason: 'Signatures, log and arithmetic, on this machine.' };
    case 'refused':
      return { tone: 'stop', headline: 'This is nothing that can be verified.', reason: outcome.reason };
    case 'absent':
      return { tone: 'stop', headline: 'It was not checked here.', reason: outcome.reason };
  }
}

/** Why the registry's column is empty, where it is. */
function Remark({ there }: { there: Outcome }): VNode | null {
  if (there.state !== 'refused' && there.state !== 'absent') return null;
  return (
    <p class="quiet">
      The registry: <Reason text={there.reason} />
    </p>
  );
}
