import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/core/ids.ts';
import { addDays } from '../../src/core/telemetry/day.ts';
import { storageJson } from '../../src/demo/story/inventory-json.ts';
import type { LeafType } from '../../src/log/leaf.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { presentPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import type { Leaf } from '../support/journey.ts';
import type { Measurer } from '../support/live-measurer.ts';
import { changesOf, createLiveWorld, FIRST_GOOD_DAY, type LiveWorld, standingOf } from '../support/live-world.ts';

/* One organisation from its first day of telemetry through every state its tier can be in; each test begins where the last ended. */

let world: LiveWorld;
let org: Measurer;
beforeAll(async () => {
  world = await createLiveWorld(['meridian']);
  org = world.measurer('meridian');
  await world.passUntil(addDays(FIRST_GOOD_DAY, -1));
}, 240_000);
afterAll(() => world.close());

/** Passes so many days; yields what the closings changed, and asserts that all but the last changed nothing. */
async function passTo(days: number): Promise<readonly Leaf[]> {
  for (let day = 1; day < days; day++) expect(changesOf(await world.pass(), org), `day ${day}`).toEqual([]);
  return world.pass();
}

const leafOf = (leaves: readonly Leaf[], t: string): Leaf => {
  const found = leaves.find((leaf) => leaf.t === t);
  if (found === undefined) throw new Error(`no leaf ${t} among ${leaves.map((leaf) => leaf.t).join(', ')}`);
  return found;
};

/** A change is dated by its leaf and by the moment it was recorded, and says in words what it is. */
async function historyOf(type: LeafType) {
  const [newest] = await world.registry.deps.ledger.read((tx) => tx.history.ofType(org.id, type));
  const now = world.registry.deps.now().toISOString().replace('.000Z', 'Z');
  expect(newest).toMatchObject({ at: now, recorded_at: now });
  return newest;
}

/** Credentials of the newest certificate: how many were ever signed, and how many of them stand. */
async function credentialsOf() {
  const { newest } = await standingOf(world, org);
  const { rows } = await world.registry.database.pool.query<{ signed: number; standing: number }>(
    `select count(*)::int as signed, count(*) filter (where revoked_seq is null)::int as standing
     from credentials where certificate_id = $1`,
    [newest?.id],
  );
  return rows[0];
}

/** What the listing says of it, and it must be what its newest certificate is. */
async function shown() {
  const { position } = await presentPosition(world.registry.deps);
  const { tier, certificate, live, live_evaluation } = await readOrganisation(world.registry.deps, org.id, position);
  const { newest } = await standingOf(world, org);
  expect(certificate).toMatchObject({ id: newest?.id, tier: newest?.record.tier, state: newest?.state });
  return { tier, state: certificate?.state, live, day: live_evaluation?.day };
}

const opinionsOf = async (audit: Digest | undefined): Promise<readonly string[]> => {
  if (audit === undefined) return [];
  return (await world.registry.deps.ledger.read((tx) => tx.opinions.of(audit))).map(({ digest }) => digest);
};

/** An inventory whose unique copies are more than what is stored. */
const faulty = () => ({
  storage: storageJson({
    ...org.profile.storage,
    datasets: org.profile.storage.datasets.map((one) =>
      one.id === 'scratch' ? { ...one, uniqueGb: one.storedGb + 1_000 } : one,
    ),
  }),
});

/** States inventories of the day before, which count until others do. */
const yesterday = () => addDays(world.today, -1);

const check = () => checkRegistry(world.registry);

describe('rising', () => {
  test('the 27th good evaluation issues nothing and says how far it is', async () => {
    for (let good = 1; good <= 27; good++) {
      expect(changesOf(await world.pass(), org)).toEqual([]);
      const { view } = await standingOf(world, org);
      expect(view?.progress).toEqual({ tier: 'Obsidian', days: good, of: 28 });
    }
    const { told } = await standingOf(world, org);
    expect(told).toEqual(['Silver superseded successor_issued', 'Silver active decision']);
  }, 60_000);

  test('the 28th issues Obsidian on the audit, its opinions and the days of the window', async () => {
    const day = world.today;
    const leaves = await world.pass();
    expect(changesOf(leaves, org)).toEqual(['certificate.superseded successor_issued', 'certificate.issued upgrade']);
    const { newest, view } = await standingOf(world, org);
    const { rows } = await world.registry.database.pool.query<{ root: string }>(
      'select root from telemetry_day_leaves where day > $1::date - 56 and day <= $1::date order by seq',
      [day],
    );
    expect(rows).toHaveLength(56);
    expect(leafOf(leaves, 'certificate.issued')).toMatchObject({
      tier: 'Obsidian',
      composite_6: '0.924000',
      in: [newest?.audit, ...(await opinionsOf(newest?.audit)), ...rows.map(({ root }) => root)],
    });
    expect(view).toMatchObject({ day, telemetry_days: 117, progress: { days: 28 } });
    expect(await historyOf('certificate.issued')).toMatchObject({
      reason: 'upgrade',
      text: expect.stringContaining('Obsidian issued at composite 0.924000'),
    });
    expect(await credentialsOf()).toEqual({ signed: 1, standing: 1 });
    expect(await shown()).toEqual({ tier: 'Obsidian', state: 'active', live: 'live', day });
    await check();
  }, 60_000);
});

