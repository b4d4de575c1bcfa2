import type { VNode } from 'preact';

/**
 * What machines that read pages are told, as JSON-LD. It is data and no script is run. No text in it can end the element: every
 * `<` is written as an escape of JSON.
 */
export function StructuredData({ data }: { data: object }): VNode {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />;
}
