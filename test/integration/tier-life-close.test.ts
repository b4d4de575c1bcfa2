import { afterEach, describe, expect, test } from 'vitest';
import { composeDeps } from '../../src/compose.ts';
import { addDays } from '../../src/core/telemetry/day.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { leavesOf, typesOf } from '../support/journey.ts';
import { createLiveWorld, FIRST_DAY, type LiveWorld, standingOf } from '../support/live-world.ts';

const ID = 'meridian';
const LAST = addDays(FIRST_DAY, 4);

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function open(): Promise<LiveWorld> {
  const world = await createLiveWorld([ID]);
  opened.push(world);
  return world;
}

/** Another process of the same registry, as far as the database can tell. */
function secondInstance({ registry }: LiveWorld): { readonly deps: Deps; readonly ledger: PostgresLedger } {
  const ledger = openLedger(registry.database.url, () => undefined);
  opened.push(ledger);
  const { deps, gridFolder, sequencer } = registry;
  return { ledger, deps: composeDeps({ ...deps, ledger, gridFolder, publication: sequencer, now: () => deps.now() }) };
}

/** All that closed days left behind, but for times, digests and places in the log. */
async function resultOf(world: LiveWorld) {
  const { pool } = world.registry.database;
  const leaves = await pool.query('select day::text, root, rows from telemetry_day_leaves order by day');
  const rows = await pool.query('select site_id, day::text, text from accumulator_rows order by site_id, day, seq');
  const { id } = world.measurer(ID);
  const live = await world.registry.deps.ledger.read((tx) => tx.live.between(id, FIRST_DAY, LAST));
  const evaluations = live.map(({ day, state, view }) => ({ day, state, view: { ...view, audit: '' } }));
  return { leaves: leaves.rows, rows: rows.rows, evaluations };
}

describe('closing days', () => {
  test('three days late gives what three punctual closings give', async () => {
    const punctual = await open();
    await punctual.passUntil(LAST);
    const late = await open();
    await late.passUntil(addDays(FIRST_DAY, 1));
    await late.passUnclosed();
    await late.passUnclosed();
    await late.passUnclosed();
    const closed = await closeDueDays(late.registry.deps, evaluateParty);
    expect(closed.map(({ day }) => day)).toEqual([addDays(FIRST_DAY, 2), addDays(FIRST_DAY, 3), LAST]);
    const result = await resultOf(late);
    expect(result).toEqual(await resultOf(punctual));
    expect(result.evaluations).toHaveLength(5);
    expect(result.evaluations.at(-1)).toMatchObject({ day: LAST, view: { telemetry_days: 5, silent_days: 0 } });
    await checkRegistry(late.registry);
    await checkRegistry(punctual.registry);
  }, 60_000);

  test('by two instances at once closes and evaluates once', async () => {
    const world = await open();
    const second = secondInstance(world);
    await world.pass();
    await world.passUnclosed();
    await world.passUnclosed();
    const leaves = await leavesOf(world.registry, async () => {
      const both = [world.registry.deps, second.deps].map((deps) => closeDueDays(deps, evaluateParty));
      const days = (await Promise.all(both)).flat().map(({ day }) => day);
      expect(days.sort()).toEqual([addDays(FIRST_DAY, 1), addDays(FIRST_DAY, 2)]);
    });
    expect(typesOf(leaves)).toEqual(['telemetry.window', 'telemetry.day', 'telemetry.day']);
    expect((await standingOf(world, world.measurer(ID))).view?.telemetry_days).toBe(3);
    expect(await closeDueDays(second.deps, evaluateParty)).toEqual([]);
    await checkRegistry(world.registry);
  }, 60_000);
});
