import type { Rational } from '../rational.ts';
import type { MirrorId, SubmetricId } from './cms-1.ts';
import type { ShareStatus } from './score-json.ts';

/** One sub-metric: useful / total of something conserved (methodology 1). */
export interface Share {
  readonly numerator: Rational;
  readonly denominator: Rational;
  /** Within 0..1; null when the sub-metric does not apply. */
  readonly value: Rational | null;
  readonly status: ShareStatus;
  readonly note?: string;
}

/** An exact score (methodology 2.1). The composite is only ever held as its fourth power. */
export interface Score {
  readonly methodology: string;
  readonly submetrics: Readonly<Record<SubmetricId, Share>>;
  readonly mirrors: Readonly<Record<MirrorId, Rational>>;
  readonly coverage: Rational;
  readonly pow4: Rational;
  readonly visibility: Rational;
  readonly measuredShare: Rational;
  readonly minSiteCoverage: Rational;
}
