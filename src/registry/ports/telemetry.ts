import type { ChainLink } from '../../core/documents/attestation.ts';
import type { Digest, Kid, PartyId } from '../../core/ids.ts';
import type { LiveView } from '../../core/live/live-view.ts';
import type { GridValues } from '../../core/methodology/reduction.ts';
import type { AccumulatorRow } from '../../core/telemetry/accumulator-row.ts';

/* What is measured: the stores of attestations, their windows, accumulator rows, inventories and live evaluations. */

/** A site's chain as it stands. One row each; whoever extends it holds its lock. */
export interface ChainHead {
  readonly partyId: PartyId;
  readonly siteId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly digest: Digest;
  readonly start: Date;
  /** End of the last accepted interval in any epoch. */
  readonly end: Date;
  readonly minutes: number;
  /** Meter readings of the last record, 10^-6 kWh. */
  readonly registers: { readonly facility_kwh: bigint; readonly it_kwh: bigint };
  /** Start of the site's first interval ever. */
  readonly since: Date;
  /** When the last one was accepted. */
  readonly acceptedAt: Date;
}

/** An accepted attestation with its exact bytes and what was decided about it. */
export interface AttestationRow {
  readonly digest: Digest;
  readonly partyId: PartyId;
  readonly siteId: string;
  readonly chain: ChainLink;
  readonly start: Date;
  readonly minutes: number;
  readonly kid: Kid;
  readonly jti: string;
  /** The exact compact JWS. */
  readonly jws: string;
  readonly acceptedAt: Date;
  readonly late: boolean;
  readonly counted: boolean;
  readonly grid: GridValues;
  readonly gridFromRegistry: boolean;
}

/** What came in for one site and UTC day. `missing` is what the day expects less `received`. */
export interface CoverageRow {
  readonly partyId: PartyId;
  readonly siteId: string;
  readonly day: string;
  readonly minutes: number;
  /** Accepted, late ones included. */
  readonly received: number;
  readonly late: number;
  /** Accepted before and sent again. */
  readonly duplicate: number;
  /** Refused: begins before the last accepted interval ends. */
  readonly overlap: number;
  /** Refused: ends in the future. */
  readonly skewed: number;
  /** Refused for another reason. */
  readonly refused: number;
}

/** Which attestations of a party are meant. */
export interface AttestationQuery {
  readonly party: PartyId;
  readonly siteId?: string;
  /** `from <= start < to`. */
  readonly from?: Date;
  readonly to?: Date;
}

/** Reads of what intake stored. */
export interface AttestationStore {
  find(digest: Digest): Promise<AttestationRow | undefined>;
  /** By site and start, after a key. */
  page(
    query: AttestationQuery,
    limit: number,
    after?: { readonly siteId: string; readonly start: Date },
  ): Promise<AttestationRow[]>;
  /** Counts up to a number. */
  count(query: AttestationQuery, most: number): Promise<number>;
  /** Of one site, with `from <= start < to`, by start. */
  between(party: PartyId, siteId: string, from: Date, to: Date): Promise<AttestationRow[]>;
  /** Of several sites of a party those in a closed window, with `from <= start < to`, by site and start. */
  windowed(party: PartyId, siteIds: readonly string[], from: Date, to: Date): Promise<AttestationRow[]>;
  /** Every site that ever sent, by id. */
  heads(party: PartyId): Promise<ChainHead[]>;
  /** By site and day, both days included. */
  coverage(party: PartyId, fromDay: string, toDay: string): Promise<CoverageRow[]>;
  /** The newest end of an interval of each party, for those that have one. */
  lastEnds(parties: readonly PartyId[]): Promise<ReadonlyMap<PartyId, Date>>;
}

/** One closed window: a `telemetry.window` leaf stands for it. */
export interface WindowRow {
  readonly seq: number;
  /** In id order, as they make up the leaf's root. */
  readonly digests: readonly Uint8Array[];
}

export interface WindowStore {
  /** Attestations committed and not yet windowed: when the first came, and how many. */
  pending(): Promise<{ readonly since: Date; readonly count: number } | undefined>;
  /** Takes them all, in id order, with the first and last time of acceptance. Only under the writers' lock. */
  take(): Promise<readonly { readonly id: bigint; readonly digest: Digest; readonly acceptedAt: Date }[]>;
  insert(window: {
    readonly seq: number;
    readonly ids: readonly bigint[];
    readonly digests: readonly Uint8Array[];
  }): Promise<void>;
  /** The window an attestation went into; undefined while it waits, or for a digest that is none. */
  holding(digest: Digest): Promise<WindowRow | undefined>;
  /** The windows that some attestations went into, each once, by leaf index. */
  holdingAny(digests: readonly Digest[]): Promise<WindowRow[]>;
}

