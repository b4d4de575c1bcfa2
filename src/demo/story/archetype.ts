/** What a kind of organisation runs, stores and moves. */
export interface Archetype {
  readonly workloads: readonly ArchetypeWorkload[];
  /** Work that nobody owns, with what is left of it in the catalogue. */
  readonly invisible: readonly InvisibleWorkload[];
  /** The last one has no owner. Weights in per cent of the metered storage; they leave a little unlisted. */
  readonly datasets: readonly ArchetypeDataset[];
  readonly flows: readonly ArchetypeFlow[];
}

export interface ArchetypeWorkload {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly kind: 'service' | 'batch' | 'platform';
  /** Per cent of the visible energy. */
  readonly weight: number;
  /** Used / reserved where it is run well, permille. */
  readonly use: number;
  readonly redundancy: 1 | 2;
  readonly unit: 'vcpu' | 'gpu' | 'node';
}

export interface InvisibleWorkload {
  readonly id: string;
  readonly name: string;
  /** What it lacks: an owner and everything else, only the schedule, or a registration in time. */
  readonly lacks: 'owner' | 'schedule' | 'time';
}

export interface ArchetypeDataset {
  readonly id: string;
  readonly team: string | null;
  readonly rule: string | null;
  readonly weight: number;
  readonly copies: 1 | 2 | 3;
}

export interface ArchetypeFlow {
  readonly id: string;
  readonly team: string;
  readonly weight: number;
}
