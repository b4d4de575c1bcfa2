import type { LiveState } from './freshness.ts';
import type { Tier } from './methodology/cms-1.ts';

/* Events: the published leaves of the log in words, for those who follow it (`GET /v1/events`, feeds, webhooks). */

/** Whom an event is about. */
export interface EventParty {
  readonly party_id: string;
  readonly name: string;
}

/** One published leaf in words. Members that its type does not have are absent. */
export interface EventView {
  /** Index of the leaf: the cursor of everybody who follows. */
  readonly seq: number;
  /** RFC 3339 UTC, the leaf's own time. */
  readonly at: string;
  /** The leaf's type, e.g. `certificate.issued`. */
  readonly type: string;
  /** Null where the leaf names nobody, and while nothing may be shown of whom it names. */
  readonly organisation: EventParty | null;
  /** A plain sentence: verdict, then reason. */
  readonly text: string;
  readonly certificate_id?: string;
  readonly tier?: Tier;
  /** Of the certificate, one digit. */
  readonly composite_percent?: string;
  /** Reason code of the leaf (log, "Leaves"). */
  readonly reason?: string;
  /** Page of whom it is about, or of the log's entry. */
  readonly url: string;
}

/** That newer telemetry of a holder came in. No part of the log, so it has no `seq`. */
export interface FreshnessEvent {
  readonly party_id: string;
  readonly live: LiveState;
  /** RFC 3339 UTC. */
  readonly newest_interval_end: string;
}
