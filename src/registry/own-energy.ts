import { formatMicro } from '../core/decimal.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { LikelyCause, OwnUnattributed, SpikeAlert } from '../core/own-view.ts';
import {
  type AttributedInterval,
  byHour,
  type LikelyWorkload,
  likelyWorkloads,
} from '../core/telemetry/attribution.ts';
import type { FactsAt } from '../core/telemetry/site-row.ts';
import { SPIKE_RULE, type Spike, shownMedian } from '../core/telemetry/spike.ts';

/** Causes that are named of a site, and of one interval. */
const CAUSES = 20;
const SPIKE_CAUSES = 5;

/** A site's energy that nobody answers for, by hour, with the workloads that likely used it. */
export function unattributedView(
  site_id: string,
  intervals: readonly AttributedInterval[],
  factsAt: FactsAt,
): OwnUnattributed {
  const sum = (pick: (interval: AttributedInterval) => bigint): string =>
    formatMicro(intervals.reduce((all, one) => all + pick(one), 0n));
  const last = intervals.at(-1)?.start;
  return {
    site_id,
    it_kwh: sum((one) => one.it),
    unattributed_kwh: sum((one) => one.unattributed),
    named_kwh: sum(namedOf),
    hours: byHour(intervals).map(({ start, it, unattributed }) => ({
      start: formatUtcInstant(start),
      it_kwh: formatMicro(it),
      unattributed_kwh: formatMicro(unattributed),
    })),
    workloads: last === undefined ? [] : likelyWorkloads(intervals, CAUSES).map((one) => causeView(one, last, factsAt)),
  };
}

/** What invisible workloads sent, as far as the meter saw it. */
function namedOf({ invisible, unattributed }: AttributedInterval): bigint {
  const sent = [...invisible.values()].reduce((all, energy) => all + energy, 0n);
  return sent < unattributed ? sent : unattributed;
}

function causeView({ id, energy, intervals, hours }: LikelyWorkload, last: Date, factsAt: FactsAt): LikelyCause {
  return { workload_id: id, name: factsAt(id, last).name, energy_kwh: formatMicro(energy), intervals, hours };
}

/** @param newest start of the site's newest interval */
export function spikeAlert(site_id: string, { interval, median }: Spike, newest: Date): SpikeAlert {
  const { start, minutes, unattributed, it } = interval;
  return {
    type: 'visibility.unattributed_spike',
    site_id,
    start: formatUtcInstant(start),
    minutes,
    current: start.getTime() === newest.getTime(),
    unattributed_kwh: formatMicro(unattributed),
    it_kwh: formatMicro(it),
    median_kwh: formatMicro(shownMedian(median)),
    workloads: likelyWorkloads([interval], SPIKE_CAUSES).map(({ id, energy }) => ({
      workload_id: id,
      energy_kwh: formatMicro(energy),
    })),
    rule: SPIKE_RULE,
  };
}
