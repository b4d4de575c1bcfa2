import { closeDay } from '../../registry/close-day.ts';
import { evaluateParty } from '../../registry/evaluate-live.ts';
import type { Narrator } from '../narrator.ts';
import { actUntilEffective } from '../officers.ts';
import { dayStart, epochDay, storyInstant } from '../story/moment.ts';
import type { LivePlan, StoryOrganisation } from '../story/types.ts';
import { assertTaken, sendAttestations } from './arrivals.ts';
import { inventoryDays, registerDays } from './calendar.ts';
import type { PlacedSeries } from './grid-series.ts';
import { type MeasuredSite, measuresOn, openMeasuredSite } from './measured-site.ts';
import { addTelemetryKey, stateInventory, stateRegister } from './measurer.ts';

/** Something that happens at an instant of the story. */
export interface Chore {
  readonly at: Date;
  run(): Promise<unknown>;
}

const MINUTE_MS = 60_000;
/** A day's intervals arrive this long after it ended; it is closed twenty minutes later (methodology 3). */
const SENT_AFTER_MS = 10 * MINUTE_MS;
const CLOSED_AFTER_MS = 30 * MINUTE_MS;

interface Measurer {
  readonly party: string;
  readonly plan: LivePlan;
}

/**
 * Everything about telemetry up to `today`: series, keys, documents, the intervals of every day, the closing of every day. In
 * order of time; what falls on one instant keeps its order.
 */
export async function liveChores(
  narrator: Narrator,
  organisations: readonly StoryOrganisation[],
  series: readonly PlacedSeries[],
  today: Date,
): Promise<Chore[]> {
  const measurers = organisations.flatMap(({ party, live }): Measurer[] =>
    live === undefined ? [] : [{ party: party.party_id, plan: live }],
  );
  if (measurers.length === 0) return [];
  const first = epochDay(today) - Math.max(...measurers.map(({ plan }) => plan.since));
  const chores = [
    ...seriesChores(narrator, series, dayStart(first - 2)),
    ...measurers.flatMap((one) => documentChores(narrator, one, today)),
    ...(await dayChores(narrator, measurers, first, today)),
  ];
  return chores.filter(({ at }) => at.getTime() <= today.getTime()).sort((a, b) => a.at.getTime() - b.at.getTime());
}

const seriesChores = (narrator: Narrator, series: readonly PlacedSeries[], day: Date): Chore[] =>
  series.map(({ zone, sha256 }, index) => ({
    at: new Date(day.getTime() + (9 * 60 + index) * MINUTE_MS),
    run: () =>
      actUntilEffective(narrator, {
        action: 'grid_series',
        subject: 'registry',
        zone,
        sha256,
        reason: 'reference series of the zone',
      }),
  }));

function documentChores(narrator: Narrator, { party, plan }: Measurer, today: Date): Chore[] {
  const state = (daysAgo: number) => stateRegister(narrator, party, plan, { daysAgo });
  const { disowned } = plan;
  return [
    {
      at: storyInstant({ daysAgo: plan.since + 1, minute: 10 * 60 }, today),
      run: () => addTelemetryKey(narrator, party, plan),
    },
    ...registerDays(plan, today).map(({ at, daysAgo }) => ({ at, run: () => state(daysAgo) })),
    ...(disowned === undefined ? [] : [{ at: storyInstant(disowned, today), run: () => state(disowned.daysAgo) }]),
    ...inventoryDays(plan, today).map(({ at, ...period }) => ({
      at,
      run: () => stateInventory(narrator, party, plan, period),
    })),
  ];
}

/** Each day: what was measured arrives, then the day is closed. Of the running day what has ended arrives now. */
async function dayChores(
  narrator: Narrator,
  measurers: readonly Measurer[],
  first: number,
  today: Date,
): Promise<Chore[]> {
  const sites = await Promise.all(
    measurers.map(async (one) => ({ ...one, site: await openMeasuredSite(narrator, one.party, one.plan, today) })),
  );
  const last = epochDay(today);
  const signer = signAhead(narrator, sites, last, today);
  const forks = sites.flatMap((one) => forkChores(narrator, one, today));
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return [
    ...forks,
    ...days.flatMap((day): Chore[] => [
      {
        at: arrivalOf(day, today),
        run: async () => assertTaken(await sendAttestations(narrator.deps, await signer(day))),
      },
      {
        at: new Date(dayStart(day + 1).getTime() + CLOSED_AFTER_MS),
        run: () => closeDay(narrator.deps, dateOf(day), evaluateParty),
      },
    ]),
  ];
}

const dateOf = (day: number): string => dayStart(day).toISOString().slice(0, 10);

const arrivalOf = (day: number, today: Date): Date =>
  new Date(Math.min(dayStart(day + 1).getTime() + SENT_AFTER_MS, today.getTime()));

type OpenSite = Measurer & { readonly site: MeasuredSite };

/** Signs the next day while the one before it is accepted. Days must be asked for in order. */
function signAhead(narrator: Narrator, sites: readonly OpenSite[], last: number, today: Date) {
  const known = new Map<number, Promise<string[]>>();
  const sign = async (day: number): Promise<string[]> => {
    const at = arrivalOf(day, today);
    const minutes = day === last ? 15 : 60;
    const claims = () => narrator.claimsAt(at);
    const measuring = sites.filter(({ plan }) => measuresOn(plan, day, today));
    return (await Promise.all(measuring.map(({ site }) => site.day(day, minutes, at, claims)))).flat();
  };
  const ask = (day: number): Promise<string[]> => {
    const asked = known.get(day) ?? sign(day);
    known.set(day, asked);
    return asked;
  };
  return (day: number): Promise<string[]> => {
    const texts = ask(day);
    if (day < last) void ask(day + 1);
    known.delete(day);
    return texts;
  };
}

function forkChores(narrator: Narrator, { plan, site, party }: OpenSite, today: Date): Chore[] {
  const { forked } = plan;
  if (forked === undefined) return [];
  const at = storyInstant(forked, today);
  const run = async (): Promise<void> => {
    const other = await site.contradict(epochDay(at) - 1, narrator.claimsAt(at));
    const [refused] = await sendAttestations(narrator.deps, [other]);
    if (refused?.code !== 'chain_fork') throw new Error(`${party} forked its chain, and got ${refused?.code}`);
  };
  return [{ at, run }];
}
