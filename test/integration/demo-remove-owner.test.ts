import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInventory } from '../../src/core/documents/inventory.ts';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { reduceDays, scopedRows } from '../../src/core/live/reduce-days.ts';
import { CMS_1 } from '../../src/core/methodology/cms-1.ts';
import { reduceHardware } from '../../src/core/methodology/hardware.ts';
import { renderScore } from '../../src/core/methodology/render-score.ts';
import { scoreReduction } from '../../src/core/methodology/score.ts';
import { addDays } from '../../src/core/telemetry/day.ts';
import { createSimulator, type Simulator } from '../../src/demo/simulator.ts';
import { closeDay } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { runCli } from '../cli/fake-io.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';
import { ORIGIN } from '../support/registry.ts';
import { startServer } from '../support/server.ts';

const PARTY = partyId('velocitytech');
const SITE = 'velocitytech-aarhus';
/** The day the demo starts; the owner is removed at noon. */
const DAY = '2026-11-25';
const NOON = new Date(`${DAY}T12:00:00Z`);

let registry: DemoRegistry;
let simulator: Simulator;
const troubles: string[] = [];
beforeAll(async () => {
  registry = await createDemoRegistry({
    now: NOON.toISOString(),
    officersRequired: 2,
    plays: (party) => party === PARTY,
  });
  simulator = createSimulator(registry.deps, {
    keyFolder: registry.keyFolder,
    report: (line) => void (line.includes(PARTY) && troubles.push(line)),
  });
}, 180_000);
afterAll(() => registry.close());

function partyId(text: string): PartyId {
  if (!isPartyId(text)) throw new Error(text);
  return text;
}

/** What VelocityTech holds, and what the newest evaluation says. */
async function standing() {
  return registry.deps.ledger.read(async (tx) => {
    const [newest] = (await tx.certificates.of(PARTY)).sort((a, b) => b.leaf - a.leaf);
    const { view } = (await tx.live.newest(PARTY)) ?? {};
    return { tier: newest?.record.tier, state: newest?.state, reason: newest?.reason, view };
  });
}

/** Lets a day go by: its intervals as they end every six hours, and the close at 00:30 of the next. */
async function liveThrough(day: string): Promise<void> {
  for (const hour of ['12:00', '18:00']) await tickAt(`${day}T${hour}:10Z`);
  const next = addDays(day, 1);
  await tickAt(`${next}T00:10:00Z`);
  registry.setNow(new Date(`${next}T00:30:00Z`));
  await closeDay(registry.deps, day, evaluateParty);
}

async function tickAt(instant: string): Promise<void> {
  registry.setNow(new Date(instant));
  await simulator.tick();
}

/** The score of 56 days like this one, from its committed rows. */
async function scoreOfDaysLike(day: string) {
  const { rows, ledger } = await registry.deps.ledger.read(async (tx) => ({
    rows: (await tx.accumulators.newest(PARTY, day, day)).map(({ row }) => row),
    ledger: await tx.inventories.newestLedger(PARTY),
  }));
  const hardware = parseInventory(JSON.parse(ledger?.body ?? 'null')).hardware;
  const scoped = scopedRows(
    [{ site_id: SITE, minutes: 15 }],
    rows.filter((row) => row.site !== null),
    rows.filter((row) => row.site === null),
  );
  const reduction = reduceDays(
    scoped,
    { from: day, to: day },
    reduceHardware(hardware, CMS_1, () => undefined),
  );
  return renderScore(scoreReduction(reduction).score);
}

test('the demo begins with Obsidian Prime at exactly 231/250 live', async () => {
  const { tier, state, view } = await standing();
  expect({ tier, state }).toEqual({ tier: 'Obsidian Prime', state: 'active' });
  expect(view?.score.composite_pow4).toBe('2847396321/3906250000');
  expect(view?.window.days).toBe(56);
});

test('without the owner of the rebuild VelocityTech is suspended at the third close', async () => {
  const server = await startServer(registry);
  const key = path.join(registry.keyFolder, 'velocitytech.jwk.json');
  try {
    const { exit, err } = await runCli(['demo', 'remove-owner', '--data-dir', '/data'], {
      now: NOON,
      env: { CARBON_MIRROR_REGISTRY: ORIGIN },
      files: { '/data/demo-keys/velocitytech.jwk.json': await readFile(key) },
      serve: (url, init) => fetch(url.replace(ORIGIN, server.address), init),
    });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
  } finally {
    await server.close();
  }
  const states: unknown[] = [];
  for (const day of [DAY, addDays(DAY, 1), addDays(DAY, 2)]) {
    await liveThrough(day);
    const { state, reason, tier } = await standing();
    states.push([day, tier, state, reason]);
  }
  expect(troubles).toEqual([]);
  expect(states).toEqual([
    [DAY, 'Obsidian Prime', 'active', 'upgrade'],
    [addDays(DAY, 1), 'Obsidian Prime', 'active', 'upgrade'],
    [addDays(DAY, 2), 'Obsidian Prime', 'suspended', 'invisible_share'],
  ]);
  const { view } = await standing();
  expect(view?.invisible_share).toBe('25/182');
});

test('and days like these lead to visibility 86.3 % and a composite of 83.3 %', async () => {
  const score = await scoreOfDaysLike(addDays(DAY, 1));
  expect(score.composite_percent).toBe('83.3');
  expect(score.facts.visibility).toBe('157/182');
  expect(Object.values(score.mirrors).map((mirror) => mirror.percent)).toEqual(['84.6', '70.4', '96.8', '83.5']);
});
