import { isStanding } from '../../../core/certificate-state.ts';
import { parseUtcInstant } from '../../../core/instant.ts';
import { dayOf } from '../../../core/telemetry/day.ts';
import { expectLeaf } from '../due.ts';
import type { LeafOf } from '../leaves.ts';
import { currentOf } from '../state.ts';
import { report, requireParty, type Turn } from '../turn.ts';

/* Leaves of telemetry that show no measurement: windows, broken chains. */

/** How far the clocks of two instances may be apart. */
const CLOCK_SKEW_MS = 60_000;

/** A window of attestations. What is in it, those who may read attestations check. */
export function closeWindow(turn: Turn, { from, to }: LeafOf<'telemetry.window'>): void {
  const [first, last] = [parseUtcInstant(from)?.getTime() ?? 0, parseUtcInstant(to)?.getTime() ?? 0];
  if (first > last) report(turn, 'leaf_differs', `from is ${from}, after to`);
  if (last > turn.at.getTime() + CLOCK_SKEW_MS)
    report(turn, 'leaf_differs', `to is ${to}, after the leaf that closes the window`);
}

/** A site's chain began anew: each time by one more. */
export function openEpoch(turn: Turn, { org, site, epoch }: LeafOf<'telemetry.epoch'>): void {
  const party = requireParty(turn, org);
  if (party === undefined) return;
  const last = party.epochs.get(site) ?? 0;
  if (epoch !== last + 1) report(turn, 'rule_broken', `epoch ${epoch} of site ${site} follows epoch ${last}`);
  party.epochs.set(site, epoch);
}

/** Two attestations claim one place in a chain: whatever certificate stands is suspended at once (methodology 3). */
export function recordFork(turn: Turn, { org, digests }: LeafOf<'telemetry.fork'>): void {
  const party = requireParty(turn, org);
  if (party === undefined) return;
  const [accepted, refused] = digests;
  if (accepted === refused) report(turn, 'leaf_differs', 'a fork names two attestations');
  if (turn.state.forks.has(String(refused))) report(turn, 'statement_repeated', `the fork ${refused} was named before`);
  turn.state.forks.add(String(refused));
  party.forkDays.add(dayOf(turn.at));
  const current = currentOf(party);
  if (current === undefined || !isStanding(current.state)) return;
  const rest = { reason: 'chain_fork', in: [] };
  expectLeaf(turn, { t: 'certificate.suspended', key: { certificate: current.id }, rest });
}
