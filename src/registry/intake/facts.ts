import type { PartyId } from '../../core/ids.ts';
import type { GridLookup } from '../../core/methodology/reduction.ts';
import { REGISTER_LAPSE_DAYS, type RegisterVersion, validitySpan } from '../../core/telemetry/register.ts';
import type { IntakeStore, SiteName } from '../ports/intake.ts';
import type { GridFiles } from '../ports.ts';
import { zoneOfSite } from './site-zone.ts';

/** A version of a register entry, in little room: milliseconds since 1970, the end open. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly visible: boolean;
}

/** What is known of a party up to one leaf about it. */
interface PartyFacts {
  readonly stamp: number | undefined;
  readonly register: Map<string, Span[]>;
  readonly zones: Map<string, string | undefined>;
}

/** Facts of parties as of the newest leaf about each; kept between transactions, because most of them change nothing. */
export type FactCache = Map<PartyId, PartyFacts>;

/** Parties whose facts are kept in memory. */
const KEPT_PARTIES = 20_000;
/** Versions accepted longer ago have lapsed for every interval that may still come. */
const REACH_MS = (REGISTER_LAPSE_DAYS + 10) * 86_400_000;

/** What the plausibility of the intervals of one transaction is judged by. */
export interface Facts {
  readonly grid: GridLookup | undefined;
  zone(site: SiteName): string | undefined;
  isVisible(party: PartyId, workloadId: string, start: Date): boolean;
}

/** An interval to be judged. */
export interface Subject extends SiteName {
  readonly workloads: readonly string[];
}

/**
 * Loads what the subjects need and the cache does not hold yet. The stamp is read before what it stands for: whatever commits
 * in between makes the next stamp another one, never a stale fact.
 */
export async function loadFacts(
  tx: IntakeStore,
  gridFiles: GridFiles,
  cache: FactCache,
  subjects: readonly Subject[],
  now: Date,
): Promise<Facts> {
  const parties = new Map<PartyId, PartyFacts>();
  const stamps = await tx.facts.stamps([...new Set(subjects.map(({ partyId }) => partyId))]);
  for (const partyId of new Set(subjects.map((subject) => subject.partyId)))
    parties.set(partyId, current(cache, partyId, stamps.get(partyId)));
  await loadRegisters(tx, parties, subjects, now);
  const series = await tx.acts.grid.all();
  if (series.length > 0) await loadZones(tx, parties, subjects, now);
  return {
    grid: series.length > 0 ? await gridFiles.open(series) : undefined,
    zone: ({ partyId, siteId }) => parties.get(partyId)?.zones.get(siteId),
    isVisible: (partyId, workloadId, start) =>
      isVisible(parties.get(partyId)?.register.get(workloadId), start.getTime()),
  };
}

function current(cache: FactCache, partyId: PartyId, stamp: number | undefined): PartyFacts {
  const known = cache.get(partyId);
  if (known !== undefined && known.stamp === stamp) return known;
  const fresh = { stamp, register: new Map(), zones: new Map() };
  const [oldest] = cache.keys();
  if (cache.size >= KEPT_PARTIES && oldest !== undefined) cache.delete(oldest);
  cache.set(partyId, fresh);
  return fresh;
}

async function loadRegisters(
  tx: IntakeStore,
  parties: ReadonlyMap<PartyId, PartyFacts>,
  subjects: readonly Subject[],
  now: Date,
): Promise<void> {
  const unknown: { readonly partyId: PartyId; readonly workloadId: string }[] = [];
  for (const { partyId, workloads } of subjects) {
    const register = parties.get(partyId)?.register;
    for (const workloadId of workloads) {
      if (register === undefined || register.has(workloadId)) continue;
      register.set(workloadId, []);
      unknown.push({ partyId, workloadId });
    }
  }
  for (const { partyId, ...version } of await tx.facts.register(unknown, new Date(now.getTime() - REACH_MS)))
    parties.get(partyId)?.register.get(version.entry.workload_id)?.push(spanOf(version));
}

async function loadZones(
  tx: IntakeStore,
  parties: ReadonlyMap<PartyId, PartyFacts>,
  subjects: readonly Subject[],
  now: Date,
): Promise<void> {
  for (const { partyId, siteId } of subjects) {
    const zones = parties.get(partyId)?.zones;
    if (zones === undefined || zones.has(siteId)) continue;
    zones.set(siteId, await zoneOfSite(tx, partyId, siteId, now));
  }
}

/** What a version says as long as it applies; an owner and a schedule make work visible (methodology 1.0). */
function spanOf(version: RegisterVersion): Span {
  const { owner, schedule_ref } = version.entry;
  return { ...validitySpan(version), visible: owner !== null && schedule_ref !== null };
}

/** The last version that applies wins. */
const isVisible = (spans: readonly Span[] | undefined, start: number): boolean =>
  spans?.findLast(({ from, until }) => from <= start && start < until)?.visible ?? false;
