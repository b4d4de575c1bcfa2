import type { ComponentChildren, VNode } from 'preact';
import type { LogHeadView, LogView } from '../../core/log-view.ts';
import { Drawing } from '../drawing.tsx';
import { Digest } from '../parts.tsx';
import { capitalise, count, groupDigits, isoMoment } from '../words.ts';
import { GrowthTable } from './growth.tsx';
import { growthScale } from './growth-scale.ts';

/** Verdict, then reason: what a reader of the log must know first. */
export interface LogVerdict {
  readonly headline: string;
  readonly reason: string;
}

const PROMISE =
  'Every decision of this registry is one numbered entry under a signed head. Nobody, the operator included, can change, drop or back-date an entry without it showing.';

export function logVerdict({ head, fault }: LogView): LogVerdict {
  if (fault !== null) {
    const until =
      head === null ? '' : ` Reading goes on: entries up to ${groupDigits(head.size - 1)} are signed and stay so.`;
    const why = /[.!?]$/.test(fault) ? fault : `${fault}.`;
    return {
      headline: 'Signing has stopped.',
      reason: `${capitalise(why)} Nothing is accepted until that is settled.${until}`,
    };
  }
  if (head === null) return { headline: 'The log is open and empty.', reason: 'No head has been signed yet.' };
  return { headline: `${count(head.size, 'entry', 'entries')}, one signed order.`, reason: PROMISE };
}

/** Above the horizon what came in, day by day; below it how deep the log has become, and its head. */
export function LogHero({ log }: { log: LogView }): VNode {
  const { headline, reason } = logVerdict(log);
  const scale = growthScale(log.days);
  return (
    <section class={heroClass(log)} aria-label="Head of the log">
      <div class="wrap above">
        <div class="headline">
          <h1>{headline}</h1>
          <p class="reason">{reason}</p>
        </div>
        {log.days.length > 0 && <Drawing class="scale" of={scale.upper} />}
      </div>
      <div class="wrap below">
        {log.days.length > 0 && (
          <>
            <Drawing class="scale" of={scale.lower} />
            <p class="quiet scale-note">
              Above the line: entries a day, the last {log.days.length} days. Below it: the depth of the log.
            </p>
            <GrowthTable days={log.days} />
          </>
        )}
        <HeadFacts log={log} />
      </div>
    </section>
  );
}

/** Without a drawing the headline stands on the horizon by itself. */
const heroClass = ({ fault, days }: LogView): string =>
  `horizon-hero log-hero${days.length === 0 ? ' plain' : ''}${fault === null ? '' : ' tone-stop'}`;

function HeadFacts({ log }: { log: LogView }): VNode {
  const { origin, vkeys, head } = log;
  return (
    <>
      <dl class="key-facts head-facts">
        {head !== null && <SignedHead head={head} />}
        <Fact name="Cosigned by">{cosignedBy(log)}</Fact>
        <Fact name="Origin">
          <code>{origin}</code>
        </Fact>
        <Fact name={vkeys.length === 1 ? 'Verifier key' : 'Verifier keys'}>
          {vkeys.map((vkey) => (
            <span key={vkey} class="line">
              <Digest value={vkey} />
            </span>
          ))}
        </Fact>
      </dl>
      <p class="links">
        <a href="/log/vkey">Verifier key as text</a>
        {head !== null && (
          <>
            {' '}
            · <a href="/log/checkpoint">The signed head as it is</a> · <a href="#check">Check all of it yourself</a>
          </>
        )}
      </p>
    </>
  );
}

function SignedHead({ head }: { head: LogHeadView }): VNode {
  return (
    <>
      <Fact name="Size">{groupDigits(head.size)}</Fact>
      <Fact name="Newest entry">
        {head.as_of === null ? 'missing' : <time datetime={head.as_of}>{isoMoment(head.as_of)}</time>}
      </Fact>
      <Fact name="Root">
        <Digest value={head.root} />
      </Fact>
    </>
  );
}

const cosignedBy = ({ cosigners }: LogView): string =>
  cosigners.length === 0 ? 'nobody yet' : count(cosigners.length, 'other', 'others');

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
