import type { Audit } from '../../core/documents/audit.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { GridLookup } from '../../core/methodology/reduction.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import { evaluate } from '../replay/evaluate.ts';
import { gridBefore } from './acts.ts';
import { compareScores, type Figure } from './compare-score.ts';
import { type Examination, openExamination } from './examination.ts';
import { gridActsBefore } from './grid-search.ts';
import type { Source, Trust } from './trust.ts';
import { type Answer, found, openNotebook } from './verdict.ts';

/** The exact score of an audit. @param grid series of the registry that override the audit's own values */
export const scoreAudit = (audit: Audit, acceptedAt: Date, grid?: GridLookup): ScoreJson =>
  evaluate(audit, grid, { acceptedAt, firstRegisteredAt: null, evidenceUses: [] }).json;

/** When an audit was accepted, as its leaf says. */
export interface Acceptance {
  readonly index: number;
  readonly at: Date;
}

/** The score by the grid series the registry had in force when it accepted the audit, looked for in its log; null without any. */
export async function scoreBySeries(
  x: Examination,
  audit: Audit,
  { index, at }: Acceptance,
): Promise<Answer<ScoreJson | null>> {
  const acts = await gridActsBefore(x, index);
  if (acts.word !== 'ok') return acts;
  const grid = await gridBefore(x, acts.value, index);
  if (grid.word !== 'ok') return grid;
  return found(grid.value === undefined ? null : scoreAudit(audit, at, grid.value));
}

/** An audit worked out again beside what a registry publishes of it. */
export interface Recomputation {
  readonly figures: readonly Figure[];
  /** Whose grid values the figures stand on. */
  readonly grid: 'own' | 'registry';
  /** Why the registry's series could not be looked for, where figures differ. */
  readonly reason?: string;
}

export interface RecomputeOptions {
  readonly trust: Trust;
  readonly source: Source;
  readonly now: Date;
}

/** Compares with `GET /v1/audits/{digest}`: by the audit's own grid values, and where that differs by the registry's series. */
export async function recomputePublished(
  audit: Audit,
  published: JsonValue | undefined,
  { trust, source, now }: RecomputeOptions,
): Promise<Recomputation> {
  const view = isJsonObject(published) ? published : {};
  const { accepted_at, accepted_seq, score } = view;
  const at = (typeof accepted_at === 'string' ? parseUtcInstant(accepted_at) : undefined) ?? audit.window.end;
  const figures = compareScores(scoreAudit(audit, at), score);
  if (figures.every(({ isEqual }) => isEqual)) return { figures, grid: 'own' };
  const x = await openExamination(trust, {}, openNotebook(), { now, source });
  const index = typeof accepted_seq === 'number' ? accepted_seq : 0;
  const series = await scoreBySeries(x, audit, { index, at });
  if (series.word !== 'ok') return { figures, grid: 'own', reason: series.reason };
  return series.value === null
    ? { figures, grid: 'own' }
    : { figures: compareScores(series.value, score), grid: 'registry' };
}
