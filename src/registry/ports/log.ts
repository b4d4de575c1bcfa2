import type { Kid } from '../../core/ids.ts';
import type { Position } from '../../core/views.ts';
import type { NoteSigner, TreeHead } from '../../log/checkpoint.ts';
import type { GrownTile } from '../../log/edge.ts';
import type { LeafType } from '../../log/leaf.ts';
import type { VerifierKey } from '../../log/note.ts';
import type { ReadTiles } from '../../log/tile.ts';
import type { ServiceHistoryStore } from './service-history.ts';

/* The published tree: stores of tiles, checkpoints and cosignatures, and what signs and guards the head. */

/** A signed head of the log. */
export interface Checkpoint extends TreeHead {
  /** The signed note, without cosignatures. */
  readonly note: string;
}

/** What readers see of the log: only what a committed checkpoint covers. */
export interface TreeStore {
  /** The newest checkpoint; undefined before the first. */
  head(): Promise<Checkpoint | undefined>;
  /** The first checkpoint ever signed that covers a leaf: the one its receipt was first made with. */
  firstCovering(index: number): Promise<Checkpoint | undefined>;
  ofSize(size: number): Promise<Checkpoint | undefined>;
  /** The newest checkpoints, newest first. */
  newest(count: number): Promise<readonly Checkpoint[]>;
  /** Tiles cut to the widths asked for, as stored: nothing is checked. @throws RegistryError log_damaged where one is not there that wide */
  readonly tiles: ReadTiles;
  /** Exact texts of the leaves from an index on, as stored, up to the first gap, at most `count`. */
  leaves(from: number, count: number): Promise<readonly string[]>;
}

/** The head row as the database has it: what a sequencer works on, and does not believe before it has checked it. */
export interface StoredHead {
  /** Size of the published tree. */
  readonly size: number;
  /** The newest checkpoint; undefined before the first. */
  readonly checkpoint: Checkpoint | undefined;
  /** Index after the last leaf that writers committed. */
  readonly end: number;
}

/** The sequencer's transaction. Durable once it commits; no note leaves the process before that. */
export interface SequencerStore {
  /** Locks the tree's head until the end of the transaction; any number of instances may ask. */
  lockHead(): Promise<StoredHead>;
  /** Triggers that keep the log append-only and are not in force now. */
  disarmed(): Promise<readonly string[]>;
  /** As in `TreeStore`. */
  readonly tiles: ReadTiles;
  /** As in `TreeStore`. */
  leaves(from: number, count: number): Promise<readonly string[]>;
  ofSize(size: number): Promise<Checkpoint | undefined>;
  /** Of the registry's own samples, which are taken also while nothing is signed. */
  readonly serviceHistory: ServiceHistoryStore;
  /** Compare-and-swap of the head: stores tiles and checkpoint. @throws Error where the tree is not of size `from` */
  advance(from: number, step: { readonly grown: readonly GrownTile[]; readonly checkpoint: Checkpoint }): Promise<void>;
}

/** The last published head, kept outside the database. */
export interface HighWaterMark {
  /** The signed note; undefined where nothing was ever published from here. */
  read(): Promise<string | undefined>;
  /** Durable once it resolves; a reader never sees a part. */
  write(note: string): Promise<void>;
}

/** What signs the log: the current key first, then those that still sign beside it after a rotation. */
export interface LogIdentity {
  /** First line of every checkpoint: host, port if any, and path of the log. */
  readonly origin: string;
  readonly signers: readonly NoteSigner[];
}

/** How far the log is published, for those who wait. */
export interface Publication {
  /**
   * Resolves true once a published checkpoint covers the leaf, whichever instance signed it; false when the time is up
   * first, and at once while nothing is signed. Asks for a tick.
   */
  waitFor(index: number, timeoutMs: number): Promise<boolean>;
  /** Leaves may have been committed: publish them soon. Waits for nothing. */
  wake(): void;
  /** Why nothing is signed now, in one sentence; undefined while all is well. */
  fault(): string | undefined;
}

/** What this process knows of the published head without asking the ledger. */
export interface PublishedHead {
  /** The last published leaf; undefined where it is not certain, so that the ledger must be asked. Never goes back. */
  known(): Position | undefined;
  /** Somebody here saw a published tree of this size: nothing older is known from then on. */
  raise(size: number): void;
}

export interface Cosignature {
  readonly size: number;
  /** Thumbprint of a registered `cosign` key, or the verifier key of a configured witness. */
  readonly signer: string;
  readonly name: string;
  /** Seconds since 1970, as the cosigner states them. */
  readonly time: number;
  readonly line: string;
}

export interface CosignatureStore {
  /** Of one checkpoint: those of witnesses first, then of accredited auditors, then others; by name. */
  of(size: number, limit: number): Promise<readonly Cosignature[]>;
  /** Keeps the newest of each signer and size; false where that one, or a newer, was there already. */
  put(cosignature: Cosignature): Promise<boolean>;
  /** The first cosigned checkpoints that cover a leaf (`size` > index), smallest first, and how many cosigned each. */
  coverage(index: number, limit: number): Promise<readonly { readonly size: number; readonly cosigners: number }[]>;
  /** A signer's cosignature of the largest size. */
  newestBy(signer: string): Promise<Cosignature | undefined>;
  /** Everybody who ever cosigned under a name. */
  signersNamed(name: string): Promise<readonly string[]>;
}

/** Somebody the operator chose to watch the log: a line of the witness policy. */
export interface Witness {
  readonly key: VerifierKey;
  /** The key in text form, as its cosignatures are filed. */
  readonly vkey: string;
  /** Submission prefix (tlog-witness), without final slash; undefined where it comes by itself. */
  readonly url: string | undefined;
}

/** What the page of the log shows beside leaves and head. */
export interface LogOverviewStore {
  /** How many leaves are stored whose `at` lies before each of the instants, published or not. */
  sizesAt(instants: readonly Date[]): Promise<readonly number[]>;
  /** Of the `within` leaves below an index those of no type in `without`, newest first, as stored. */
  newest(question: {
    readonly below: number;
    readonly within: number;
    readonly without: readonly LeafType[];
    readonly limit: number;
  }): Promise<readonly { readonly index: number; readonly leaf: string }[]>;
  /** Of everybody who cosigned, the cosignature of the largest size; largest first. `party` holds the key, if a party does. */
  cosigners(
    limit: number,
  ): Promise<readonly (Pick<Cosignature, 'name' | 'size' | 'time'> & { readonly party: string | null })[]>;
}

/** A key of the registry's own, current or retired. */
export interface RegistryKeyRow {
  readonly kid: Kid;
  readonly use: 'log' | 'credential' | 'answers';
  readonly jwk: string;
  readonly addedSeq: number;
  readonly retiredSeq: number | null;
}

export interface RegistryKeyStore {
  /** In order of addition. */
  all(): Promise<readonly RegistryKeyRow[]>;
  insert(key: RegistryKeyRow): Promise<void>;
  retire(kid: Kid, seq: number): Promise<void>;
}
