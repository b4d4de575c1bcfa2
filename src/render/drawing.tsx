import type { VNode } from 'preact';
import type { Markup } from './svg.ts';

/** A drawing inside a page. The only place where ready markup enters a page; `Markup` is escaped by construction. */
export function Drawing(props: { readonly of: Markup; readonly class?: string }): VNode {
  return <span class={`drawing ${props.class ?? ''}`.trim()} dangerouslySetInnerHTML={{ __html: props.of.markup }} />;
}