describe('watch', () => {
  test('begins on the first day with a REJECT and ends on the first one without', async () => {
    await org.inventory(yesterday(), 1, faulty());
    expect(changesOf(await world.pass(), org)).toEqual(['certificate.watch hold_band']);
    expect((await standingOf(world, org)).view?.rejects).toEqual(['R15']);
    expect(await historyOf('certificate.watch')).toMatchObject({ reason: 'hold_band' });
    await org.inventory(yesterday(), 1);
    expect(changesOf(await world.pass(), org)).toEqual(['certificate.active cured']);
    expect(await historyOf('certificate.active')).toMatchObject({ reason: 'cured' });
    expect(await credentialsOf()).toEqual({ signed: 1, standing: 1 });
    await check();
  }, 60_000);
});

describe('a line that is dead', () => {
  test('for some days costs coverage only and is shown as stale', async () => {
    org.isSilent = true;
    expect(changesOf(await passTo(2), org)).toEqual([]);
    expect((await shown()).live).toBe('delayed');
    expect(changesOf(await passTo(2), org)).toEqual([]);
    expect(await shown()).toMatchObject({ tier: 'Obsidian', state: 'active', live: 'stale' });
    expect((await standingOf(world, org)).view?.silent_days).toBe(4);
    org.isSilent = false;
    expect(changesOf(await world.pass(), org)).toEqual([]);
    expect(await shown()).toMatchObject({ tier: 'Obsidian', state: 'active', live: 'live' });
    await check();
  }, 60_000);
});

describe("a share of energy that is nobody's", () => {
  test('suspends on the third day beyond three times what the tier bears', async () => {
    org.disowned = 'model-training';
    await org.register();
    expect(changesOf(await passTo(3), org)).toEqual(['certificate.suspended invisible_share']);
    expect((await standingOf(world, org)).told.at(-1)).toBe('Obsidian suspended invisible_share');
    expect(await historyOf('certificate.suspended')).toMatchObject({
      reason: 'invisible_share',
      text: expect.stringContaining('Obsidian suspended: work that nobody answers for'),
    });
    expect(await credentialsOf()).toEqual({ signed: 1, standing: 0 });
    await check();
  }, 60_000);

  test('is cured after fourteen clean days, under another credential', async () => {
    org.disowned = undefined;
    await org.register();
    // The day of the suspension was not clean, and the next begins after its leaf.
    const leaves = await passTo(15);
    expect(changesOf(leaves, org)).toEqual(['certificate.reinstated cured', 'certificate.watch hold_band']);
    expect(await historyOf('certificate.reinstated')).toMatchObject({ reason: 'cured' });
    expect(await credentialsOf()).toEqual({ signed: 2, standing: 1 });
    await check();
  }, 60_000);
});

describe('an inventory that contradicts itself', () => {
  test('suspends when seven days have not cured it', async () => {
    await org.inventory(yesterday(), 1, faulty());
    expect(changesOf(await passTo(8), org)).toEqual(['certificate.suspended reject_not_cured']);
    expect((await standingOf(world, org)).view?.rejects).toEqual(['R15']);
    expect(await historyOf('certificate.suspended')).toMatchObject({ reason: 'reject_not_cured' });
    expect(await shown()).toMatchObject({ state: 'suspended' });
    await check();
  }, 60_000);

  test('is cured by another one and fourteen clean days', async () => {
    await org.inventory(yesterday(), 1);
    expect(changesOf(await passTo(15), org)).toEqual(['certificate.reinstated cured', 'certificate.watch hold_band']);
    expect(await credentialsOf()).toEqual({ signed: 3, standing: 1 });
    await check();
  }, 60_000);
});

describe('silence', () => {
  test('of seven closed days suspends', async () => {
    org.isSilent = true;
    expect(changesOf(await passTo(7), org)).toEqual(['certificate.suspended silence']);
    expect(await shown()).toMatchObject({ state: 'suspended', live: 'silent' });
    expect(await historyOf('certificate.suspended')).toMatchObject({
      text: 'Obsidian suspended: its telemetry fell silent.',
    });
    await check();
  }, 60_000);

  test('of thirty leaves what the audit alone supports', async () => {
    const before = (await standingOf(world, org)).newest;
    const leaves = await passTo(23);
    expect(changesOf(leaves, org)).toEqual(['certificate.superseded successor_issued', 'certificate.issued downgrade']);
    const opinions = await opinionsOf(before?.audit);
    expect(leafOf(leaves, 'certificate.issued')).toMatchObject({ tier: 'Silver', in: [before?.audit, ...opinions] });
    expect(await shown()).toMatchObject({ tier: 'Silver', state: 'active', live: 'silent' });
    expect((await standingOf(world, org)).view?.silent_days).toBe(30);
    expect(await historyOf('certificate.issued')).toMatchObject({ reason: 'downgrade' });
    await check();
  }, 60_000);
});
