/** What kind of difference a finding is. One closed union. */
export type FindingCode =
  /** Not a leaf of proper form. */
  | 'leaf_invalid'
  /** `at` is earlier than the leaf before. */
  | 'time_backwards'
  /** The opening of the log is not the one expected. */
  | 'genesis_differs'
  /** A statement that must be public is not served. */
  | 'statement_missing'
  /** A statement is not what the gate admits: form, claims, schema, digest. */
  | 'statement_invalid'
  | 'signature_invalid'
  /** The signing key was unknown, revoked, another party's or for another use at that index. */
  | 'key_not_active'
  /** A digest or `jti` that was accepted before. */
  | 'statement_repeated'
  /** A leaf's member is not what its statement or the rules say. */
  | 'leaf_differs'
  | 'composite_differs'
  | 'tier_differs'
  | 'validity_differs'
  /** `in` is not what the decision rests on. */
  | 'grounds_differ'
  /** The standard's rules exclude what the leaf records. */
  | 'rule_broken'
  /** An effect without its cause. */
  | 'unjustified'
  /** A cause without its effect. */
  | 'effect_missing'
  /** Fewer distinct officers than an act needs. */
  | 'officers_missing'
  /** A certificate beyond its validity that did not expire. */
  | 'expiry_missing'
  /** Accumulator rows that are not under their leaf's root, or do not follow from public statements. */
  | 'rows_differ'
  | 'snapshot_differs'
  | 'listing_differs'
  | 'certificate_differs';

/** One difference between the log and what follows from it, or between that and what is served. */
export interface Finding {
  /** The leaf where it shows. */
  readonly index: number;
  readonly code: FindingCode;
  readonly text: string;
}

/** What replay could not look at, and why: no difference, and no assurance either. */
export interface Unchecked {
  readonly index: number;
  readonly text: string;
}

/** How much was rebuilt. */
export interface RebuiltSummary {
  readonly parties: number;
  readonly keys: number;
  readonly audits: number;
  readonly certificates: number;
  readonly cases: number;
  readonly acts: number;
}

export interface ReplayReport {
  /** In order of their leaves, the first thousand found. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** The first thousand of them. */
  readonly unchecked: readonly Unchecked[];
  readonly uncheckedCount: number;
  /** Leaves that were replayed. */
  readonly size: number;
  readonly statements: number;
  readonly rebuilt: RebuiltSummary;
  /** Snapshots of the listing whose lines were worked out again. */
  readonly snapshots: number;
}

/** The first of many, and their number: a log that is wrong throughout fills no memory. */
export interface Tally<T> {
  readonly list: T[];
  count: number;
}

const KEPT = 1_000;

export const newTally = <T>(): Tally<T> => ({ list: [], count: 0 });

export function tally<T>(into: Tally<T>, items: readonly T[]): void {
  into.count += items.length;
  into.list.push(...items.slice(0, KEPT - into.list.length));
}

export const byIndex = (a: { readonly index: number }, b: { readonly index: number }): number => a.index - b.index;
