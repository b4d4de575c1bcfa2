import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { attestAll, chainWriter, telemetryKey } from '../support/telemetry.ts';

const HOUR_MS = 3_600_000;
const START = new Date('2026-03-03T00:00:00Z');
const END = START.getTime() + HOUR_MS;

/** The clock of these tests only goes forward, like that of a log. */
let registry: TestRegistry;
let org: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-03-03T12:00:00Z' });
  org = await registerProved(registry, 'meridian');
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

test.each([
  ['in time', 72 * HOUR_MS, false],
  ['late', 72 * HOUR_MS + 1, true],
  ['late', 168 * HOUR_MS, true],
])('%s, %i ms after its end', async (name, age, late) => {
  registry.setNow(new Date(END + age));
  const device = await telemetryKey(registry, org, `${name}-${age}`);
  expect(await attestAll(registry, await chainWriter(registry, device, START).take(1))).toEqual([201]);
  const [stored, days] = await registry.deps.ledger.read(async (tx) => [
    await tx.attestations.between(org.id as PartyId, device.siteId, START, new Date(END)),
    await tx.attestations.coverage(org.id as PartyId, '2026-03-03', '2026-03-03'),
  ]);
  expect(stored).toMatchObject([{ late, counted: !late }]);
  expect(days.filter(({ siteId }) => siteId === device.siteId)).toMatchObject([{ received: 1, late: late ? 1 : 0 }]);
});

test('too late, a millisecond over a week after its end', async () => {
  const device = await telemetryKey(registry, org, 'too-late');
  registry.setNow(new Date(END + 168 * HOUR_MS + 1));
  expect(await attestAll(registry, await chainWriter(registry, device, START).take(1))).toEqual(['implausible']);
});

test('by an instance whose clock is ahead: no window is older than what is in it', async () => {
  const device = await telemetryKey(registry, org, 'ahead');
  const now = registry.deps.now();
  const writer = chainWriter(registry, device, new Date('2026-03-10T00:00:00Z'));
  const ahead = { ...registry.deps, now: () => new Date(now.getTime() + 5_000) };
  await acceptAttestation(ahead, Buffer.from((await writer.next()).jws));
  const leaf = await registry.deps.ledger.write((tx) => closeWindow(tx, now));
  expect(leaf?.at).toEqual(new Date(Math.floor((now.getTime() + 5_000) / 1_000) * 1_000));
  registry.setNow(new Date(now.getTime() + 60_000));
});

test('in a month nobody made room for yet, and across its end', async () => {
  registry.setNow(new Date('2031-03-01T00:30:00Z'));
  const device = await telemetryKey(registry, org, 'months');
  const writer = chainWriter(registry, device, new Date('2031-02-28T22:30:00Z'), 30);
  expect(await attestAll(registry, await writer.take(4))).toEqual([201, 201, 201, 201]);
});
