import type { MirrorId, SubmetricId } from '../../../core/methodology/cms-1.ts';

/** A share in plain words. */
export interface ShareText {
  readonly name: string;
  /** One sentence; `#` is how many of a hundred units. */
  readonly sentence: string;
}

/** The four mirrors and the thirteen shares in one language. The numbers are the same in all. */
export interface ShareWords {
  readonly shares: Readonly<Record<SubmetricId, ShareText>>;
  readonly mirrors: Readonly<Record<MirrorId, { readonly name: string; readonly question: string }>>;
  /** `112,000 of 140,000 kWh`. */
  quantities(numerator: string, denominator: string, unit: string): string;
  readonly notApplicable: string;
  readonly missing: string;
  /** Before the exact ratio. */
  readonly exactly: string;
  weight(points: string): string;
}