/** A row as it was committed under a `telemetry.day` leaf. */
export interface CommittedRow {
  readonly seq: number;
  /** RFC 8785 text, the exact bytes under the leaf's root. */
  readonly text: string;
  readonly row: AccumulatorRow;
}

/** A site and day whose intervals changed since its row was last committed; `version` is the change that was seen. */
export interface ChangedDay {
  readonly partyId: PartyId;
  readonly siteId: string;
  readonly day: string;
  readonly version: number;
}

/** A `telemetry.day` leaf. */
export interface DayLeaf {
  readonly day: string;
  readonly seq: number;
  /** base64url. */
  readonly root: string;
}

export interface AccumulatorStore {
  /** Of days from one to another, both included, by party, site, day, bytewise. */
  changedDays(fromDay: string, toDay: string): Promise<readonly ChangedDay[]>;
  /**
   * Keeps the rows of a leaf, in root order. Of the days given, those that intake has not changed since are no longer changed.
   * Only under the writers' lock.
   */
  commit(
    leaf: DayLeaf,
    rows: readonly { readonly row: AccumulatorRow; readonly text: string }[],
    seen: readonly ChangedDay[],
  ): Promise<void>;
  /** The newest version of each row of a party with `fromDay <= day <= toDay`, in row order. `untilSeq`: only leaves up to it. */
  newest(party: PartyId, fromDay: string, toDay: string, untilSeq?: number): Promise<CommittedRow[]>;
  /** The texts under one `telemetry.day` leaf, in root order; undefined where the leaf is none. */
  under(seq: number): Promise<readonly string[] | undefined>;
  /** Those of a day on, by index. */
  dayLeaves(fromDay: string): Promise<readonly DayLeaf[]>;
  /** Index of the first `telemetry.day` leaf that states a root. */
  withRoot(root: string): Promise<number | undefined>;
  /** The one of the newest closed day; undefined before the first. */
  newestLeaf(): Promise<DayLeaf | undefined>;
  /** The first day anything was received or stated for; undefined while there is nothing. Looks at everything: for the first close. */
  firstDay(): Promise<string | undefined>;
}

/** An accepted `cms-inventory/1`. Its document is read back from its statement. */
export interface InventoryRow {
  readonly digest: Digest;
  readonly partyId: PartyId;
  readonly acceptedSeq: number;
  readonly acceptedAt: Date;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly hasHardware: boolean;
  /** The verified body, as JSON text. */
  readonly body: string;
}

export interface InventoryStore {
  insert(inventory: InventoryRow): Promise<void>;
  /** In order of acceptance, with a period that ends after an instant. */
  of(party: PartyId, endingAfter: Date): Promise<InventoryRow[]>;
  first(party: PartyId): Promise<InventoryRow | undefined>;
  /** Of those with a period that ends at an instant or before it, the one whose period ends last; of several, the newest. */
  lastEnding(party: PartyId, until: Date): Promise<InventoryRow | undefined>;
  /** The earliest day that inventories accepted after a leaf name; undefined without any. */
  earliestSince(party: PartyId, seq: number): Promise<Date | undefined>;
  /** The newest that states a hardware ledger. */
  newestLedger(party: PartyId, untilSeq?: number): Promise<InventoryRow | undefined>;
  /** Parties that ever sent one, by id. */
  senders(): Promise<readonly PartyId[]>;
}

/** What the daily evaluation keeps of a party. */
export interface LiveRow {
  readonly partyId: PartyId;
  /** The last closed day it was evaluated for. */
  readonly day: string;
  /** The `telemetry.day` leaf of that day. */
  readonly seq: number;
  /** State of the life of its tier, as JSON text that `core/live/lifecycle.ts` reads and writes. */
  readonly state: string;
  readonly view: LiveView | null;
}

export interface LiveStore {
  newest(party: PartyId): Promise<LiveRow | undefined>;
  /** One a party and day; the newest is the state of the present. */
  put(row: LiveRow): Promise<void>;
  /** By day, both included. */
  between(party: PartyId, fromDay: string, toDay: string): Promise<LiveRow[]>;
  /** Parties with telemetry or a live state, by id: those a daily evaluation looks at. */
  evaluated(): Promise<readonly PartyId[]>;
}
