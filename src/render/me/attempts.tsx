import type { VNode } from 'preact';
import type { OwnAttempts, RefusedAttempt } from '../../core/own-view.ts';
import { urlSegment } from '../escape.ts';
import { TableRegion } from '../parts.tsx';
import { formatMoment, isoMoment } from '../words.ts';

/** How submissions fared: the last refusal with its faults, and since when nothing got through. */
export function Attempts({ attempts }: { attempts: OwnAttempts }): VNode {
  const { last_success: success, last_refusal: refusal, failing_since: since } = attempts;
  return (
    <section class="block" aria-labelledby="attempts">
      <h2 id="attempts">Submissions</h2>
      <p class="lead">
        {success === null ? 'Nothing was accepted in the last year.' : `Last accepted: ${formatMoment(success.at)}.`}{' '}
        {since === null ? 'Nothing was refused since.' : `Failing since ${formatMoment(since)}.`}
      </p>
      {refusal !== null && <Refusal refusal={refusal} />}
      {attempts.refusals.length > 1 && <Refusals refusals={attempts.refusals} />}
    </section>
  );
}

function Refusal({ refusal }: { refusal: RefusedAttempt }): VNode {
  const faults = faultsOf(refusal);
  return (
    <div class="notice">
      <p>
        Last refused, {isoMoment(refusal.at)}: <a href={`/problems/${urlSegment(refusal.code)}`}>{refusal.code}</a>,{' '}
        {refusal.detail}.
      </p>
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Faults shown of one refusal; its answer had them all. */
const SHOWN_FAULTS = 5;

function faultsOf({ errors }: RefusedAttempt): readonly string[] {
  const list = Array.isArray(errors) ? errors : [];
  return list.slice(0, SHOWN_FAULTS).map((fault) => {
    const say = (name: string): string =>
      typeof fault === 'object' && fault !== null && name in fault ? String(Reflect.get(fault, name)) : '';
    return [say('code'), say('pointer'), say('detail') || say('message')].filter((text) => text !== '').join(' · ');
  });
}

function Refusals({ refusals }: { refusals: readonly RefusedAttempt[] }): VNode {
  return (
    <details class="more">
      <summary>Refusals, newest first</summary>
      <TableRegion label="Refusals, newest first">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Statement</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {refusals.map((one) => (
              <tr key={`${one.at} ${one.digest}`}>
                <td>
                  <time datetime={one.at}>{isoMoment(one.at)}</time>
                </td>
                <td>{one.typ}</td>
                <td class="text">
                  {one.code}: {one.detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}
