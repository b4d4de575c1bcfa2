/** What can be wrong with a log. */
export type LogFindingCode =
  /** Its checkpoint does not open with the trusted key, or is of another log. */
  | 'checkpoint_invalid'
  /** It is smaller than a checkpoint it signed earlier. */
  | 'log_shrunk'
  /** A checkpoint it signed earlier has not the root of today's tree at that size. */
  | 'history_rewritten'
  /** Entries, or a tile, that it must serve and does not. */
  | 'entries_unreadable'
  | 'tile_unreadable'
  /** A leaf is not the one in the signed tree. */
  | 'leaf_altered'
  /** A tile does not hold the hashes of the signed tree. */
  | 'tile_altered'
  /** Leaf and tile differ, and neither gives the signed root. */
  | 'leaf_mismatch'
  /** Its leaves do not give the signed root. */
  | 'root_mismatch'
  /** A leaf is not of the form the registry writes. */
  | 'leaf_malformed'
  /** A leaf states an earlier time than the one before it. */
  | 'time_decreasing'
  /** The first leaf is no genesis, or a later one is. */
  | 'genesis_misplaced'
  /** The genesis is of another registry than the checkpoint. */
  | 'origin_mismatch'
  /** The log never announced the key that signs it. */
  | 'key_unannounced';

export interface LogFinding {
  readonly code: LogFindingCode;
  /** The leaf it is about; of a part, its first leaf; undefined where it is about the log as a whole. */
  readonly index: number | undefined;
  /** One sentence. Parts of it are the log's: clean before printing. */
  readonly detail: string;
}

/** The first findings and the number of them all: a log that is wrong throughout fills no memory. */
export interface Findings {
  readonly list: LogFinding[];
  count: number;
}

const KEPT = 1_000;

export const noFindings = (): Findings => ({ list: [], count: 0 });

export function report(findings: Findings, code: LogFindingCode, index: number | undefined, detail: string): void {
  findings.count += 1;
  if (findings.list.length < KEPT) findings.list.push({ code, index, detail });
}
