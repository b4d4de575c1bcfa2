import type { OwnPartyView, OwnSite, SpikeAlert } from '../../core/own-view.ts';
import { ageWords } from '../age-words.ts';
import type { Verdict } from '../verdict.ts';
import { capitalise, count, formatMoment, formatQuantity } from '../words.ts';

/** What its owner must know first: a spike, then refusals, then silence; otherwise that nothing is wrong. */
export function ownVerdict(view: OwnPartyView): Verdict {
  const spike = view.alerts.find((alert) => alert.current);
  if (spike !== undefined) return { tone: 'stop', headline: spikeHeadline(spike), reason: spikeReason(spike) };
  if (view.attempts.failing_since !== null) return failingVerdict(view);
  const [late] = view.sites.filter((site) => site.freshness !== 'live' && site.freshness !== 'none');
  if (late !== undefined) return lateVerdict(late);
  const earlier = view.alerts.length;
  if (earlier > 0) return earlierVerdict(view.alerts);
  if (view.sites.every((site) => site.chain === null)) return QUIET;
  return {
    tone: 'good',
    headline: 'Every site sends, and nothing stands out.',
    reason:
      'The newest intervals are fresh, nothing was refused since the last acceptance, no hour jumped in the last day.',
  };
}

const QUIET: Verdict = {
  tone: 'neutral',
  headline: 'No site sends telemetry yet.',
  reason: 'Once a site key signs its first interval, its energy by hour is here within that interval.',
};

/** `26.4 kWh belonged to nobody.` */
const spikeHeadline = ({ unattributed_kwh }: SpikeAlert): string =>
  `${formatQuantity(unattributed_kwh)}\u00A0kWh belonged to nobody.`;

function spikeReason({ site_id, start, minutes, median_kwh, it_kwh, workloads }: SpikeAlert): string {
  const usual = `At ${site_id}, in the ${count(minutes, 'minute')} from ${formatMoment(start)}, IT drew ${formatQuantity(it_kwh)} kWh; usually ${formatQuantity(median_kwh)} of that is nobody’s.`;
  const [likely] = workloads;
  if (likely === undefined) return `${usual} No record names what used it.`;
  return `${usual} Likely cause: ${likely.workload_id}, which sent ${formatQuantity(likely.energy_kwh)} kWh and is not visible in the register.`;
}

function failingVerdict({ attempts: { failing_since: since, last_refusal: refusal } }: OwnPartyView): Verdict {
  const headline = `Publishing has failed since ${formatMoment(since ?? '')}.`;
  return { tone: 'stop', headline, reason: refusal === null ? '' : `Last refused: ${refusal.detail}.` };
}

const lateVerdict = ({ site_id, age_seconds, freshness }: OwnSite): Verdict => ({
  tone: 'watch',
  headline: `${capitalise(freshness)}: ${site_id} has sent nothing for ${ageWords(age_seconds ?? 0)}.`,
  reason: 'Intervals that arrive within 72 hours of their end still count; later ones are kept and count as missing.',
});

const earlierVerdict = (alerts: readonly SpikeAlert[]): Verdict => {
  const [newest] = alerts;
  return {
    tone: 'watch',
    headline: `${count(alerts.length, 'interval')} of the last 24 hours stood out.`,
    reason: newest === undefined ? '' : `${spikeHeadline(newest)} ${spikeReason(newest)}`,
  };
};

/** Hours of the day as ranges: `02–03, 14 h UTC`. */
export function hoursWords(hours: readonly number[]): string {
  if (hours.length === 24) return 'around the clock';
  const ranges: [number, number][] = [];
  for (const hour of hours) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === hour - 1) last[1] = hour;
    else ranges.push([hour, hour]);
  }
  const two = (hour: number): string => hour.toString().padStart(2, '0');
  return `${ranges.map(([from, to]) => (from === to ? two(from) : `${two(from)}–${two(to)}`)).join(', ')} h`;
}
