import { CHANGE_WORDS } from '../../core/change-words.ts';
import type { EventView } from '../../core/event-view.ts';

/** A page of a feed, newest decision first. */
export interface FeedInput {
  /** Scheme, host and port without a final slash. */
  readonly origin: string;
  readonly title: string;
  /** Path and query of this very document. */
  readonly path: string;
  /** Path of the page for people. */
  readonly page: string;
  /** Path and query of the page of older entries (RFC 5005), where there are any. */
  readonly older: string | undefined;
  readonly events: readonly EventView[];
  /** RFC 3339 time of the position: that of a feed without entries. */
  readonly asOf: string;
}

/** RFC 4151: stable for good, whatever the registry's addresses become. */
export const entryId = (origin: string, seq: number): string =>
  `tag:${new URL(origin).hostname},2026:${new URL(origin).port === '' ? '' : `${new URL(origin).port}/`}events/${seq}`;

const inWords = (reason: string): string => CHANGE_WORDS[reason] ?? reason.replaceAll('_', ' ');
const because = ({ reason }: EventView): string => (reason === undefined ? '' : `: ${inWords(reason)}`);
const figure = ({ composite_percent }: EventView): string =>
  composite_percent === undefined ? '' : `, ${composite_percent} %`;

/** What becomes of a certificate, in one word after the holder's name. */
const VERDICTS: Readonly<Record<string, string>> = {
  'certificate.watch': 'on watch',
  'certificate.active': 'active again',
  'certificate.suspended': 'suspended',
  'certificate.reinstated': 'reinstated',
  'certificate.superseded': 'superseded',
  'certificate.withdrawn': 'withdrawn',
};

/** Whom, the verdict, the reason: what a list of headlines shows. Plain text. */
export function entryTitle(event: EventView): string {
  const { organisation, type, tier = '', text } = event;
  if (organisation === null) return text.replace(/\.$/, '');
  const { name } = organisation;
  const verdict = VERDICTS[type];
  if (verdict !== undefined) return `${name} ${verdict}${because(event)}`;
  if (type === 'certificate.issued') return `${name} certified ${tier}${figure(event)}`;
  if (type === 'certificate.expired') return `${name}: ${tier} expired`;
  return `${name}: ${text.replace(/\.$/, '')}`;
}
