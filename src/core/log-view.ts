/** What the pages of the log show. Instants are RFC 3339 UTC with `Z`. */

/** The signed head. */
export interface LogHeadView {
  readonly size: number;
  /** Base64, as the checkpoint spells it. */
  readonly root: string;
  /** `at` of the last entry; null where that entry is missing. */
  readonly as_of: string | null;
}

/** One UTC day: how many entries came, and how many the log had at its end. */
export interface LogDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly entries: number;
  readonly size: number;
}

/** A party a leaf names. */
export interface LogParty {
  readonly id: string;
  /** Null while nothing of the party may be shown. */
  readonly known: { readonly kind: 'organisation' | 'auditor'; readonly name: string } | null;
}

/** One leaf in words. */
export interface LogEntryView {
  readonly index: number;
  /** Null where what is stored is no leaf. */
  readonly at: string | null;
  /** The leaf's type, e.g. `certificate.issued`. */
  readonly type: string | null;
  /** A plain sentence: verdict, then reason. */
  readonly text: string;
  /** Whom it is about. */
  readonly party: LogParty | null;
  /** The digest under which its receipt is served; null where no receipt leads to this leaf. */
  readonly receipt: string | null;
}

/** Somebody else who signed one of our heads. */
export interface CosignerView {
  readonly name: string;
  /** The party whose registered key it is; null for a witness the registry is configured with. */
  readonly party: string | null;
  /** The newest head it signed, and when it says it did. */
  readonly size: number;
  readonly at: string;
}

export interface LogView {
  /** First line of every checkpoint. */
  readonly origin: string;
  /** Verifier keys: the current one first, then those that sign beside it. */
  readonly vkeys: readonly string[];
  /** Null before the first checkpoint. */
  readonly head: LogHeadView | null;
  /** Why nothing is signed now, in one sentence; null while all is well. */
  readonly fault: string | null;
  /** In order of time, without gaps, ending with the day of the head. */
  readonly days: readonly LogDay[];
  /** Newest first, without what is routine: re-signed credentials, status lists, snapshots, telemetry. */
  readonly entries: readonly LogEntryView[];
  /** Largest head first. */
  readonly cosigners: readonly CosignerView[];
}

/** One leaf with what it takes to check it. */
export interface LogEntryDetail {
  readonly entry: LogEntryView;
  /** Exact text of the leaf: its bytes are what is hashed. */
  readonly leaf: string;
  /** Base64 of SHA-256(0x00 || leaf). */
  readonly hash: string;
  /** Whether the receipt is that of a signed statement, which is served itself. */
  readonly isStatement: boolean;
  /** Size of the log it was read from. */
  readonly size: number;
}
