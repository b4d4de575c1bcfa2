import {
  add,
  div,
  formatExactDecimal,
  formatFixed,
  isBelow,
  isEqual,
  max,
  mul,
  ONE,
  power,
  type Rational,
  rational,
  sub,
  ZERO,
} from '../rational.ts';
import { CMS_1, MIRROR_IDS, type MirrorId, type Parameters, SUBMETRIC_IDS, type SubmetricId } from './cms-1.ts';
import { type Finding, finding, type Report } from './findings.ts';
import type { HardwareRecord, Reduction, SiteCoverage } from './reduction.ts';
import type { ShareStatus } from './score-json.ts';
import type { Sums } from './sums.ts';
import { exceeds } from './tolerance.ts';
import { rightSizedEnergy } from './workloads.ts';

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

export interface Scoring {
  readonly score: Score;
  /** The reduction's findings, and those only the whole can show (R06, R24). */
  readonly findings: readonly Finding[];
  /** True when any finding is a REJECT: not certifiable until corrected. */
  readonly rejected: boolean;
}

/** Scores a reduction. The same function serves audits, telemetry and merged accumulators. */
export function scoreReduction(reduction: Reduction, p: Parameters = CMS_1): Scoring {
  const findings = [...reduction.findings];
  const report: Report = (one) => void findings.push(one);
  const { sums } = reduction;
  // Conservation: the denominator is the larger of the meter and its parts.
  const it = max(sums.it, sums.w_all);
  checkParts(sums, p, report);
  const rightSized = rightSizedEnergy(reduction.workloads, p);
  const score = composeScore(
    {
      submetrics: shares(sums, it, rightSized, reduction.hardware, report),
      coverage: ratioOrZero(sums.intervals_valid, sums.intervals_expected),
      measuredShare: ratioOrZero(sums.w_measured, it),
      minSiteCoverage: lowestCoverage([...reduction.siteCoverage.values()]),
    },
    p,
  );
  return { score, findings, rejected: findings.some((one) => one.severity === 'REJECT') };
}

/** What a score is composed of: shares, and what of the whole they are based on. */
export type ScoreParts = Pick<Score, 'submetrics' | 'coverage' | 'measuredShare' | 'minSiteCoverage'>;

/** Mirrors and composite of thirteen shares (methodology 2.1). */
export function composeScore(parts: ScoreParts, p: Parameters = CMS_1): Score {
  const { submetrics, coverage, measuredShare, minSiteCoverage } = parts;
  const mirrors = mirrorsOf(submetrics, p);
  return {
    methodology: p.methodology,
    submetrics,
    mirrors,
    coverage,
    pow4: MIRROR_IDS.map((id) => mirrors[id]).reduce(mul, power(coverage, 4n)),
    visibility: submetrics.E2.value ?? ZERO,
    measuredShare,
    minSiteCoverage,
  };
}

/** R06: parts above the meter beyond the tolerance. */
function checkParts(sums: Sums, p: Parameters, report: Report): void {
  const { w_all: parts, it } = sums;
  if (!exceeds(parts.num * it.den, it.num * parts.den, p.partsTolerance)) return;
  const measured = { workloads_kwh: show(parts), it_kwh: show(it) };
  const message = `workloads sum to ${measured.workloads_kwh} kWh, the IT meter shows ${measured.it_kwh} kWh`;
  report(finding('REJECT', 'R06', '/workloads', message, measured));
}

