import type { Position } from '../../core/views.ts';

/** What stands in a page's head and frame. */
export interface PageMeta {
  readonly title: string;
  readonly description: string;
  /** Path and query of the page itself, for the canonical address. */
  readonly path: string;
  /** Path of the same answer as JSON. */
  readonly json?: string;
  /** Path of the Atom feed of what the page shows. */
  readonly feed?: string;
  readonly position?: Position;
  /** Pages that say nothing lasting stay out of search engines. */
  readonly noindex?: boolean;
  /** Address of the one script that this page has beside the common one. */
  readonly script?: string;
  /** What machines that read pages are told (schema.org). */
  readonly jsonLd?: object;
  /** Absolute address of the picture that links to this page show. */
  readonly image?: string;
  /** Path and query for which oEmbed has an answer: an organisation's page or badge builder. */
  readonly oembed?: string;
}
