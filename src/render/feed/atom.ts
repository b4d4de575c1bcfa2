import { Feed } from 'feed';
import { escapeXml } from '../escape.ts';
import { entryId, entryTitle, type FeedInput } from './feed-model.ts';

export const ATOM_TYPE = 'application/atom+xml; charset=utf-8';

/** A page of decisions as Atom (RFC 4287), with the link to older pages (RFC 5005). */
export function renderAtom({ origin, title, path, page, older, events, asOf }: FeedInput): string {
  const feed = new Feed({
    id: `${origin}${path}`,
    title,
    link: `${origin}${page}`,
    feed: `${origin}${path}`,
    updated: new Date(events[0]?.at ?? asOf),
    author: { name: 'Carbon Mirror Registry', link: origin },
    copyright: '',
    generator: 'Carbon Mirror Registry',
  });
  for (const event of events) {
    const at = new Date(event.at);
    feed.addItem({
      id: entryId(origin, event.seq),
      // Titles and summaries of this library are HTML, ours are plain text.
      title: escapeXml(entryTitle(event)),
      description: escapeXml(event.text),
      link: event.url,
      date: at,
      published: at,
      category: [{ term: event.type }],
    });
  }
  const links =
    older === undefined ? '' : linkTo('next', `${origin}${older}`) + linkTo('prev-archive', `${origin}${older}`);
  // The library knows no links of paged feeds.
  return feed.atom1().replace('</updated>', `</updated>${links}`);
}

const linkTo = (rel: string, href: string): string => `<link rel="${rel}" href="${escapeXml(href)}"/>`;
