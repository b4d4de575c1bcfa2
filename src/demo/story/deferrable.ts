import type { HourClass } from './clean-hours.ts';
import { distribute, floorToStep } from './energy.ts';

/** How much deferrable energy runs where: in clean hours, in cheap hours, overall. */
export interface DeferrablePlan {
  readonly total: bigint;
  readonly clean: bigint;
  readonly cheap: bigint;
}

type Corner = 'both' | 'clean' | 'cheap' | 'neither';
const CORNERS = ['both', 'clean', 'cheap', 'neither'] as const satisfies readonly Corner[];

const cornerOf = ({ clean, cheap }: HourClass): Corner =>
  clean ? (cheap ? 'both' : 'clean') : cheap ? 'cheap' : 'neither';

/**
 * Spreads deferrable energy over hours so that exactly the planned energy falls in clean and in cheap hours. `weights` shape it
 * within the four kinds of hour; null hours get nothing. In a zone where every hour is clean, all of it is.
 */
export function spreadDeferrable(
  plan: DeferrablePlan,
  classes: readonly (HourClass | null)[],
  weights: readonly number[],
): bigint[] {
  const present = new Set(classes.flatMap((one) => (one === null ? [] : [cornerOf(one)])));
  const amounts = splitPlan(plan, present);
  const hours = classes.map(() => 0n);
  for (const corner of CORNERS) {
    const inside = classes.map((one, hour) => (one !== null && cornerOf(one) === corner ? (weights[hour] ?? 0) : 0));
    distribute(amounts[corner], inside).forEach((part, hour) => {
      hours[hour] = (hours[hour] ?? 0n) + part;
    });
  }
  return hours;
}

function splitPlan(plan: DeferrablePlan, present: ReadonlySet<Corner>): Record<Corner, bigint> {
  const alwaysClean = !present.has('cheap') && !present.has('neither');
  const clean = alwaysClean ? plan.total : plan.clean;
  const { total, cheap } = plan;
  const least = clean + cheap > total ? clean + cheap - total : 0n;
  const most = clean < cheap ? clean : cheap;
  if (least > most || clean > total || cheap > total) throw new Error('more clean or cheap energy than there is');
  // Mostly in hours that are both: good planners find those first.
  const both = floorToStep(least + ((most - least) * 4n) / 5n);
  return { both, clean: clean - both, cheap: cheap - both, neither: total - clean - cheap + both };
}
