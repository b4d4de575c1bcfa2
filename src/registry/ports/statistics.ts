import type { Tier } from '../../core/methodology/cms-1.ts';
import type { MirrorName } from '../../core/views.ts';
import type { LeafType } from '../../log/leaf.ts';

/* What the register is counted from, as of a leaf. "Standing" are listing versions with state `active` or `watch`. */

/** What a median is taken of. */
export type Ranked = MirrorName | 'composite';

export interface StatisticsStore {
  /** Organisations that are listed. */
  listed(seq: number): Promise<number>;
  /** Leaves of certificates by month, `YYYY-MM`, and type. */
  changes(seq: number): Promise<readonly { readonly month: string; readonly type: LeafType; readonly count: number }[]>;
  /**
   * By how many the holders of a tier grew or shrank in each step. Step `n` reaches up to the leaf `ends[n]`, which is part of
   * it; ends ascend.
   */
  growth(
    ends: readonly number[],
  ): Promise<readonly { readonly tier: Tier; readonly step: number; readonly by: number }[]>;
  /** How many standing versions publish each rounded figure, per cent. */
  figures(seq: number): Promise<readonly { readonly of: Ranked; readonly percent: string; readonly count: number }[]>;
  /**
   * Of standing versions with one of the rounded figures, what the figure was rounded from: `num/den` of a mirror, six digits
   * of a composite.
   */
  exact(of: Ranked, percents: readonly string[], seq: number): Promise<readonly string[]>;
  /** IT energy in the newest evaluation of each standing holder, of a day or later: all, and what is attributed; `num/den` kWh. */
  energy(fromDay: string, seq: number): Promise<readonly { readonly attributed: string; readonly all: string }[]>;
}
