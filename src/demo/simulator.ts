import { randomBytes } from 'node:crypto';
import { isPartyId } from '../core/ids.ts';
import type { ChainHead } from '../registry/ports/telemetry.ts';
import type { Deps } from '../registry/ports.ts';
import { newClaims, signStatement } from '../sdk/sign.ts';
import { openDemoKeys } from './demo-keys.ts';
import { assertTaken, sendAttestations } from './live/arrivals.ts';
import { attestationSigner } from './live/attestation-signer.ts';
import { INVENTORY_DAYS, REGISTER_EVERY_DAYS } from './live/calendar.ts';
import { dayIntervals, type IntervalMinutes, type SiteInterval } from './live/intervals.ts';
import { endOf } from './live/measured-site.ts';
import { stateInventory, stateRegister } from './live/measurer.ts';
import { registeredIds, siteOf, telemetryKeyName } from './live/plan.ts';
import { extendChain, linkAfter, textsOf } from './live/site-chain.ts';
import type { Narrator } from './narrator.ts';
import { liveHolders } from './story/live-holders.ts';
import { epochDay } from './story/moment.ts';
import type { LivePlan } from './story/types.ts';

const DAY_MS = 86_400_000;
/** Intervals are taken until seven days after their end; what is nearly as old would not arrive in time. */
const OLDEST_MS = 7 * DAY_MS - 3_600_000;
const LIVE_MINUTES: IntervalMinutes = 15;
const TICK_MS = 60_000;
const MORNING_MS = 10.5 * 3_600_000;

export interface Simulator {
  /** Sends what was measured since the last interval the registry has, and the documents that are due. */
  tick(): Promise<void>;
  start(): void;
  /** Resolves once the tick in work is done. */
  stop(): Promise<void>;
}

type Pen = Pick<Narrator, 'deps' | 'sign' | 'keyOf'>;

/**
 * The sites of the demonstration that go on measuring, in real time. They keep nothing: the registry's own chain heads say
 * where they stand, so a restart fills the gap. `report` hears of refusals.
 */
export function createSimulator(
  deps: Deps,
  { keyFolder, report }: { readonly keyFolder: string; report(line: string): void },
): Simulator {
  const pen = penOf(deps, keyFolder);
  const holders = liveHolders().flatMap(({ party, live }) =>
    live === undefined || live.until !== undefined ? [] : [{ party: party.party_id, plan: live }],
  );
  const tick = async (): Promise<void> => {
    for (const { party, plan } of holders) {
      try {
        await measure(pen, party, plan);
        await stateWhatIsDue(pen, party, plan);
      } catch (error) {
        report(`telemetry of ${party}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = (): void => {
    running = running.then(tick);
  };
  return {
    tick,
    start: () => {
      again();
      timer = setInterval(again, TICK_MS);
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

function penOf(deps: Deps, keyFolder: string): Pen {
  return {
    deps,
    keyOf: openDemoKeys(keyFolder),
    sign: async ({ iss, key }, typ, body) => {
      const fresh = newClaims(deps.now(), randomBytes(16));
      return Buffer.from(await signStatement({ typ, privateJwk: key, iss, aud: deps.origin, body, ...fresh }));
    },
  };
}

/** A site whose chain nobody began is left alone: its story is told by the seed. */
async function measure(pen: Pen, party: string, plan: LivePlan): Promise<void> {
  const { deps, keyOf } = pen;
  const site = siteOf(plan);
  const head = await headOf(deps, party, site.site_id);
  if (head === undefined) return;
  const intervals = intervalsSince(head, deps.now(), plan);
  if (intervals.length === 0) return;
  const key = await keyOf(telemetryKeyName(party, site.site_id));
  const sign = attestationSigner({ iss: party, key }, deps.origin);
  const claims = () => newClaims(deps.now(), randomBytes(16));
  const piece = extendChain({ siteId: site.site_id, sign }, intervals, linkAfter({ ...head }), claims);
  assertTaken(await sendAttestations(deps, await textsOf(piece)));
}

async function headOf(deps: Deps, party: string, siteId: string): Promise<ChainHead | undefined> {
  if (!isPartyId(party)) throw new Error(`${party} is no party id`);
  const heads = await deps.ledger.read((tx) => tx.attestations.heads(party));
  return heads.find((head) => head.siteId === siteId);
}

/** The day the chain stands in keeps its intervals' length; every later day is measured by the quarter of an hour. */
function intervalsSince(head: ChainHead, now: Date, plan: LivePlan): SiteInterval[] {
  const from = Math.max(head.end.getTime(), now.getTime() - OLDEST_MS);
  const first = epochDay(new Date(from));
  const days = Array.from({ length: epochDay(now) - first + 1 }, (_, index) => first + index);
  return days
    .flatMap((day) => dayIntervals(siteOf(plan), day, lengthOn(day, head)))
    .filter((interval) => interval.start.getTime() >= from && endOf(interval) <= now.getTime());
}

const lengthOn = (day: number, head: ChainHead): IntervalMinutes =>
  day === epochDay(head.start) && head.minutes === 60 ? 60 : LIVE_MINUTES;

/** An inventory for every whole period that is over, and entries of the register before they lapse. */
async function stateWhatIsDue(pen: Pen, party: string, plan: LivePlan): Promise<void> {
  if (!isPartyId(party)) throw new Error(`${party} is no party id`);
  const now = pen.deps.now();
  const ids = registeredIds(plan);
  const since = new Date(now.getTime() - REGISTER_EVERY_DAYS * DAY_MS);
  const { last, versions } = await pen.deps.ledger.read(async (tx) => ({
    last: await tx.inventories.lastEnding(party, now),
    versions: await tx.register.versions(party, ids, since, now),
  }));
  if (last === undefined) return;
  const ended = epochDay(last.periodEnd);
  if (now.getTime() >= (ended + INVENTORY_DAYS) * DAY_MS + MORNING_MS) {
    const firstDay = Math.max(ended, epochDay(now) - INVENTORY_DAYS);
    await stateInventory(pen, party, plan, { firstDay, days: INVENTORY_DAYS });
  }
  // What somebody stated lately stays as it was stated.
  const recent = new Set(versions.map((version) => version.entry.workload_id));
  const old = ids.filter((id) => !recent.has(id));
  if (old.length > 0) await stateRegister(pen, party, plan, { daysAgo: 0, only: old });
}
