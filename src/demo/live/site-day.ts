import { matchedEnergy } from '../story/carbon-free.ts';
import { classifyDay } from '../story/clean-hours.ts';
import { spreadDeferrable } from '../story/deferrable.ts';
import { distribute, floorToStep, micro, sumOf } from '../story/energy.ts';
import { gridDay } from '../story/grid.ts';
import { hourWeights, type LoadKind } from '../story/load-shape.ts';
import { isVisibleProfile, type SiteProfile, type WorkloadProfile } from '../story/profile.ts';
import { between } from '../story/random.ts';
import { split } from './split.ts';

/** What one workload used in a span of time: 10^-6 kWh and 10^-6 unit-hours. */
export interface SpanUse {
  readonly id: string;
  readonly energy: bigint;
  readonly reserved: bigint;
  readonly used: bigint;
  readonly discarded: bigint;
}

/** A site in a span of time, 10^-6 kWh. Its meters are what its parts sum to: see `itOf` and `facilityOf`. */
export interface Span {
  readonly workloads: readonly SpanUse[];
  /** IT energy that no listed workload explains. */
  readonly remainder: bigint;
  /** Facility energy that no machine gets. */
  readonly overhead: bigint;
  readonly matched: bigint;
  readonly heat: bigint;
}

export const itOf = ({ workloads, remainder }: Span): bigint => sumOf(workloads.map((use) => use.energy)) + remainder;
export const facilityOf = (span: Span): bigint => itOf(span) + span.overhead;

/** Facility and IT energy of every day, 10^-6 kWh. */
export function dailyEnergy(site: SiteProfile): { readonly facility: bigint; readonly it: bigint } {
  const facility = floorToStep(micro(site.facilityKwhPerDay));
  return { facility, it: floorToStep((facility * micro(site.itShare)) / 1_000_000n) };
}

const HOURS = 24;
const dayOf = (perDay: string): bigint => floorToStep(micro(perDay));

/**
 * The 24 hours of a site and UTC day (days since 1970-01-01). Single hours vary; every day sums to the profile's daily
 * figures exactly, so a window of whole days has the profile's shares.
 */
export function siteDay(site: SiteProfile, day: number, seed: number): Span[] {
  const { facility, it } = dailyEnergy(site);
  const listed = listedEnergy(site, day, seed);
  const visibleHours = sumColumns(listed.map(({ hours }) => hours));
  const hidden = distribute(it - sumOf(visibleHours), hourWeights('remainder', site.zone, day, seed));
  const invisible = invisibleEnergy(site, hidden);
  const overheads = distribute(facility - it, hourWeights('overhead', site.zone, day, seed));
  const facilityHours = visibleHours.map((energy, hour) => energy + at(hidden, hour) + at(overheads, hour));
  const matched = matchedEnergy(site.supply, facilityHours, gridDay(site.zone, day));
  const heat = split((facility * micro(site.heatShare)) / 1_000_000n, facilityHours);
  const rows = [...listed, ...invisible].map((row) => usesOf(row, day, seed));
  const explained = sumColumns(invisible.map(({ hours }) => hours));
  return facilityHours.map((_, hour) => ({
    workloads: rows.map((uses) => at(uses, hour)),
    remainder: at(hidden, hour) - at(explained, hour),
    overhead: at(overheads, hour),
    matched: at(matched, hour),
    heat: at(heat, hour),
  }));
}

/** A workload and its energy by the hour. */
interface WorkloadHours {
  readonly workload: WorkloadProfile;
  readonly hours: readonly bigint[];
}

function listedEnergy(site: SiteProfile, day: number, seed: number): WorkloadHours[] {
  const visible = site.workloads.filter(isVisibleProfile);
  const steady = visible
    .filter((row) => !row.deferrable)
    .map((workload, index): WorkloadHours => {
      const kind: LoadKind = workload.kind === 'platform' ? 'overhead' : 'service';
      const weights = hourWeights(kind, site.zone, day, seed + 17 * (index + 1));
      return { workload, hours: distribute(dayOf(workload.kwhPerDay), weights) };
    });
  return [
    ...steady,
    ...deferrableEnergy(
      site,
      visible.filter((row) => row.deferrable),
      day,
      seed,
    ),
  ];
}

/**
 * Together they fall in clean and in cheap hours as the site plans. Who has times of its own keeps to them; the others take
 * their parts of every hour that is left.
 */
function deferrableEnergy(
  site: SiteProfile,
  rows: readonly WorkloadProfile[],
  day: number,
  seed: number,
): WorkloadHours[] {
  const classes = classifyDay(
    gridDay(site.zone, day),
    Array.from({ length: HOURS }, () => true),
  );
  const weights = hourWeights('batch', site.zone, day, seed);
  const rest = {
    total: sumOf(rows.map((row) => dayOf(row.kwhPerDay))),
    clean: dayOf(site.cleanKwhPerDay),
    cheap: dayOf(site.cheapKwhPerDay),
  };
  const timed = rows.flatMap((workload): WorkloadHours[] => {
    if (workload.timing === undefined) return [];
    const own = {
      total: dayOf(workload.kwhPerDay),
      clean: dayOf(workload.timing.cleanKwhPerDay),
      cheap: dayOf(workload.timing.cheapKwhPerDay),
    };
    rest.total -= own.total;
    rest.clean -= own.clean;
    rest.cheap -= own.cheap;
    return [{ workload, hours: spreadDeferrable(own, classes, weights) }];
  });
  let left = spreadDeferrable(rest, classes, weights);
  const others = rows
    .filter((row) => row.timing === undefined)
    .map((workload) => {
      const hours = split(dayOf(workload.kwhPerDay), left);
      left = left.map((energy, hour) => energy - at(hours, hour));
      return { workload, hours };
    });
  return [...timed, ...others];
}

/** Work without an owner is a part of what nobody explains. */
function invisibleEnergy(site: SiteProfile, hidden: readonly bigint[]): WorkloadHours[] {
  let left = hidden;
  return site.workloads
    .filter((row) => !isVisibleProfile(row))
    .map((workload) => {
      const hours = split(dayOf(workload.kwhPerDay), left);
      left = left.map((energy, hour) => energy - at(hours, hour));
      return { workload, hours };
    });
}

/** Reserved around the clock, used a little more and a little less, discarded in proportion. */
function usesOf({ workload, hours }: WorkloadHours, day: number, seed: number): SpanUse[] {
  const reserved = BigInt(workload.units) * 1_000_000n;
  const inUse = (reserved * BigInt(HOURS) * micro(workload.utilisation)) / 1_000_000n;
  const used = split(
    inUse,
    hours.map((_, hour) => BigInt(between(88, 112, seed, day, hour, workload.id.length, workload.units))),
  );
  const discarded = split(dayOf(workload.discardedKwhPerDay), hours);
  return hours.map((energy, hour) => ({
    id: workload.id,
    energy,
    reserved,
    used: at(used, hour),
    discarded: at(discarded, hour),
  }));
}

const sumColumns = (rows: readonly (readonly bigint[])[]): bigint[] =>
  Array.from({ length: HOURS }, (_, hour) => sumOf(rows.map((row) => at(row, hour))));

/** The index is within the day by construction. */
function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no hour ${index}`);
  return value;
}
