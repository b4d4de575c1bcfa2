import type { ServicePart } from './service-parts.ts';

/** How a part of the service is now. `none`: the operator has none of it. */
export type PartState = 'ok' | 'failing' | 'none';

export interface PartView {
  readonly part: ServicePart;
  readonly state: PartState;
  /** Plain English; why it fails, or what it did last. */
  readonly detail: string;
}

/** One UTC day. Minutes without a sample are unknown: a registry that is down cannot measure itself. */
export interface StatusDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Minutes of the day so far. */
  readonly expected: number;
  readonly samples: number;
  readonly ok: number;
}

export interface IncidentView {
  readonly seq: number;
  readonly at: string;
  /** Where the operator tells of it. */
  readonly url: string;
}

export interface StatusView {
  readonly parts: readonly PartView[];
  /** The last 90 days, today last. */
  readonly days: readonly StatusDay[];
  /** The newest 20, newest first. */
  readonly incidents: readonly IncidentView[];
}
