import { entryId, entryTitle, type FeedInput } from './feed-model.ts';

export const JSON_FEED_TYPE = 'application/feed+json; charset=utf-8';

/** A page of decisions as JSON Feed 1.1; what the registry adds is in `_event`. */
export function renderJsonFeed({ origin, title, path, page, older, events }: FeedInput): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: `${origin}${page}`,
    feed_url: `${origin}${path}`,
    ...(older === undefined ? {} : { next_url: `${origin}${older}` }),
    language: 'en',
    authors: [{ name: 'Carbon Mirror Registry', url: origin }],
    items: events.map((event) => ({
      id: entryId(origin, event.seq),
      url: event.url,
      title: entryTitle(event),
      content_text: event.text,
      date_published: event.at,
      date_modified: event.at,
      tags: [event.type],
      _event: event,
    })),
  });
}
