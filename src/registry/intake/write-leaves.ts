import type { Digest } from '../../core/ids.ts';
import { closeWindow } from '../close-window.ts';
import type { Stores } from '../ports.ts';
import { recordLeaf } from '../record-leaf.ts';
import { suspendForTelemetry } from '../suspend.ts';
import type { Arrival } from './arrival.ts';
import type { LeafJudgement, Settled } from './session.ts';
import { type Settling, settle } from './settle.ts';

/**
 * The same as `settle` under the writers' lock, with the leaves that forks and new epochs need: each follows the window of what
 * was accepted before it.
 */
export async function settleWithLeaves(
  tx: Stores,
  deps: Settling['deps'],
  arrivals: readonly Arrival[],
): Promise<Settled[]> {
  const results = new Map<Arrival, Settled>();
  const cleared = new Set<Digest>();
  // What an unfinished transaction sees is not kept beyond it.
  const settling = { deps, facts: new Map(), cleared };
  let rest = arrivals;
  while (rest.length > 0) {
    const round = await settle(tx.intake, settling, rest);
    for (const [at, arrival] of rest.entries()) {
      const settled = round[at];
      if (settled === undefined) throw new Error('an arrival was left without a result');
      results.set(arrival, settled);
      if (settled.kind !== 'leaf') continue;
      await writeLeaf(tx, arrival, settled.judgement, deps.now());
      cleared.add(arrival.digest);
    }
    rest = rest.filter((arrival) => isOpen(results.get(arrival)));
  }
  return arrivals.map((arrival) => results.get(arrival) ?? { kind: 'waits' });
}

export const isOpen = (settled: Settled | undefined): boolean => settled?.kind === 'leaf' || settled?.kind === 'waits';

async function writeLeaf(tx: Stores, arrival: Arrival, judgement: LeafJudgement, now: Date): Promise<void> {
  const { partyId: org, siteId } = arrival;
  const site = leafText(siteId);
  await closeWindow(tx, now);
  if (judgement.kind === 'accept') {
    const { epoch } = judgement.row.chain;
    await recordLeaf(tx, now, { t: 'telemetry.epoch', org, site, epoch }, org);
    return;
  }
  const { accepted } = judgement;
  const { digest: refused, jws } = arrival;
  const leaf = await recordLeaf(tx, now, { t: 'telemetry.fork', org, site, digests: [accepted, refused] }, org);
  await tx.intake.forks.insert({ partyId: org, siteId, accepted, refused, jws, at: leaf.at, seq: leaf.seq });
  await suspendForTelemetry(tx, org, 'chain_fork', now);
}

/** A leaf is printable ASCII; a site's id is any text, whose other characters are percent-encoded as UTF-8. */
const leafText = (siteId: string): string => siteId.replace(/[^\x20-\x7e]+/gu, (part) => encodeURIComponent(part));
