import type { VNode } from 'preact';
import type { CertificateState } from '../../core/certificate-state.ts';
import type { PartVerdict } from '../../core/claim-check.ts';
import { Drawing } from '../drawing.tsx';
import { element, fragment, type Markup } from '../svg.ts';
import { inlineMark, stateShape } from '../tier-mark.ts';

const stroke = (d: string): Markup =>
  element('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round' });
const circle = (r: number): Markup =>
  element('circle', { cx: 10, cy: 10, r, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8 });

/** Check, cross, clock, question: told apart without colour. */
const VERDICTS: Readonly<Record<PartVerdict, () => Markup>> = {
  true: () => stroke('M4 10.5L8.2 15L16 5.5'),
  false: () => fragment(stroke('M5 5L15 15'), stroke('M15 5L5 15')),
  outdated: () => fragment(circle(7.4), stroke('M10 6V10.5L13 12.5')),
  unknown: () => stateShape('unknown'),
};

/** A verdict by shape and word. */
export function VerdictMark({
  verdict,
  word,
  size = 18,
}: {
  verdict: PartVerdict;
  word: string;
  size?: number;
}): VNode {
  return (
    <span class={`judged judged-${verdict}`}>
      <Drawing of={inlineMark(VERDICTS[verdict](), size)} />
      {word}
    </span>
  );
}

type Status = 'certified' | 'not_certified' | 'unknown';

/** Whether somebody is certified, by shape and word. */
export function StatusMark({ status, word, size = 14 }: { status: Status; word: string; size?: number }): VNode {
  const verdict: PartVerdict = status === 'certified' ? 'true' : status === 'unknown' ? 'unknown' : 'false';
  return (
    <span class={`judged judged-${verdict}`}>
      <Drawing of={inlineMark(VERDICTS[verdict](), size)} />
      {word}
    </span>
  );
}

/** The state of a certificate by shape and word. */
export function StateMark({ state, word }: { state: CertificateState | null; word: string }): VNode {
  const shape = state === 'active' ? VERDICTS.true() : stateShape(state ?? 'declared');
  return (
    <span class={`state state-${state ?? 'declared'}`}>
      <Drawing of={inlineMark(shape, 14)} />
      {word}
    </span>
  );
}
