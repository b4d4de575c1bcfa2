import { formatPercent, formatRational, formatScaled, type Rational, roundRoot4 } from '../rational.ts';
import { MIRROR_IDS, type MirrorId, SUBMETRIC_IDS, type SubmetricId } from './cms-1.ts';
import type { Score, Share } from './score.ts';
import type { MirrorJson, ScoreJson, ShareJson } from './score-json.ts';
import { SUBMETRICS } from './submetrics.ts';

const SORT_DIGITS = 200;

/** A score in the one shape every answer uses. */
export function renderScore(score: Score): ScoreJson {
  return {
    methodology: score.methodology,
    submetrics: renderShares(score),
    mirrors: renderMirrors(score),
    coverage: formatRational(score.coverage),
    composite_pow4: formatRational(score.pow4),
    composite_6: compositeFraction6(score),
    composite_percent: compositePercent(score),
    facts: {
      visibility: formatRational(score.visibility),
      measured_share: formatRational(score.measuredShare),
      min_site_coverage: formatRational(score.minSiteCoverage),
    },
  };
}

/** The published figure: per cent, one digit, half to even. Tiers never use it. */
export function compositePercent(score: Pick<Score, 'pow4'>): string {
  return formatScaled(roundRoot4(score.pow4, 3), 1);
}

/** The composite as a fraction of 1 with six digits. */
export function compositeFraction6(score: Pick<Score, 'pow4'>): string {
  return formatScaled(roundRoot4(score.pow4, 6), 6);
}

/** The composite in thousandths of a per cent: the figure that claims and surveillance audits compare (methodology 3). */
export function compositeThousandths(score: Pick<Score, 'pow4'>): bigint {
  return roundRoot4(score.pow4, 5);
}

/** Text that sorts as composites do: the fourth power floored to 200 decimals, always one integer digit. */
export function compositeSortKey(score: Pick<Score, 'pow4'>): string {
  const { num, den }: Rational = score.pow4;
  return formatScaled((num * 10n ** BigInt(SORT_DIGITS)) / den, SORT_DIGITS);
}

function renderShare(id: SubmetricId, share: Share): ShareJson {
  const base = {
    value: share.value === null ? null : formatRational(share.value),
    numerator: formatRational(share.numerator),
    denominator: formatRational(share.denominator),
    unit: SUBMETRICS[id].unit,
    status: share.status,
  };
  return share.note === undefined ? base : { ...base, note: share.note };
}

function renderShares(score: Score): ScoreJson['submetrics'] {
  const entries = SUBMETRIC_IDS.map((id) => [id, renderShare(id, score.submetrics[id])] as const);
  return fromEntries<SubmetricId, ShareJson>(entries);
}

function renderMirrors(score: Score): ScoreJson['mirrors'] {
  const render = (value: Rational): MirrorJson => ({ value: formatRational(value), percent: formatPercent(value) });
  return fromEntries<MirrorId, MirrorJson>(MIRROR_IDS.map((id) => [id, render(score.mirrors[id])] as const));
}

/** `Object.fromEntries` for a list that names every key once. */
function fromEntries<K extends string, V>(entries: readonly (readonly [K, V])[]): Record<K, V> {
  return Object.fromEntries(entries) as Record<K, V>;
}