function shares(
  sums: Sums,
  it: Rational,
  rightSized: Rational,
  hardware: HardwareRecord,
  report: Report,
): Score['submetrics'] {
  const flexible = add(sums.deferrable, sums.unattributed);
  const stored = max(sums.gbh_metered, sums.gbh_listed);
  const moved = max(sums.net_metered, sums.net_listed);
  const share = (id: SubmetricId, numerator: Rational, denominator: Rational): Share =>
    denominator.num === 0n
      ? { numerator, denominator, ...withoutTotal(id, hardware) }
      : withTotal(id, numerator, denominator, report);
  return {
    E1: share('E1', sums.it, sums.facility),
    E2: share('E2', sums.w_visible, it),
    E3: share('E3', rightSized, it),
    T1: share('T1', sums.cfe, sums.facility),
    T2: share('T2', sums.def_clean, flexible),
    T3: share('T3', sums.def_cheap, flexible),
    D1: share('D1', sums.gbh_justified, stored),
    D2: share('D2', sums.gbh_needed, stored),
    D3: share('D3', sums.net_needed, moved),
    C1: share('C1', sums.kg_kept, sums.kg_retired),
    C2: share('C2', sums.emb_worked, sums.emb_retired),
    C3: share('C3', sub(sums.w_visible, sums.w_discarded), it),
    C4: share('C4', sums.heat, sums.facility),
  };
}

/** R24: a share outside 0..1 is reported and clamped, so that the rest of the score stays readable. */
function withTotal(id: SubmetricId, numerator: Rational, denominator: Rational, report: Report): Share {
  const exact = div(numerator, denominator);
  const value = exact.num < 0n ? ZERO : isBelow(ONE, exact) ? ONE : exact;
  if (!isEqual(value, exact)) {
    const measured = { submetric: id, value: show(exact) };
    report(finding('REJECT', 'R24', '', `${id} is ${measured.value}, outside 0 to 1`, measured));
  }
  return { numerator, denominator, value, status: 'ok' };
}

type Verdict = Pick<Share, 'value' | 'status' | 'note'>;

/** A total of zero: not applicable in the closed list of methodology 2.3, otherwise missing, which scores 0. */
function withoutTotal(id: SubmetricId, hardware: HardwareRecord): Verdict {
  if (id === 'T2' || id === 'T3') return notApplicable('no deferrable and no unattributed energy');
  if (id === 'C1' || id === 'C2') {
    if (hardware === 'not_owned') return notApplicable('no owned hardware in scope');
    if (hardware === 'ledger') return { value: ONE, status: 'ok', note: 'nothing retired, the fleet reconciles' };
  }
  return { value: ZERO, status: 'missing', note: 'not measured, scores 0' };
}

function notApplicable(note: string): Verdict {
  return { value: null, status: 'not_applicable', note };
}

/** Weighted arithmetic mean; only what does not apply leaves the sum, and the weights renormalise (methodology 2.1). */
function mirrorOf(id: MirrorId, submetrics: Score['submetrics'], p: Parameters): Rational {
  let weighted = ZERO;
  let weights = 0n;
  for (const submetric of SUBMETRIC_IDS) {
    const weight = p.weights[id][submetric];
    const { value } = submetrics[submetric];
    if (weight === undefined || value === null) continue;
    weighted = add(weighted, mul(rational(weight), value));
    weights += weight;
  }
  return div(weighted, rational(weights));
}

function mirrorsOf(submetrics: Score['submetrics'], p: Parameters): Score['mirrors'] {
  return {
    efficiency: mirrorOf('efficiency', submetrics, p),
    timing: mirrorOf('timing', submetrics, p),
    data_diet: mirrorOf('data_diet', submetrics, p),
    circularity: mirrorOf('circularity', submetrics, p),
  };
}

/** Exact where a decimal ends, otherwise six digits. */
const show = (value: Rational): string => formatExactDecimal(value) ?? formatFixed(value, 6);

function ratioOrZero(part: Rational, whole: Rational): Rational {
  return whole.num === 0n ? ZERO : div(part, whole);
}

function lowestCoverage(sites: readonly SiteCoverage[]): Rational {
  const [first, ...rest] = sites.map(({ valid, expected }) =>
    expected === 0 ? ZERO : rational(BigInt(valid), BigInt(expected)),
  );
  return first === undefined ? ZERO : rest.reduce((low, one) => (isBelow(one, low) ? one : low), first);
}
