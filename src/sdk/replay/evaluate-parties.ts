import { LIVE_CERTIFICATE } from '../../core/decision.ts';
import type { Inventory } from '../../core/documents/inventory.ts';
import { isTelemetryCause } from '../../core/live/causes.ts';
import { evaluateLive, type LiveEvaluation, rowsFrom } from '../../core/live/evaluate-live.ts';
import { ledgerInForce } from '../../core/live/ledger.ts';
import { type HeldCertificate, stepTier } from '../../core/live/lifecycle.ts';
import { INITIAL_STATE } from '../../core/live/live-state.ts';
import { observe, observeNothing, type Surroundings } from '../../core/live/observe.ts';
import type { GridLookup } from '../../core/methodology/reduction.ts';
import type { AccumulatorRow, OrganisationRow, SiteRow } from '../../core/telemetry/accumulator-row.ts';
import { dayOf } from '../../core/telemetry/day.ts';
import { CARRIED_DAYS, inventoryInForce, type StatedInventory } from '../../core/telemetry/organisation-row.ts';
import { decide, standingAccepts } from './decide.ts';
import { expectTransitions } from './live-transitions.ts';
import type { Grid } from './rules/audits.ts';
import { currentOf, type ReplayedAudit, type ReplayedParty, type ReplayState } from './state.ts';
import { skip, type Turn } from './turn.ts';

/** The daily evaluation of everybody who sends telemetry: which leaves about certificates must follow (methodology 3). */
export function evaluateParties(turn: Turn, day: string, grid: Grid): void {
  const { parties, hasHiddenRows } = turn.state;
  for (const party of [...parties.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!sendsTelemetry(party)) continue;
    if (hasHiddenRows) hide(turn, party, 'rows under a leaf before are not at hand');
    else if ('missing' in grid) hide(turn, party, `the grid series ${grid.missing} is not served`);
    else evaluateParty(turn, party, day, grid.lookup);
  }
}

const sendsTelemetry = ({ live, rows }: ReplayedParty): boolean =>
  live !== undefined || [...rows.values()].some(({ row }) => row.site !== null);

/** From here on nothing is certain about what becomes of its live tier. */
function hide(turn: Turn, party: ReplayedParty, why: string): void {
  if (!party.isLiveHidden) skip(turn, `the live tier of ${party.id} is not worked out: ${why}`);
  party.isLiveHidden = true;
}

function evaluateParty(turn: Turn, party: ReplayedParty, day: string, grid: GridLookup | undefined): void {
  const { state } = turn;
  const audit = party.audits.findLast((one) => standingAccepts(one).length > 0);
  const decision = audit && decide(state, party, audit);
  if (party.hasHiddenInventory || (audit !== undefined && decision === undefined)) {
    hide(turn, party, 'its statements are not public');
    return;
  }
  if (party.isLiveHidden) return;
  const before = party.live ?? INITIAL_STATE;
  const around: Surroundings = {
    certificate: heldBy(party, audit),
    isBlocked: decision?.blocks.some((block) => block !== LIVE_CERTIFICATE) ?? true,
    hasForked: party.forkDays.has(day),
  };
  const evaluation = audit && evaluateAt(state, party, audit, { day, firstCounted: before.firstCounted, grid });
  const seen =
    evaluation === undefined ? observeNothing(day, before.firstCounted, around) : observe(evaluation, around);
  const { state: after, transitions } = stepTier(before, seen);
  party.live = after;
  if (audit !== undefined && evaluation !== undefined)
    expectTransitions(turn, party, { audit, evaluation }, transitions);
}

function heldBy(party: ReplayedParty, newest: ReplayedAudit | undefined): HeldCertificate | null {
  const current = currentOf(party);
  if (current === undefined) return null;
  const { tier, state, reason, suspendedAt, audit } = current;
  if (state !== 'active' && state !== 'watch' && state !== 'suspended') return null;
  const suspendedOn = state === 'suspended' && suspendedAt !== null ? dayOf(suspendedAt) : null;
  return { tier, state, reason, suspendedOn, isOnNewestAudit: audit === newest };
}

interface Moment {
  readonly day: string;
  readonly firstCounted: string | null;
  readonly grid: GridLookup | undefined;
}

function evaluateAt(
  state: ReplayState,
  party: ReplayedParty,
  audit: ReplayedAudit,
  { day, firstCounted, grid }: Moment,
): LiveEvaluation | undefined {
  const { evaluated } = audit;
  const decision = decide(state, party, audit);
  if (evaluated === undefined || decision === undefined) return undefined;
  const from = rowsFrom(day, evaluated.windowStart);
  const rows = [...party.rows.values()].map(({ row }) => row).filter((row) => from <= row.day && row.day <= day);
  const suspended = party.suspensions.findLast(({ reason }) => isTelemetryCause(reason));
  return evaluateLive({
    day,
    audit: {
      digest: audit.digest,
      score: evaluated.score,
      sites: evaluated.liveSites,
      windowStart: evaluated.windowStart,
      windowEnd: evaluated.windowEnd,
      acceptedAt: audit.at,
      facts: decision.facts,
      claimed: evaluated.claimed,
      isClaimAllowed: isClaimAllowed(state, audit),
    },
    siteRows: rows.filter(isSiteRow),
    organisationRows: rows.filter(isOrganisationRow),
    hardware: ledgerInForce(ledgerOf(party), evaluated.score),
    inventory: fullInventory(day, party.inventories),
    grid,
    firstCounted,
    suspendedOn: suspended === undefined ? null : dayOf(suspended.at),
  });
}

const isSiteRow = (row: AccumulatorRow): row is SiteRow => row.site !== null;
const isOrganisationRow = (row: AccumulatorRow): row is OrganisationRow => row.site === null;

/** The inventory that counts in full for a day. */
function fullInventory(day: string, stated: readonly StatedInventory[]): Inventory | null {
  const found = inventoryInForce(day, stated);
  return found !== undefined && found.daysSince <= CARRIED_DAYS ? found.inventory : null;
}

/** The newest hardware ledger. */
const ledgerOf = ({ inventories }: ReplayedParty) =>
  inventories.findLast(({ inventory }) => inventory.hardware !== null)?.inventory.hardware ?? null;

const isClaimAllowed = ({ cases }: ReplayState, { digest }: ReplayedAudit): boolean =>
  [...cases.values()].some(
    ({ kind, audit, outcome }) => kind === 'claim_held' && audit === digest && outcome === 'allow',
  );
