import type { ChainLink } from '../core/documents/attestation.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { Span } from './span.ts';

/** What happens to an agent, for its log, its metrics and its status line. */
export type AgentEvent =
  | { readonly kind: 'spooled'; readonly span: Span; readonly link: ChainLink }
  | { readonly kind: 'skipped'; readonly from: Date; readonly to: Date; readonly reason: string }
  | { readonly kind: 'source_failed'; readonly span: Span; readonly reason: string }
  | { readonly kind: 'accepted'; readonly count: number; readonly last: Span; readonly link: ChainLink }
  | { readonly kind: 'refused'; readonly span: Span; readonly code: string; readonly detail: string }
  | { readonly kind: 'held'; readonly code: string; readonly detail: string; readonly delayMs: number }
  | { readonly kind: 'postponed'; readonly reason: string; readonly delayMs: number }
  | { readonly kind: 'resumed'; readonly expected: ChainLink; readonly from: ChainLink; readonly count: number }
  | { readonly kind: 'epoch_opened'; readonly epoch: number; readonly reason: string };

export type Report = (event: AgentEvent) => void;

/** Whether somebody should look. */
export const isAlarming = ({ kind }: AgentEvent): boolean =>
  kind === 'refused' || kind === 'held' || kind === 'skipped' || kind === 'epoch_opened' || kind === 'source_failed';

/** One line for people; texts of others are in it as they came. */
export function describeEvent(event: AgentEvent): string {
  switch (event.kind) {
    case 'spooled':
      return `spooled ${spanWords(event.span)} as ${linkWords(event.link)}`;
    case 'skipped':
      return `LOST ${formatUtcInstant(event.from)} to ${formatUtcInstant(event.to)}: ${event.reason}`;
    case 'source_failed':
      return `no reading of ${spanWords(event.span)} yet: ${event.reason}`;
    case 'accepted':
      return `accepted ${event.count} interval(s) up to ${spanWords(event.last)}, ${linkWords(event.link)}`;
    case 'refused':
      return `REFUSED ${spanWords(event.span)}: ${event.code}: ${event.detail} (kept in refused/)`;
    case 'held':
      return `HELD, nothing is accepted: ${event.code}: ${event.detail}; again in ${seconds(event.delayMs)}`;
    case 'postponed':
      return `not sent: ${event.reason}; the same bytes again in ${seconds(event.delayMs)}`;
    case 'resumed':
      return `resumed at ${linkWords(event.from)}; the registry expects ${linkWords(event.expected)}; ${event.count} interval(s) signed again`;
    case 'epoch_opened':
      return `epoch ${event.epoch} begins: ${event.reason}. Its first interval counts as missing`;
  }
}

const spanWords = ({ start, minutes }: Span): string => `${formatUtcInstant(start)} (${minutes} min)`;
const linkWords = ({ epoch, seq }: ChainLink): string => `epoch ${epoch} seq ${seq}`;
const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
