import type { Digest } from '../../core/ids.ts';
import { placeOf } from '../../core/telemetry/chain.ts';
import { type AcceptedLink, type IntakeStore, type SiteName, siteKey } from '../ports/intake.ts';
import type { ChainHead } from '../ports/telemetry.ts';
import type { Deps } from '../ports.ts';
import type { Arrival } from './arrival.ts';
import { isNear } from './coverage.ts';
import { type FactCache, loadFacts } from './facts.ts';
import { spendJtis } from './jtis.ts';
import { linkKey } from './judge.ts';
import { openSession, type Session, type Settled } from './session.ts';

export interface Settling {
  readonly deps: Pick<Deps, 'now' | 'newId' | 'gridFiles'>;
  readonly facts: FactCache;
  /** Arrivals whose leaf is written. */
  readonly cleared: ReadonlySet<Digest>;
}

/**
 * Decides about arrivals in order and stores what is accepted, in one transaction and with a fixed number of statements. A site
 * with an arrival that needs a leaf stops there; whatever comes behind it waits.
 *
 * @returns one result per arrival, in order; it promises nothing before the transaction commits
 */
export async function settle(
  tx: IntakeStore,
  { deps, facts: cache, cleared }: Settling,
  arrivals: readonly Arrival[],
): Promise<Settled[]> {
  await tx.chains.ensureMonths(starts(arrivals).filter((start) => isNear(start, deps.now())));
  const keys = await tx.chains.shareKeys([...new Set(arrivals.map(({ kid }) => kid))]);
  const heads = await tx.chains.lockHeads(sitesOf(arrivals));
  // Read under the locks: whoever waited for them is judged by the time at which it is accepted.
  const now = deps.now();
  const behind = arrivals.filter((one) => isBehind(one, heads));
  const ahead = arrivals.filter((one) => one.fault === undefined && !isBehind(one, heads));
  const jtis = await spendJtis(tx, ahead);
  const opening = {
    now,
    keys,
    heads,
    ...(await loadTwins(tx, behind)),
    jtis,
    facts: await loadFacts(tx, deps.gridFiles, cache, ahead.map(subjectOf), now),
    cleared,
  };
  const session = openSession(opening);
  const results = arrivals.map((arrival) => session.settle(arrival));
  await store(tx, session);
  await tx.jtis.giveBack(jtis.spare());
  await tx.arrivals.refuse(refusals(deps, arrivals, results, now));
  return results;
}

const starts = (arrivals: readonly Arrival[]): Date[] =>
  arrivals.flatMap(({ attestation }) => (attestation === undefined ? [] : [attestation.start]));

function sitesOf(arrivals: readonly Arrival[]): readonly SiteName[] {
  const placed = arrivals.filter(({ attestation }) => attestation !== undefined);
  return [...new Map(placed.map((one) => [siteKey(one), one])).values()];
}

const isBehind = (arrival: Arrival, heads: ReadonlyMap<string, ChainHead>): boolean =>
  arrival.attestation !== undefined && placeOf(arrival.attestation.chain, heads.get(siteKey(arrival))) === 'behind';

const subjectOf = ({ partyId, siteId, attestation }: Arrival) => ({
  partyId,
  siteId,
  workloads: attestation?.workloads.map(({ workload_id }) => workload_id) ?? [],
});

/** What was accepted where arrivals would stand, and which of them are known forks. */
async function loadTwins(
  tx: IntakeStore,
  behind: readonly Arrival[],
): Promise<{ accepted: ReadonlyMap<string, AcceptedLink>; forked: ReadonlySet<Digest> }> {
  const links = behind.flatMap(({ partyId, siteId, attestation }) =>
    attestation === undefined ? [] : [{ partyId, siteId, ...attestation.chain }],
  );
  if (links.length === 0) return { accepted: new Map(), forked: new Set() };
  const accepted = await tx.chains.acceptedAt(links);
  const forked = await tx.forks.known(behind.map(({ digest }) => digest));
  return { accepted: new Map(accepted.map((link) => [linkKey(link), link])), forked };
}

async function store(tx: IntakeStore, session: Session): Promise<void> {
  if (session.rows.length > 0) {
    await tx.arrivals.insert(session.rows);
    await tx.arrivals.advance(session.moved());
  }
  await tx.arrivals.count(session.coverage());
}

/** Refusals kept of one transaction and party: older ones would be forgotten at once. */
const KEPT = 100;

function refusals(deps: Settling['deps'], arrivals: readonly Arrival[], results: readonly Settled[], now: Date) {
  const kept = new Map<string, number>();
  return arrivals
    .flatMap((arrival, at) => {
      const result = results[at];
      return result?.kind === 'refused' ? [{ arrival, error: result.error }] : [];
    })
    .reverse()
    .filter(({ arrival: { partyId } }) => {
      const count = (kept.get(partyId) ?? 0) + 1;
      kept.set(partyId, count);
      return count <= KEPT;
    })
    .reverse()
    .map(({ arrival: { partyId: party, digest }, error: { code, message: detail, issues } }) => ({
      id: deps.newId(),
      party,
      typ: 'cms-attestation+jwt' as const,
      digest,
      at: now,
      code,
      detail,
      issues,
    }));
}
