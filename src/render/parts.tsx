import type { ComponentChildren, VNode } from 'preact';
import type { CertificateState } from '../core/certificate-state.ts';
import type { Tier } from '../core/methodology/cms-1.ts';
import { Drawing } from './drawing.tsx';
import { inlineMark, stateShape, tierShape } from './tier-mark.ts';
import { capitalise, isoDay, middleTruncate } from './words.ts';

/** CSS class of a tier's metal. */
export const tierClass = (tier: Tier): string => `tier-${tier.toLowerCase().replace(' ', '-')}`;

/** A tier by shape and word. */
export function TierName({ tier, size = 16 }: { tier: Tier; size?: number }): VNode {
  return (
    <span class="tier">
      <Drawing class={tierClass(tier)} of={inlineMark(tierShape(tier), size)} />
      {tier}
    </span>
  );
}

/** What is not a standing certificate. `no_audit` is a registered organisation without any figures. */
export type ShownState = Exclude<CertificateState, 'active'> | 'declared' | 'no_audit';

const STATE_WORDS: Readonly<Partial<Record<ShownState, string>>> = {
  watch: 'On watch',
  declared: 'Declared only',
  no_audit: 'No audit',
};

/** A state other than active, by shape and word. */
export function StateName(props: { state: ShownState; size?: number; words?: string }): VNode {
  const { state, size = 14, words } = props;
  const shape = stateShape(state === 'no_audit' ? 'unknown' : state);
  return (
    <span class={`state state-${state}`}>
      <Drawing of={inlineMark(shape, size)} />
      {words ?? STATE_WORDS[state] ?? capitalise(state)}
    </span>
  );
}

export function Day({ at }: { at: string }): VNode {
  return <time datetime={at}>{isoDay(at)}</time>;
}

/** A digest or id: shortened in the middle, whole in the copy button and for readers of the title. */
export function Digest({ value, href }: { value: string; href?: string }): VNode {
  const code = <code title={value}>{middleTruncate(value)}</code>;
  return (
    <span class="digest">
      {href === undefined ? code : <a href={href}>{code}</a>}
      <CopyButton value={value} what={middleTruncate(value)} />
    </span>
  );
}

/** Appears only where the script runs; without it the text beside it can be selected. */
export function CopyButton({ value, what }: { value: string; what: string }): VNode {
  return (
    <button type="button" class="copy" data-copy={value} aria-label={`Copy ${what}`} hidden>
      Copy
    </button>
  );
}

/** A table that scrolls sideways by itself, reachable by keyboard. */
export function TableRegion(props: { label: string; children: ComponentChildren }): VNode {
  return (
    <section class="table-region" aria-label={props.label} tabindex={0}>
      {props.children}
    </section>
  );
}
