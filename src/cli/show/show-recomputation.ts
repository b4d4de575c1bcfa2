import type { Audit } from '../../core/documents/audit.ts';
import type { Figure } from '../../sdk/verify/compare-score.ts';
import type { Recomputation } from '../../sdk/verify/recompute-audit.ts';
import type { Context } from '../context.ts';
import { clean, clip, type Paint, padRight, wrap } from '../paint.ts';
import { showAuditHead } from './show-audit.ts';

interface Recomputed extends Recomputation {
  readonly digest: string;
  readonly audit: Audit;
  readonly isEqual: boolean;
}

const NAME_WIDTH = 30;
/** Exact fractions may have hundreds of digits. */
const VALUE_WIDTH = 40;

/** Each figure, worked out here, and whether the registry publishes the same. */
export function showRecomputation(result: Recomputed, { paint, width }: Pick<Context, 'paint' | 'width'>): string[] {
  const { figures, digest, audit, isEqual, grid, reason } = result;
  const different = figures.filter((figure) => !figure.isEqual).length;
  const verdict = isEqual
    ? `${paint.good('Equal')}  all ${figures.length} figures are those the registry publishes`
    : `${paint.bad('Different')}  ${different} of ${figures.length} figures`;
  return [
    ...showAuditHead(audit, paint),
    `${paint.dim(padRight('digest', NAME_WIDTH))}${digest}`,
    `${paint.dim(padRight('grid values', NAME_WIDTH))}${grid === 'own' ? 'of the audit itself' : 'of the registry, by its log'}`,
    '',
    ...figures.flatMap((figure) => figureLines(figure, paint)),
    '',
    verdict,
    ...(reason === undefined
      ? []
      : wrap(`The registry may have used grid series of its own, which are not to be had: ${clean(reason)}.`, width)),
  ];
}

function figureLines({ name, computed, published, isEqual }: Figure, paint: Paint): string[] {
  const value = clip(computed ?? 'not applicable', VALUE_WIDTH);
  const line = `${padRight(name, NAME_WIDTH)}${padRight(value, VALUE_WIDTH + 1)}`;
  if (isEqual) return [`${line}${paint.good('equal')}`];
  const other = published === undefined ? 'nothing' : (published ?? 'not applicable');
  return [`${line}${paint.bad('different')}`, `${padRight('', NAME_WIDTH)}${paint.dim('registry:')} ${clean(other)}`];
}
