import { createHash } from 'node:crypto';
import { type Act, type ActOf, parseAct } from '../../core/documents/act.ts';
import { REGISTRY } from '../../core/ids.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { gridLookup, parseGridSeries, type SeriesInForce } from '../../core/methodology/grid-series.ts';
import type { GridLookup } from '../../core/methodology/reduction.ts';
import type { Bundle } from './bundle.ts';
import type { Examination } from './examination.ts';
import { type Accepted, readAccepted } from './grounds.ts';
import { leafTime } from './statement-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* What officers decided, as far as a certificate rests on it: accreditations, grid series, cases. */

/** An act, and the leaf of its last signature, behind which it took effect. */
export interface EffectiveAct {
  readonly act: Act;
  readonly effectiveAt: number;
}

/** The acts of a bundle that hold, in the order in which they took effect. One that does not hold is the bundle's fault to tell. */
export async function readActs(x: Examination, { statements }: Bundle): Promise<readonly EffectiveAct[]> {
  const accepted: Accepted<Act>[] = [];
  for (const { digest } of statements.filter(({ typ }) => typ === 'cms-act+jwt')) {
    const one = await readAccepted(x, digest, 'cms-act+jwt', parseAct);
    if (one.word === 'ok' && one.value.iss === REGISTRY) accepted.push(one.value);
  }
  const confirmations = accepted.flatMap(({ document, proven }) =>
    document.action === 'confirm' ? [{ of: document.act, index: proven.index }] : [],
  );
  const acts = accepted.filter(({ document }) => document.action !== 'confirm');
  return acts
    .map(({ document, digest, proven }) => {
      const own = confirmations.filter((one) => one.of === digest).map(({ index }) => index);
      return { act: document, effectiveAt: Math.max(proven.index, ...own) };
    })
    .sort((a, b) => a.effectiveAt - b.effectiveAt);
}

const ACCREDITATION: readonly string[] = ['accredit', 'suspend_accreditation', 'withdraw_accreditation'];

/** Why an opinion does not count: its auditor was not accredited for its level then. `undefined` where it does. */
export function accreditationFault(
  acts: readonly EffectiveAct[],
  { iss, proven, document }: Accepted<{ readonly level: number }>,
): Answer<true> {
  const before = acts.filter(({ act, effectiveAt }) => act.subject === iss && effectiveAt < proven.index);
  const last = before.findLast(({ act }) => ACCREDITATION.includes(act.action))?.act;
  if (last === undefined) return missing(`the act that accredits ${iss} is not at hand`);
  if (last.action !== 'accredit') return refuted(`${iss} was no accredited auditor when it accepted the audit`);
  const until = parseUtcInstant(last.valid_to);
  const isValid = until !== undefined && leafTime(proven) < until && last.levels.includes(document.level);
  return isValid ? found(true) : refuted(`${iss} was not accredited for level ${document.level} then`);
}

/** Whether officers allowed a case of the organisation between two leaves: a claim that was held may issue then. */
export const isCaseAllowed = (acts: readonly EffectiveAct[], org: string, from: number, to: number): boolean =>
  acts.some(
    ({ act, effectiveAt }) =>
      act.action === 'resolve' &&
      act.subject === org &&
      act.outcome === 'allow' &&
      effectiveAt > from &&
      effectiveAt < to,
  );

/** The registry's own grid series in force before a leaf. */
export async function gridBefore(
  x: Examination,
  acts: readonly EffectiveAct[],
  index: number,
): Promise<Answer<GridLookup | undefined>> {
  const series: SeriesInForce[] = [];
  for (const { act, effectiveAt } of acts) {
    if (act.action !== 'grid_series' || effectiveAt >= index) continue;
    const read = await readSeries(x, act);
    if (read.word !== 'ok') return read;
    series.push(read.value);
  }
  return found(gridLookup(series));
}

async function readSeries(x: Examination, { zone, sha256 }: ActOf<'grid_series'>): Promise<Answer<SeriesInForce>> {
  const text = await x.source.readText(`/v1/grid/${sha256}.csv`);
  if (text === undefined) return missing(`the grid series ${sha256} is not at hand`);
  const digest = createHash('sha256').update(text).digest('hex');
  const series = digest === sha256 ? parseGridSeries(text) : undefined;
  return series === undefined ? refuted(`the grid series ${sha256} is another file`) : found({ zone, series });
}
