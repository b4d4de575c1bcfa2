import { isCurrent } from '../core/certificate-state.ts';
import { LIVE_CERTIFICATE } from '../core/decision.ts';
import { parseInventory } from '../core/documents/inventory.ts';
import type { PartyId } from '../core/ids.ts';
import { isTelemetryCause } from '../core/live/causes.ts';
import { evaluateLive, type LiveEvaluation, rowsFrom } from '../core/live/evaluate-live.ts';
import { ledgerInForce } from '../core/live/ledger.ts';
import { type HeldCertificate, stepTier } from '../core/live/lifecycle.ts';
import { INITIAL_STATE, readState, writeState } from '../core/live/live-state.ts';
import { observe, observeNothing, type Surroundings } from '../core/live/observe.ts';
import { renderLive } from '../core/live/render-live.ts';
import type { AccumulatorRow, OrganisationRow, SiteRow } from '../core/telemetry/accumulator-row.ts';
import { dayOf, dayStart } from '../core/telemetry/day.ts';
import { CARRIED_DAYS, inventoryInForce } from '../core/telemetry/organisation-row.ts';
import { applyTransitions } from './apply-transitions.ts';
import type { ClosedDay } from './close-day.ts';
import { judge } from './decide-audit.ts';
import { restoreScore } from './evaluation.ts';
import { type LiveBasis, readBasis } from './live-basis.ts';
import { liveSitesOf } from './live-sites.ts';
import type { AuditRow, CertificateRow } from './ports/audits.ts';
import type { Party } from './ports/parties.ts';
import type { LiveRow } from './ports/telemetry.ts';
import type { Deps, Stores } from './ports.ts';
import { publishOrganisation } from './publish.ts';
import { requireParty } from './require-party.ts';
import { statedInventories } from './telemetry-rows.ts';

/**
 * The daily evaluation of one organisation (methodology 3), in the transaction that committed the day's rows: what telemetry
 * shows, the next step in the life of its tier, and what follows for its certificate.
 */
export async function evaluateParty(
  tx: Stores,
  deps: Deps,
  partyId: PartyId,
  leaf: ClosedDay,
  now: Date,
): Promise<void> {
  const party = await requireParty(tx, partyId);
  const before = await tx.live.newest(partyId);
  const state = before === undefined ? INITIAL_STATE : readState(before.state);
  const basis = await readBasis(tx, party);
  const surroundings = await readSurroundings(tx, party, basis, leaf.day);
  const evaluation = basis && (await evaluateOn(tx, deps, basis, leaf.day, state.firstCounted));
  const seen =
    evaluation === undefined
      ? observeNothing(leaf.day, state.firstCounted, surroundings)
      : observe(evaluation, surroundings);
  const step = stepTier(state, seen);
  const view = evaluation === undefined ? null : renderLive(evaluation, step.state);
  await tx.live.put({ partyId, day: leaf.day, seq: leaf.seq, state: writeState(step.state), view } satisfies LiveRow);
  if (basis !== undefined && evaluation !== undefined)
    await applyTransitions(tx, deps, { ...basis, evaluation }, step.transitions, now);
  await publishOrganisation(tx, partyId);
}

async function readSurroundings(
  tx: Stores,
  { partyId }: Party,
  basis: LiveBasis | undefined,
  day: string,
): Promise<Surroundings> {
  const current = (await tx.certificates.of(partyId)).find(({ state }) => isCurrent(state));
  const blocks = basis === undefined ? ['no audit'] : judge(basis.inputs).blocks;
  const forks = await tx.history.ofType(partyId, 'telemetry.fork');
  return {
    certificate: current === undefined ? null : await heldCertificate(tx, current, basis?.audit),
    isBlocked: blocks.some((block) => block !== LIVE_CERTIFICATE),
    hasForked: forks.some(({ at }) => dayOf(new Date(at)) === day),
  };
}

async function heldCertificate(
  tx: Stores,
  { partyId, audit, record, state, reason }: CertificateRow,
  newest: AuditRow | undefined,
): Promise<HeldCertificate> {
  if (state !== 'active' && state !== 'watch' && state !== 'suspended')
    throw new Error(`not a current state: ${state}`);
  const [last] = state === 'suspended' ? await tx.history.ofType(partyId, 'certificate.suspended') : [];
  const suspendedOn = last === undefined ? null : dayOf(new Date(last.at));
  return { tier: record.tier, state, reason, suspendedOn, isOnNewestAudit: audit === newest?.digest };
}

async function evaluateOn(
  tx: Stores,
  deps: Deps,
  { party: { partyId }, audit, inputs }: LiveBasis,
  day: string,
  firstCounted: string | null,
): Promise<LiveEvaluation> {
  const { digest, windowStart, windowEnd, acceptedAt, evaluation } = audit;
  const committed = await tx.accumulators.newest(partyId, rowsFrom(day, windowStart), day);
  const rows = committed.map(({ row }) => row);
  const score = restoreScore(evaluation.score);
  const ledger = await tx.inventories.newestLedger(partyId);
  const suspensions = await tx.history.ofType(partyId, 'certificate.suspended');
  const suspended = suspensions.find(({ reason }) => reason !== null && isTelemetryCause(reason));
  return evaluateLive({
    day,
    audit: {
      digest,
      score,
      sites: await liveSitesOf(tx, digest),
      windowStart,
      windowEnd,
      acceptedAt,
      facts: judge(inputs).facts,
      claimed: evaluation.claim.claimed,
      isClaimAllowed: inputs.cases.some(({ kind, outcome }) => kind === 'claim_held' && outcome === 'allow'),
    },
    siteRows: rows.filter(isSiteRow),
    organisationRows: rows.filter(isOrganisationRow),
    hardware: ledgerInForce(ledger === undefined ? null : parseInventory(JSON.parse(ledger.body)).hardware, score),
    inventory: await fullInventory(tx, partyId, day),
    grid: await deps.gridFiles.open(await tx.acts.grid.all()),
    firstCounted,
    suspendedOn: suspended === undefined ? null : dayOf(new Date(suspended.at)),
  });
}

const isSiteRow = (row: AccumulatorRow): row is SiteRow => row.site !== null;
const isOrganisationRow = (row: AccumulatorRow): row is OrganisationRow => row.site === null;

/** The inventory that counts in full for a day. */
async function fullInventory(tx: Stores, party: PartyId, day: string) {
  const found = inventoryInForce(day, await statedInventories(tx, party, dayStart(day)));
  return found !== undefined && found.daysSince <= CARRIED_DAYS ? found.inventory : null;
}
