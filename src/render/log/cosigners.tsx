import type { VNode } from 'preact';
import type { CosignerView, LogView } from '../../core/log-view.ts';
import { urlSegment } from '../escape.ts';
import { groupDigits, isoMoment } from '../words.ts';

/** Who else has signed a head of this log, and what it means if nobody has. */
export function Cosigners({ log: { cosigners, head } }: { log: LogView }): VNode {
  return (
    <section class="block" aria-labelledby="cosigners">
      <h2 id="cosigners">Who else has signed</h2>
      {cosigners.length === 0 ? (
        <p class="lead">
          Nobody has cosigned yet. The log proves that its own past does not change; that everybody is shown the same
          log, only others can vouch for. Until then, keep a head you have seen and compare.
        </p>
      ) : (
        <>
          <p class="lead">
            Each of them saw this log grow from what it had seen before, and signed the head. A head with their
            signatures cannot have a twin for somebody else.
          </p>
          <ul class="cosigners">
            {cosigners.map((one) => (
              <Cosigner key={`${one.name} ${one.party}`} cosigner={one} newest={head?.size ?? 0} />
            ))}
          </ul>
        </>
      )}
      <p>
        Anybody can join: <code>npm run cli -- cosign</code>, or a witness that speaks{' '}
        <a href="https://c2sp.org/tlog-witness" rel="noopener external">
          tlog-witness
        </a>
        .
      </p>
    </section>
  );
}

function Cosigner({ cosigner, newest }: { cosigner: CosignerView; newest: number }): VNode {
  const { name, party, size, at } = cosigner;
  return (
    <li>
      <strong>{name}</strong>{' '}
      {party === null ? (
        <small>witness</small>
      ) : (
        <small>
          key of <a href={`/v1/parties/${urlSegment(party)}`}>{party}</a>
        </small>
      )}
      <br />
      {groupDigits(size)} entries,{' '}
      {size === newest ? 'the newest head' : `${groupDigits(newest - size)} fewer than the newest head`}, at{' '}
      <time datetime={at}>{isoMoment(at)}</time>
    </li>
  );
}
