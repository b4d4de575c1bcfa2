import { parseAudit } from '../src/core/documents/audit.ts';
import { reduceAudit } from '../src/core/methodology/reduce-audit.ts';
import { renderScore } from '../src/core/methodology/render-score.ts';
import { scoreReduction } from '../src/core/methodology/score.ts';
import { type SyntheticOptions, syntheticAudit } from '../test/methodology/synthetic-audit.ts';

/** One measured figure beside something everyone knows the cost of. */
export interface BenchRow {
  readonly name: string;
  /** Operations per second. */
  readonly value: number;
  /** Operations per second of the yardstick named in `name`. */
  readonly yardstick: number;
  /** value / yardstick; 1 means as fast. */
  readonly ratio: number;
}

const MEASURE_MS = 600;

/** Operations per second of the best of three rounds; the best one has the least of the machine's other work in it. */
function perSecond(operation: () => unknown): number {
  operation();
  const rounds = [1, 2, 3].map(() => {
    const started = performance.now();
    let count = 0;
    while (performance.now() - started < MEASURE_MS / 3) {
      operation();
      count += 1;
    }
    return (count * 1000) / (performance.now() - started);
  });
  return Math.max(...rounds);
}

function row(name: string, operation: () => unknown, yardstick: () => unknown): BenchRow {
  const [value, reference] = [perSecond(operation), perSecond(yardstick)];
  return { name, value, yardstick: reference, ratio: value / reference };
}

function auditRows(label: string, options: SyntheticOptions): readonly BenchRow[] {
  const text = JSON.stringify(syntheticAudit(options));
  const body = JSON.parse(text);
  const audit = parseAudit(body);
  const reduction = reduceAudit(audit);
  const parse = (): unknown => JSON.parse(text);
  return [
    row(`${label}: read strictly v JSON.parse`, () => parseAudit(body), parse),
    row(`${label}: reduce and score v JSON.parse`, () => scoreReduction(reduceAudit(audit)), parse),
    row(`${label}: read, reduce, score and render v JSON.parse`, () => wholeWay(body), parse),
    row(`${label}: exact score from its sums v JSON.parse`, () => scoreReduction(reduction), parse),
  ];
}

function wholeWay(body: Parameters<typeof parseAudit>[0]): unknown {
  return renderScore(scoreReduction(reduceAudit(parseAudit(body))).score);
}

/** Scoring of an ordinary audit and of a large one. */
export function benchScore(): readonly BenchRow[] {
  return [
    ...auditRows('56 days hourly, 3 workloads', { days: 56 }),
    ...auditRows('182 days hourly, 3,002 workloads', { days: 182, services: 3000 }),
  ];
}
