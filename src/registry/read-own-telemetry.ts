import { freshnessView } from '../core/freshness.ts';
import type { PartyId } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { Finding } from '../core/methodology/findings.ts';
import type { OwnCoverage, OwnDay, OwnSite, OwnTelemetry, OwnUnattributed, SpikeAlert } from '../core/own-view.ts';
import { attribute } from '../core/telemetry/attribution.ts';
import { addDays, dayOf, dayStart, daysFrom } from '../core/telemetry/day.ts';
import { observeFlags } from '../core/telemetry/flags.ts';
import { expectedIntervals } from '../core/telemetry/site-row.ts';
import { findSpikes } from '../core/telemetry/spike.ts';
import { spikeAlert, unattributedView } from './own-energy.ts';
import type { ChainHead, CoverageRow } from './ports/telemetry.ts';
import type { Stores } from './ports.ts';
import { loadFacts, toAcceptedInterval } from './telemetry-rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COVERAGE_DAYS = 35;
/** Days of energy by hour. */
const ENERGY_DAYS = 7;
/** Days whose intervals are held against each other: a pasted week shows within two. */
const FLAG_DAYS = 14;
/** Spikes that began no longer ago are still told. */
const ALERT_HOURS = 24;
/** Sites whose intervals are read, for each is some thousand documents. */
const SITES_IN_DETAIL = 16;
const ALERT_LIMIT = 50;

/**
 * A party's own telemetry: chain heads, coverage, and from its raw intervals what nobody answers for.
 *
 * @param named sites of its newest audit, which are there also before they send
 */
export async function readOwnTelemetry(
  tx: Stores,
  party: PartyId,
  named: readonly string[],
  now: Date,
): Promise<OwnTelemetry> {
  const heads = await tx.attestations.heads(party);
  const detailed: SiteDetail[] = [];
  for (const head of heads.slice(0, SITES_IN_DETAIL)) detailed.push(await lookInto(tx, head, now));
  const alerts = detailed.flatMap((site) => site.alerts).sort((a, b) => (a.start < b.start ? 1 : -1));
  return {
    sites: sitesOf(heads, named, now),
    coverage: await coverageOf(tx, party, heads, now),
    unattributed: {
      from: formatUtcInstant(new Date(now.getTime() - ENERGY_DAYS * DAY_MS)),
      to: formatUtcInstant(now),
      sites: detailed.map((site) => site.unattributed),
      sites_left_off: heads.length - detailed.length,
    },
    flags: detailed.flatMap((site) => site.flags),
    alerts: alerts.slice(0, ALERT_LIMIT),
  };
}

function sitesOf(heads: readonly ChainHead[], named: readonly string[], now: Date): readonly OwnSite[] {
  const silent = named.filter((site) => !heads.some((head) => head.siteId === site));
  const unsent = silent.map(
    (site_id): OwnSite => ({ site_id, chain: null, ...shownFreshness(undefined, now), minutes: null }),
  );
  const sending = heads.map(
    ({ siteId, epoch, seq, digest, end, minutes }): OwnSite => ({
      site_id: siteId,
      chain: { epoch, seq, digest },
      ...shownFreshness(end, now),
      minutes,
    }),
  );
  return [...sending, ...unsent].sort((a, b) => (a.site_id < b.site_id ? -1 : 1));
}

function shownFreshness(end: Date | undefined, now: Date) {
  const { live, last_interval_end, age_seconds } = freshnessView(end, now);
  return { last_interval_end, age_seconds, freshness: live };
}

async function coverageOf(tx: Stores, party: PartyId, heads: readonly ChainHead[], now: Date): Promise<OwnCoverage> {
  const to = dayOf(now);
  const from = addDays(to, 1 - COVERAGE_DAYS);
  const rows = await tx.attestations.coverage(party, from, to);
  const minutes = new Map(heads.map((head) => [head.siteId, head.minutes]));
  const begun = new Map(heads.map((head) => [head.siteId, dayOf(head.since)]));
  const sites = [...new Set([...minutes.keys(), ...rows.map((row) => row.siteId)])].sort();
  return {
    from,
    to,
    sites: sites.map((site_id) => {
      const own = new Map(rows.filter((row) => row.siteId === site_id).map((row) => [row.day, row]));
      const first = begun.get(site_id) ?? to;
      const days = daysFrom(from, to).filter((day) => day >= first || own.has(day));
      return { site_id, days: days.map((day) => dayView(day, own.get(day), minutes.get(site_id), now)) };
    }),
  };
}

/** A day with nothing at all is there too: it is what the calendar is for. */
function dayView(day: string, row: CoverageRow | undefined, usual: number | undefined, now: Date): OwnDay {
  const minutes = row?.minutes ?? usual ?? 60;
  const ended = Math.floor((now.getTime() - dayStart(day).getTime()) / (minutes * 60_000));
  const expected = Math.min(expectedIntervals(minutes), ended);
  const { received = 0, late = 0, duplicate = 0, overlap = 0, skewed = 0, refused = 0 } = row ?? {};
  const missing = Math.max(0, expected - received);
  return { day, minutes, expected, received, missing, late, duplicate, overlap, skewed, refused };
}

interface SiteDetail {
  readonly unattributed: OwnUnattributed;
  readonly flags: readonly Finding[];
  readonly alerts: readonly SpikeAlert[];
}

/** Reads a site's intervals once and looks at them from every side. */
async function lookInto(tx: Stores, { partyId, siteId, minutes, start }: ChainHead, now: Date): Promise<SiteDetail> {
  const from = new Date(now.getTime() - FLAG_DAYS * DAY_MS);
  const stored = await tx.attestations.between(partyId, siteId, from, new Date(now.getTime() + HOUR_MS));
  const intervals = stored.map(toAcceptedInterval);
  const factsAt = await loadFacts(tx, partyId, intervals);
  const attributed = intervals.map((interval) => attribute(interval, factsAt));
  const week = new Date(now.getTime() - ENERGY_DAYS * DAY_MS);
  const spikes = findSpikes(attributed, new Date(now.getTime() - ALERT_HOURS * HOUR_MS));
  return {
    unattributed: unattributedView(
      siteId,
      attributed.filter((one) => one.start >= week),
      factsAt,
    ),
    flags: observeFlags({ siteId, minutes, intervals, factsAt }),
    alerts: spikes.map((spike) => spikeAlert(siteId, spike, start)),
  };
}
