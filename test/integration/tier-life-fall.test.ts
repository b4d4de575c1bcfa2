import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/core/telemetry/day.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { giveOpinion, leavesOf, typesOf } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import type { Measurer } from '../support/live-measurer.ts';
import {
  changesOf,
  createLiveWorld,
  FIRST_DAY,
  FIRST_GOOD_DAY,
  type LiveWorld,
  standingOf,
} from '../support/live-world.ts';
import { registerAuditor } from '../support/registry.ts';

/* How an Obsidian falls, and what a newer audit does to one. */

let world: LiveWorld;
let org: Measurer;
beforeAll(async () => {
  world = await createLiveWorld(['solstice']);
  org = world.measurer('solstice');
  await world.passUntil(addDays(FIRST_GOOD_DAY, 27));
}, 240_000);
afterAll(() => world.close());

const check = () => checkRegistry(world.registry);
const told = async () => (await standingOf(world, org)).told.at(-1);

test('a newer countersigned audit replaces a live certificate at the next evaluation, and not before', async () => {
  expect(await told()).toBe('Obsidian active upgrade');
  const before = (await standingOf(world, org)).newest;
  const opened = await leavesOf(world.registry, () => org.audit(addDays(FIRST_DAY, -66), 3));
  expect(typesOf(opened)).toEqual(['audit.declared', 'audit.countersigned']);
  expect((await standingOf(world, org)).newest?.id).toBe(before?.id);
  await check();
  expect(changesOf(await world.pass(), org)).toEqual([
    'certificate.superseded successor_issued',
    'certificate.issued decision',
  ]);
  expect(await told()).toBe('Obsidian active decision');
  expect((await standingOf(world, org)).newest?.audit).not.toBe(before?.audit);
  await check();
}, 60_000);

test('a compromised key of its auditor suspends it, and another opinion lets it stand again', async () => {
  const { registry, auditor } = world;
  const assay = await registerAuditor(registry, 'assay');
  const { added } = await addKey(registry, auditor);
  const suspended = await leavesOf(registry, () => revokeKey(registry, added, auditor.key, { compromised_since: 0 }));
  expect(changesOf(suspended, org)).toEqual(['certificate.suspended key_compromised']);
  expect(changesOf(await world.pass(), org)).toEqual([]);
  const audit = (await standingOf(world, org)).newest?.audit ?? '';
  const opinion = { level: 3, scope_share: '0.97' };
  const cured = await leavesOf(registry, () => giveOpinion(registry, assay, audit, opinion));
  expect(changesOf(cured, org)).toEqual(['certificate.reinstated cured']);
  for (let day = 0; day < 2; day++) expect(changesOf(await world.pass(), org)).toEqual([]);
  expect(await told()).toBe('Obsidian active cured');
  await check();
}, 60_000);

describe('visibility that slips a little every day', () => {
  /** Passes days until something changes; yields the changes. */
  async function untilChanged(): Promise<readonly string[]> {
    for (let day = 0; day < 60; day++) {
      const changes = changesOf(await world.pass(), org);
      if (changes.length > 0) return changes;
    }
    throw new Error('nothing changed in sixty days');
  }
  const visibility = async () => {
    const [num = '', den = ''] = ((await standingOf(world, org)).view?.score.facts.visibility ?? '').split('/');
    return Number(num) / Number(den);
  };

  test('puts on watch below the threshold', async () => {
    org.disowned = 'quote-cache';
    await org.register();
    expect(await untilChanged()).toEqual(['certificate.watch hold_band']);
    expect(await visibility()).toBeLessThan(0.97);
    expect(await visibility()).toBeGreaterThan(0.965);
    await check();
  }, 60_000);

  test('and downgrades on the fourteenth day outside the hold band, to the tier the live figures carry', async () => {
    while ((await visibility()) >= 0.965) expect(changesOf(await world.pass(), org)).toEqual([]);
    for (let day = 2; day < 14; day++) expect(changesOf(await world.pass(), org)).toEqual([]);
    const day = world.today;
    const leaves = await world.pass();
    expect(changesOf(leaves, org)).toEqual(['certificate.superseded successor_issued', 'certificate.issued downgrade']);
    const issued = leaves.find(({ t }) => t === 'certificate.issued');
    const { newest, view } = await standingOf(world, org);
    expect(issued).toMatchObject({ tier: 'Silver', composite_6: view?.decision_composite_6 });
    expect(newest?.record.tier).toBe('Silver');
    expect(view?.day).toBe(day);
    const [change] = await world.registry.deps.ledger.read((tx) => tx.history.ofType(org.id, 'certificate.issued'));
    expect(change).toMatchObject({ reason: 'downgrade', at: `${addDays(day, 1)}T00:30:00Z` });
    await check();
  }, 60_000);

  test('no tier rises while it lasts', async () => {
    for (let day = 0; day < 3; day++) expect(changesOf(await world.pass(), org)).toEqual([]);
    expect((await standingOf(world, org)).view?.progress).toMatchObject({ tier: 'Obsidian', days: 0 });
    await check();
  }, 60_000);
});
