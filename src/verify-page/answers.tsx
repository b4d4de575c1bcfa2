import type { VNode } from 'preact';
import { Drawing } from '../render/drawing.tsx';
import { ASPECTS, type Aspect, type Word } from '../sdk/verify/verdict.ts';
import { ASPECT_NAMES, contradictions, namesOf, type Outcome } from './outcome.ts';
import { Reason } from './reason.tsx';
import { wordMark } from './word-mark.ts';

const WORD_NAMES: Readonly<Record<Word, string>> = { ok: 'OK', failed: 'Failed', unknown: 'Unknown' };

const COLUMNS = { here: 'In your browser', there: 'The registry’s answer' } as const;

/** The six answers twice: as this machine found them, and as the registry gives them. */
export function Answers({ here, there }: { here: Outcome; there: Outcome }): VNode {
  return (
    <>
      <Conflict here={here} there={there} />
      <table class="answers">
        <caption class="visually-hidden">Six answers, found twice</caption>
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">{COLUMNS.here}</th>
            <th scope="col">{COLUMNS.there}</th>
          </tr>
        </thead>
        <tbody>
          {ASPECTS.map((aspect) => (
            <tr key={aspect}>
              <th scope="row">{ASPECT_NAMES[aspect]}</th>
              <td data-label={COLUMNS.here}>
                <Answer outcome={here} aspect={aspect} />
              </td>
              <td data-label={COLUMNS.there}>
                <Answer outcome={there} aspect={aspect} besides={here} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Two verifiers run the same code: where one says yes and the other no, one of them was given something else. */
function Conflict({ here, there }: { here: Outcome; there: Outcome }): VNode | null {
  if (here.state !== 'answered' || there.state !== 'answered') return null;
  const apart = contradictions(here.verification, there.verification);
  if (apart.length === 0) return null;
  return (
    <p class="conflict" role="alert">
      The two contradict each other about {namesOf(apart)}. Both run the same code, so one of them was shown something
      else: believe neither, and keep the file.
    </p>
  );
}

interface AnswerProps {
  readonly outcome: Outcome;
  readonly aspect: Aspect;
  /** The answer it stands beside: the same reason is not said twice. */
  readonly besides?: Outcome;
}

function Answer({ outcome, aspect, besides }: AnswerProps): VNode {
  if (outcome.state === 'waiting') return <span class="quiet">asked …</span>;
  if (outcome.state !== 'answered') return <span class="quiet">no answer</span>;
  const { [aspect]: word, reasons } = outcome.verification;
  const reason = reasons[aspect];
  const isSame = besides?.state === 'answered' && besides.verification.reasons[aspect] === reason;
  return (
    <>
      <p class={`word word-${word}`}>
        <Drawing of={wordMark(word)} />
        {WORD_NAMES[word]}
      </p>
      <p class={isSame ? 'why same' : 'why'}>{isSame ? 'For the same reason.' : <Reason text={reason} />}</p>
    </>
  );
}
