import type { MirrorId, SubmetricId } from './cms-1.ts';

export type ShareStatus = 'ok' | 'missing' | 'not_applicable';

/** One sub-metric as published. Fractions are reduced `"num/den"`. */
export interface ShareJson {
  /** null only when the status is `not_applicable`; `missing` is `"0/1"`. */
  readonly value: string | null;
  readonly numerator: string;
  readonly denominator: string;
  readonly unit: string;
  readonly status: ShareStatus;
  readonly note?: string;
}

export interface MirrorJson {
  readonly value: string;
  /** Per cent, one digit, half to even. */
  readonly percent: string;
}

/** The one shape of a score in every answer (api, "Statement answers"). */
export interface ScoreJson {
  readonly methodology: string;
  readonly submetrics: Readonly<Record<SubmetricId, ShareJson>>;
  readonly mirrors: Readonly<Record<MirrorId, MirrorJson>>;
  readonly coverage: string;
  readonly composite_pow4: string;
  /** The composite as a fraction of 1, six digits. */
  readonly composite_6: string;
  /** Per cent, one digit. Tiers never use it. */
  readonly composite_percent: string;
  readonly facts: {
    readonly visibility: string;
    readonly measured_share: string;
    readonly min_site_coverage: string;
  };
}
