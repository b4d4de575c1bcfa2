import { type CertificateState, isStanding } from './certificate-state.ts';
import { fromMicro, parseMicro } from './decimal.ts';
import { parseUtcInstant } from './instant.ts';
import { absolute, compare, formatPercent, parseRational, type Rational, rational, sub } from './rational.ts';

/* Whether two scores may be set against each other: a guard that speaks before anybody reads a winner into a table. */

/** What a score rests on. Members without a certificate or an audit behind them are null. */
export interface ScoreBasis {
  readonly party_id: string;
  readonly name: string;
  readonly methodology: string | null;
  readonly methodology_sha256: string | null;
  /** The audit's window. */
  readonly period: { readonly start: string; readonly end: string } | null;
  /** Share of the organisation's IT energy in scope, decimal text or `num/den`; null until an auditor states it. */
  readonly scope_share: string | null;
  readonly assurance_level: number;
  readonly state: CertificateState | null;
}

export const DIFFERENCE_KINDS = ['methodology', 'period', 'scope', 'assurance', 'state'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** `refuses`: the scores must not be ranked. `flags`: they may, with this in mind. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly effect: 'refuses' | 'flags';
  readonly detail: string;
  /** Party ids it is about. */
  readonly organisations: readonly string[];
}

export interface Comparability {
  /** False as soon as one difference refuses. */
  readonly comparable: boolean;
  readonly differences: readonly Difference[];
}

/** Windows that share less of the longer one than this are different periods: seasons would decide, not conduct. */
export const LEAST_SHARED_PERIOD: Rational = rational(3n, 4n);
/** Shares of IT energy in scope that lie further apart than this describe different things. */
export const LARGEST_SCOPE_GAP: Rational = rational(1n, 10n);

/**
 * The guard. A difference of methodology, or a figure without a standing certificate, always refuses; period and scope refuse
 * beyond the published limits and are flagged below them; a difference of assurance level is flagged.
 *
 * @param bases of at least one organisation; one alone is never comparable
 */
export function comparabilityOf(bases: readonly ScoreBasis[]): Comparability {
  const differences = [methodology(bases), period(bases), scope(bases), assurance(bases), state(bases)].filter(
    (difference) => difference !== undefined,
  );
  const refused = differences.some(({ effect }) => effect === 'refuses');
  return { comparable: bases.length > 1 && !refused, differences };
}

function methodology(bases: readonly ScoreBasis[]): Difference | undefined {
  const scored = bases.filter((basis) => basis.methodology !== null);
  const texts = scored.flatMap((basis) => basis.methodology_sha256 ?? []);
  // What is only declared names a version; which text of it was meant, a certificate says.
  if (isOne(scored.map((basis) => basis.methodology ?? '')) && isOne(texts)) return undefined;
  return difference('methodology', 'refuses', scored, 'scored under different texts of the methodology', (basis) =>
    [basis.methodology, basis.methodology_sha256?.slice(0, 8)].filter(Boolean).join(' '),
  );
}

function period(bases: readonly ScoreBasis[]): Difference | undefined {
  const measured = bases.flatMap((basis) => (basis.period === null ? [] : [{ basis, ...basis.period }]));
  if (isOne(measured.map(({ start, end }) => `${start} ${end}`))) return undefined;
  const apart = pairs(measured).some(([a, b]) => compare(sharedPeriod(a, b), LEAST_SHARED_PERIOD) < 0);
  const text = apart ? 'measured in different periods' : 'measured in periods that differ by days';
  const of = measured.map(({ basis }) => basis);
  return difference('period', apart ? 'refuses' : 'flags', of, text, ({ period: window }) =>
    window === null ? '' : `${window.start.slice(0, 10)} to ${window.end.slice(0, 10)}`,
  );
}

interface Window {
  readonly start: string;
  readonly end: string;
}

/** The part of the longer window that both cover. */
function sharedPeriod(a: Window, b: Window): Rational {
  const [startA, endA, startB, endB] = [a.start, a.end, b.start, b.end].map(milliseconds);
  const longer = Math.max(gap(startA, endA), gap(startB, endB), 1);
  const shared = Math.max(0, gap(Math.max(startA ?? 0, startB ?? 0), Math.min(endA ?? 0, endB ?? 0)));
  return rational(BigInt(shared), BigInt(longer));
}

const gap = (from = 0, to = 0): number => to - from;
const milliseconds = (instant: string): number => parseUtcInstant(instant)?.getTime() ?? 0;

function scope(bases: readonly ScoreBasis[]): Difference | undefined {
  if (isOne(bases.map((basis) => basis.scope_share ?? ''))) return undefined;
  const shares = bases.map((basis) => shareOf(basis.scope_share ?? ''));
  const unstated = shares.includes(undefined);
  const apart = pairs(shares.filter((share) => share !== undefined)).some(
    ([a, b]) => compare(absolute(sub(a, b)), LARGEST_SCOPE_GAP) > 0,
  );
  const text = unstated || apart ? 'cover different parts of the organisations' : 'cover nearly the same share';
  return difference('scope', unstated || apart ? 'refuses' : 'flags', bases, text, ({ scope_share: share }) => {
    const figure = shareOf(share ?? '');
    return figure === undefined ? 'share not stated' : `${formatPercent(figure)} % of IT energy`;
  });
}

function assurance(bases: readonly ScoreBasis[]): Difference | undefined {
  if (isOne(bases.map((basis) => String(basis.assurance_level)))) return undefined;
  return difference('assurance', 'flags', bases, 'examined at different assurance levels', (basis) =>
    basis.assurance_level === 0 ? 'self-declared' : `level ${basis.assurance_level}`,
  );
}

function state(bases: readonly ScoreBasis[]): Difference | undefined {
  const fallen = bases.filter((basis) => !isStanding(basis.state));
  if (fallen.length === 0) return undefined;
  return difference('state', 'refuses', fallen, 'no certificate stands behind these figures', (basis) =>
    basis.state === null ? 'not certified' : basis.state,
  );
}

function difference(
  kind: DifferenceKind,
  effect: Difference['effect'],
  bases: readonly ScoreBasis[],
  text: string,
  value: (basis: ScoreBasis) => string,
): Difference {
  const values = bases.map((basis) => `${basis.name}: ${value(basis)}`);
  return {
    kind,
    effect,
    detail: `${text} (${values.join('; ')})`,
    organisations: bases.map((basis) => basis.party_id),
  };
}

const isOne = (values: readonly string[]): boolean => new Set(values).size <= 1;

const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((a, at) => list.slice(at + 1).map((b): [T, T] => [a, b]));

/** A share as decimal text or as `num/den`. */
function shareOf(text: string): Rational | undefined {
  const decimal = parseMicro(text);
  return decimal === undefined ? parseRational(text) : fromMicro(decimal);
}
