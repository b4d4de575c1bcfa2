import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/core/telemetry/day.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { leavesOf, newestCase, typesOf } from '../support/journey.ts';
import type { Measurer } from '../support/live-measurer.ts';
import { changesOf, createLiveWorld, FIRST_GOOD_DAY, type LiveWorld, standingOf } from '../support/live-world.ts';
import { act } from '../support/registry.ts';

/* A claim three per cent above what is recomputed: near enough for Silver, too far for Obsidian. */

let world: LiveWorld;
let org: Measurer;
beforeAll(async () => {
  world = await createLiveWorld(['meridian']);
  org = world.measurer('meridian');
  org.claimTenths = 28;
  await world.passUntil(addDays(FIRST_GOOD_DAY, 26));
}, 240_000);
afterAll(() => world.close());

const check = () => checkRegistry(world.registry);

test('the 28th good evaluation holds the claim instead of issuing', async () => {
  const leaves = await world.pass();
  expect(typesOf(leaves)).toEqual(['telemetry.window', 'telemetry.day', 'audit.held', 'case.opened']);
  const { told, newest } = await standingOf(world, org);
  expect(told.at(-1)).toBe('Silver active decision');
  expect(leaves.at(-1)).toMatchObject({ kind: 'claim_held', org: org.id, d: newest?.audit });
  expect(typesOf(await world.pass())).toEqual(['telemetry.window', 'telemetry.day']);
  await check();
}, 60_000);

test('after officers allowed it, 28 good evaluations issue', async () => {
  const { registry } = world;
  const resolved = { action: 'resolve', subject: org.id, case: await newestCase(registry, org.id), outcome: 'allow' };
  expect(changesOf(await leavesOf(registry, () => act(registry, 0, resolved)), org)).toEqual([]);
  for (let good = 1; good < 28; good++) expect(changesOf(await world.pass(), org), `good day ${good}`).toEqual([]);
  expect(changesOf(await world.pass(), org)).toEqual([
    'certificate.superseded successor_issued',
    'certificate.issued upgrade',
  ]);
  expect((await standingOf(world, org)).told.at(-1)).toBe('Obsidian active upgrade');
  await check();
}, 60_000);
