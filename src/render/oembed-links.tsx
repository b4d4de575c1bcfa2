import type { VNode } from 'preact';

/** Where an editor that was given the page's address finds its oEmbed answer. @param address of the page, absolute */
export function OembedLinks({ address, title }: { address: string; title: string }): VNode {
  const { origin } = new URL(address);
  const href = (format: string): string =>
    `${origin}/oembed?${new URLSearchParams({ url: address, format }).toString()}`;
  return (
    <>
      <link rel="alternate" type="application/json+oembed" href={href('json')} title={title} />
      <link rel="alternate" type="text/xml+oembed" href={href('xml')} title={title} />
    </>
  );
}
