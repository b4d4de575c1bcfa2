import type { DifferenceKind } from '../../core/comparability.ts';

/** The words of `/compare`. */
export interface CompareWords {
  readonly title: string;
  readonly description: string;
  readonly lead: string;
  readonly search: string;
  readonly find: string;
  readonly chosen: string;
  readonly found: string;
  readonly nothing: string;
  readonly compare: string;
  readonly add: string;
  readonly least: string;
  readonly most: string;
  readonly comparable: string;
  readonly comparableReason: string;
  readonly refused: (kinds: string) => string;
  readonly refusedReason: string;
  readonly alone: string;
  readonly unknown: (names: string) => string;
  readonly differences: string;
  readonly refuses: string;
  readonly flags: string;
  /** Ends a headline: "different methodology". */
  readonly kinds: Readonly<Record<DifferenceKind, string>>;
  /** One sentence a kind, as it refuses and as it is only flagged. */
  readonly why: Readonly<Record<DifferenceKind, string>>;
  readonly mirrorsTitle: string;
  readonly mirrorsLead: string;
  readonly tableTitle: string;
  readonly rows: Readonly<Record<RowName, string>>;
  readonly differs: string;
  readonly composite: string;
  readonly mirrors: string;
  readonly shares: string;
  readonly basis: string;
  readonly level: (level: number) => string;
  readonly declared: string;
  readonly sites: (count: number) => string;
  readonly points: (points: string) => string;
  readonly verify: string;
  readonly toTable: string;
}

export type RowName =
  | 'tier'
  | 'state'
  | 'composite'
  | 'telemetry'
  | 'methodology'
  | 'period'
  | 'scope'
  | 'assurance'
  | 'certified'
  | 'certificate';
