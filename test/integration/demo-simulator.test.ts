import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { createSimulator, type Simulator } from '../../src/demo/simulator.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';

const PARTY = partyId('beacon-telehealth');
const SITE = 'beacon-telehealth-a';

let registry: DemoRegistry;
let simulator: Simulator;
let reports: string[] = [];
beforeAll(async () => {
  registry = await createDemoRegistry({
    now: '2026-11-25T12:07:00Z',
    officersRequired: 2,
    plays: (party) => party === PARTY,
  });
  simulator = createSimulator(registry.deps, {
    keyFolder: registry.keyFolder,
    report: (line) => void reports.push(line),
  });
}, 180_000);
afterAll(() => registry.close());

function partyId(text: string): PartyId {
  if (!isPartyId(text)) throw new Error(text);
  return text;
}

/** Lets the clock stand there, and the simulator do what is due. Yields where the chain then ends, and what came in since. */
async function tickAt(instant: string) {
  registry.setNow(new Date(instant));
  reports = [];
  const before = await chain();
  await simulator.tick();
  const after = await chain();
  return { reports, end: after.end, epoch: after.epoch, arrived: after.seq - before.seq };
}

async function chain() {
  const heads = await registry.deps.ledger.read((tx) => tx.attestations.heads(PARTY));
  const head = heads.find((one) => one.siteId === SITE);
  if (head === undefined) throw new Error('nothing was sent');
  return { end: head.end.toISOString(), epoch: head.epoch, seq: head.seq };
}

test('the story ends with the newest interval that is over', async () => {
  expect((await chain()).end).toBe('2026-11-25T12:00:00.000Z');
});

test('an interval is sent once it is over, and once', async () => {
  expect(await tickAt('2026-11-25T12:14:59Z')).toMatchObject({ arrived: 0, reports: [] });
  expect(await tickAt('2026-11-25T12:15:00Z')).toMatchObject({ arrived: 1, end: '2026-11-25T12:15:00.000Z' });
  expect(await tickAt('2026-11-25T12:16:00Z')).toMatchObject({ arrived: 0, reports: [] });
});

test('after a night without the registry the gap is filled, by a process that remembers nothing', async () => {
  simulator = createSimulator(registry.deps, {
    keyFolder: registry.keyFolder,
    report: (line) => void reports.push(line),
  });
  const caughtUp = await tickAt('2026-11-26T06:31:00Z');
  expect(caughtUp).toEqual({ arrived: 73, end: '2026-11-26T06:30:00.000Z', epoch: 0, reports: [] });
});

test('of a longer gap what is too old stays missing; the chain goes on', async () => {
  const { arrived, end, epoch, reports: said } = await tickAt('2026-12-13T09:00:00Z');
  expect(said).toEqual([]);
  expect({ end, epoch }).toEqual({ end: '2026-12-13T09:00:00.000Z', epoch: 0 });
  // Seven days less the hour it keeps clear of the limit.
  expect(arrived).toBe((7 * 24 - 1) * 4);
});

test('inventories follow each other, and entries of the register are stated before they lapse', async () => {
  const counts = async () => {
    const { rows } = await registry.database.pool.query<{ inventories: string; registers: string }>(
      `select (select count(*) from inventories where party_id = $1) as inventories,
              (select count(*) from statements where typ = 'cms-workloads+jwt' and iss = $1) as registers`,
      [PARTY],
    );
    return { inventories: Number(rows[0]?.inventories), registers: Number(rows[0]?.registers) };
  };
  const before = await counts();
  expect(await tickAt('2027-04-20T12:00:00Z')).toMatchObject({ reports: [] });
  expect(await tickAt('2027-04-20T12:01:00Z')).toMatchObject({ reports: [] });
  expect(await counts()).toEqual({ inventories: before.inventories + 1, registers: before.registers + 1 });
});
