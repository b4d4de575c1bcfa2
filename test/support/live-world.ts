import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LiveView } from '../../src/core/live/live-view.ts';
import { addDays, dayStart } from '../../src/core/telemetry/day.ts';
import { gridSeriesCsv } from '../../src/demo/story/grid.ts';
import { epochDay } from '../../src/demo/story/moment.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import type { CertificateRow } from '../../src/registry/ports/audits.ts';
import { type Leaf, leavesOf } from './journey.ts';
import { AUDITED_DAYS, type Measurer, openMeasurer } from './live-measurer.ts';
import { act, createTestRegistry, registerAuditor, type TestParty, type TestRegistry } from './registry.ts';

/*
 * Organisations on a simulated clock that measure well enough for Obsidian: two audited half years without a gap between them,
 * telemetry over the last two months of the second. Every hour of every day is signed and accepted; a day is sent ten minutes
 * after it ended and closed at 00:30.
 */

/** The first day of telemetry. */
export const FIRST_DAY = '2026-06-24';
/** The first audit's window ends so long before telemetry, so that the second one's overlaps 62 days of it. */
const BETWEEN_DAYS = 120;
/** An audit is sent so long after its window. */
const LAG_DAYS = 3;
/** The day on whose morning the second audit is declared and countersigned, as level 3. */
export const SECOND_AUDIT_DAY = addDays(FIRST_DAY, AUDITED_DAYS - BETWEEN_DAYS + LAG_DAYS);
/** The 90th day of telemetry: the first evaluation that can be good. */
export const FIRST_GOOD_DAY = addDays(FIRST_DAY, 89);
const INVENTORY_DAYS = 28;
const REGISTER_DAYS = 150;
const MINUTE_MS = 60_000;

export interface LiveWorld {
  readonly registry: TestRegistry;
  readonly auditor: TestParty;
  /** The day that comes next: not yet sent, not yet closed. */
  readonly today: string;
  measurer(id: string): Measurer;
  /** Sends the next day of everybody and closes it; yields the leaves the closing wrote. */
  pass(): Promise<readonly Leaf[]>;
  /** The same without closing. */
  passUnclosed(): Promise<void>;
  /** Passes days up to this one, it included. */
  passUntil(day: string): Promise<void>;
  close(): Promise<void>;
}

/** Everybody's telemetry begins on `FIRST_DAY`; nothing of it has been sent. */
export async function createLiveWorld(ids: readonly string[], scope = '0.97'): Promise<LiveWorld> {
  const registry = await createTestRegistry({ now: `${addDays(FIRST_DAY, LAG_DAYS - BETWEEN_DAYS)}T09:00:00Z` });
  const auditor = await registerAuditor(registry, 'lumen');
  const measurers: Measurer[] = [];
  for (const id of ids) measurers.push(await openMeasurer(registry, auditor, id, scope));
  for (const one of measurers) await one.audit(addDays(FIRST_DAY, -BETWEEN_DAYS - AUDITED_DAYS), 2);
  registry.setNow(new Date(`${addDays(FIRST_DAY, -1)}T09:00:00Z`));
  await putSeriesIntoForce(registry);
  for (const one of measurers) {
    await one.register();
    await one.inventory(addDays(FIRST_DAY, -2), 1);
  }
  let today = FIRST_DAY;
  const send = async (): Promise<void> => {
    registry.setNow(new Date(`${today}T09:00:00Z`));
    await documents(measurers, today);
    registry.setNow(new Date(dayStart(addDays(today, 1)).getTime() + 10 * MINUTE_MS));
    await Promise.all(measurers.filter(({ isSilent }) => !isSilent).map((one) => one.send(today)));
    today = addDays(today, 1);
    registry.setNow(new Date(dayStart(today).getTime() + 30 * MINUTE_MS));
  };
  const pass = async (): Promise<readonly Leaf[]> => {
    await send();
    return leavesOf(registry, () => closeDueDays(registry.deps, evaluateParty));
  };
  return {
    registry,
    auditor,
    get today() {
      return today;
    },
    measurer: (id) => {
      const found = measurers.find((one) => one.id === id);
      if (found === undefined) throw new Error(`nobody is called ${id}`);
      return found;
    },
    pass,
    passUnclosed: send,
    passUntil: async (day) => {
      while (today <= day) await pass();
    },
    close: () => registry.close(),
  };
}

/** What everybody states in the morning of a day. */
async function documents(measurers: readonly Measurer[], today: string): Promise<void> {
  const since = epochDay(dayStart(today)) - epochDay(dayStart(FIRST_DAY));
  for (const one of measurers) {
    if (since > 0 && since % INVENTORY_DAYS === 0) await one.inventory(addDays(today, -1), INVENTORY_DAYS);
    if (since > 0 && since % REGISTER_DAYS === 0) await one.register();
    if (today === SECOND_AUDIT_DAY) await one.audit(addDays(FIRST_DAY, -BETWEEN_DAYS), 3);
  }
}

async function putSeriesIntoForce(registry: TestRegistry): Promise<void> {
  const csv = gridSeriesCsv('DK1', epochDay(dayStart(FIRST_DAY)) - 10, 500);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), csv);
  await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'DK1', sha256 });
}

/** What anybody can see of a party's tier. */
export interface Standing {
  /** Oldest first: tier, state and reason. */
  readonly told: readonly string[];
  readonly newest: CertificateRow | undefined;
  readonly view: LiveView | null;
  /** The day of the newest evaluation. */
  readonly day: string | undefined;
}

export async function standingOf({ registry }: LiveWorld, { id }: Measurer): Promise<Standing> {
  return registry.deps.ledger.read(async (tx) => {
    const certificates = [...(await tx.certificates.of(id))].sort((a, b) => a.leaf - b.leaf);
    const live = await tx.live.newest(id);
    const told = certificates.map(({ record, state, reason }) => `${record.tier} ${state} ${reason}`);
    return { told, newest: certificates.at(-1), view: live?.view ?? null, day: live?.day };
  });
}

/** Leaves about a party's certificates: type and reason. */
export const changesOf = (leaves: readonly Leaf[], { id }: Measurer): readonly string[] =>
  leaves.filter(({ t, org }) => t.startsWith('certificate.') && org === id).map(({ t, reason }) => `${t} ${reason}`);
