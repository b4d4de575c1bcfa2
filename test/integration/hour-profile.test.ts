import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type ChainWriter, chainWriter, telemetryKey } from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

const HOUR_MS = 3_600_000;
const BEGIN = new Date('2026-03-04T00:00:00Z');
const NIGHT = 2;

let registry: TestRegistry;
let server: TestServer;
let chain: ChainWriter;

/** From a Wednesday on: 80 kWh an hour, half of it visible, but for the hour in which nobody's job runs alone. */
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const org = await registerProved(registry, 'meridian');
  await certify(registry, org, await registerAuditor(registry, 'lumen'));
  await registerWorkloads(
    registry.deps,
    await registry.sign(org, 'cms-workloads+jwt', workloadsBody('meridian', 'web')),
  );
  chain = chainWriter(registry, await telemetryKey(registry, org, 'meridian-1'), BEGIN);
}, 120_000);
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

/** Sends every interval up to the end of a day, and closes the day. */
async function measureTo(day: string): Promise<void> {
  const end = new Date(`${day}T00:00:00Z`).getTime() + 24 * HOUR_MS;
  while (chain.start.getTime() < end) {
    registry.setNow(new Date(chain.start.getTime() + HOUR_MS + 60_000));
    const isNight = chain.start.getUTCHours() === NIGHT;
    const { jws } = await chain.next(isNight ? { workloads: [] } : {});
    await acceptAttestation(registry.deps, Buffer.from(jws));
  }
  registry.setNow(new Date(end + HOUR_MS / 2 + 60_000));
  await closeDueDays(registry.deps, evaluateParty);
}

const profile = async (query = '') =>
  (await server.app.inject({ url: `/v1/organisations/meridian/telemetry/hours${query}` })).json();
const seq = async (): Promise<number> => (await readPosition(registry.deps)).seq;

describe('energy by hour of the day', () => {
  test('is shown by whole weeks, and not before there are seven days', async () => {
    await measureTo('2026-03-08');
    // A Sunday, but five days only.
    expect(await profile()).toEqual({ profile: null, seq: await seq(), as_of: expect.any(String) });
    await measureTo('2026-03-14');
    // Eleven days, but the week is not over.
    expect((await profile()).profile).toBeNull();
    await measureTo('2026-03-15');
    const { profile: shown } = await profile();
    expect(shown).toMatchObject({ from: '2026-01-19', to: '2026-03-15', days: 12 });
    expect(shown.hours).toHaveLength(24);
    expect(shown.hours[NIGHT]).toEqual({
      hour: NIGHT,
      it_kwh: '80.000',
      unattributed_kwh: '80.000',
      unattributed_percent: '100.0',
    });
    expect(shown.hours[NIGHT + 1]).toEqual({
      hour: NIGHT + 1,
      it_kwh: '80.000',
      unattributed_kwh: '40.000',
      unattributed_percent: '50.0',
    });
  }, 120_000);

  test('does not move within the week, so that no day can be told from two of them', async () => {
    const then = await seq();
    const { profile: before } = await profile();
    await measureTo('2026-03-17');
    expect(await seq()).toBeGreaterThan(then);
    expect((await profile()).profile).toEqual(before);
    expect((await profile(`?at=${then}`)).profile).toEqual(before);
  }, 120_000);

  test('names the hour on the page', async () => {
    const { payload } = await server.app.inject({ url: '/organisations/meridian' });
    expect(payload).toContain('id="hours"');
    expect(payload).toContain('02:00');
  });

  test('of nobody is not found', async () => {
    const reply = await server.app.inject({ url: '/v1/organisations/globex/telemetry/hours' });
    expect(reply.statusCode).toBe(404);
  });
});
