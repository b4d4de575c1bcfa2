import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/core/telemetry/day.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { giveOpinion, type Leaf, leavesOf, typesOf } from '../support/journey.ts';
import { revokeKey } from '../support/key-operations.ts';
import type { Measurer } from '../support/live-measurer.ts';
import { changesOf, createLiveWorld, FIRST_DAY, type LiveWorld, standingOf } from '../support/live-world.ts';
import { registerAuditor, type TestParty } from '../support/registry.ts';

/* What suspends at once, whatever the tier: here two Silvers. */

let world: LiveWorld;
let forker: Measurer;
let hider: Measurer;
beforeAll(async () => {
  world = await createLiveWorld(['forker', 'hider', 'robbed']);
  forker = world.measurer('forker');
  hider = world.measurer('hider');
  await world.pass();
  await world.pass();
}, 120_000);
afterAll(() => world.close());

const check = () => checkRegistry(world.registry);

/** Passes so many days; all but the last must change nothing for the party. */
async function passTo(days: number, one: Measurer): Promise<readonly string[]> {
  for (let day = 1; day < days; day++) expect(changesOf(await world.pass(), one), `day ${day}`).toEqual([]);
  return changesOf(await world.pass(), one);
}

/** The leaves of a step, without the window that is closed first and the list of bits that is signed last. */
const leavesBy = async (step: () => Promise<unknown>): Promise<readonly Leaf[]> =>
  (await leavesOf(world.registry, step)).filter(({ t }) => t !== 'telemetry.window' && t !== 'status.list');

describe('a second account of an hour', () => {
  test('suspends at once', async () => {
    const leaves = await leavesBy(() => forker.fork());
    expect(typesOf(leaves)).toEqual(['telemetry.fork', 'certificate.suspended']);
    expect(leaves[1]).toMatchObject({ reason: 'chain_fork', tier: 'Silver', in: [] });
    expect((await standingOf(world, forker)).told).toEqual(['Silver suspended chain_fork']);
    const history = await world.registry.deps.ledger.read((tx) => tx.history.ofType(forker.id, 'telemetry.fork'));
    expect(history.map(({ text }) => text)).toEqual([
      'Telemetry of site forker-1 forked: two attestations claim the same place.',
    ]);
    await check();
  });

  test('is cured by fourteen clean days after the one it was found on', async () => {
    expect(await passTo(15, forker)).toEqual(['certificate.reinstated cured']);
    expect((await standingOf(world, forker)).told).toEqual(['Silver active cured']);
    await check();
  }, 60_000);

  test('withdraws the second time within twelve months, for good', async () => {
    const leaves = await leavesBy(() => forker.fork());
    expect(typesOf(leaves)).toEqual(['telemetry.fork', 'certificate.suspended', 'certificate.withdrawn']);
    expect(leaves.slice(1).map(({ reason }) => reason)).toEqual(['chain_fork', 'chain_fork']);
    expect(await passTo(16, forker)).toEqual([]);
    expect((await standingOf(world, forker)).told).toEqual(['Silver withdrawn chain_fork']);
    await check();
  }, 60_000);
});

describe('a key of meters that was stolen', () => {
  test('ends what it sends and takes back nothing it sent', async () => {
    const { registry } = world;
    const robbed = world.measurer('robbed');
    const before = (await standingOf(world, robbed)).view;
    const since = { use: 'telemetry', compromised_since: 0 };
    const leaves = await leavesBy(() => revokeKey(registry, robbed.party, robbed.device.key, since));
    expect(typesOf(leaves)).toEqual(['key.revoked']);
    await expect(robbed.send(world.today)).rejects.toThrow('key_not_active');
    robbed.isSilent = true;
    expect(await passTo(2, robbed)).toEqual([]);
    const { told, view } = await standingOf(world, robbed);
    expect(told).toEqual(['Silver active decision']);
    expect([view?.silent_days, view?.telemetry_days]).toEqual([2, (before?.telemetry_days ?? 0) + 2]);
    await check();
  });
});

describe('a known load that was run unregistered', () => {
  let other: TestParty;
  let audit: string;
  beforeAll(async () => {
    other = await registerAuditor(world.registry, 'assay');
    audit = (await standingOf(world, hider)).newest?.audit ?? '';
  });

  /** The leaves of an opinion that reports a load of the third hour of a day. */
  async function report(auditor: TestParty, day: string, kwh: string, observed_kwh: string): Promise<readonly Leaf[]> {
    const canary = { site_id: 'hider-1', interval: `${day}T02:00:00Z/${day}T03:00:00Z`, kwh, observed_kwh };
    const members = { level: 2, scope_share: '0.97', canary };
    return leavesBy(() => giveOpinion(world.registry, auditor, audit, members));
  }

  test('and was seen is no matter', async () => {
    expect(typesOf(await report(world.auditor, FIRST_DAY, '10', '9.5'))).toEqual(['audit.countersigned']);
  });

  test('and was not seen opens one review, however often it is reported', async () => {
    expect(typesOf(await report(world.auditor, FIRST_DAY, '20', '3'))).toEqual(['audit.countersigned', 'case.opened']);
    expect(typesOf(await report(other, FIRST_DAY, '20', '3'))).toEqual(['audit.countersigned']);
    expect((await standingOf(world, hider)).told).toEqual(['Silver active decision']);
    await check();
  });

  test('suspends the second time, here because the row of the day refutes what was seen; only people lift that', async () => {
    const leaves = await report(other, addDays(FIRST_DAY, 1), '500', '500');
    expect(typesOf(leaves)).toEqual(['audit.countersigned', 'certificate.suspended']);
    expect(leaves[1]).toMatchObject({ reason: 'canary_failed', in: [] });
    expect(await passTo(16, hider)).toEqual([]);
    expect((await standingOf(world, hider)).told).toEqual(['Silver suspended canary_failed']);
    await check();
  }, 60_000);
});
