import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { evaluateParty } from '../../src/registry/evaluate-live.ts';
import { readLiveDays } from '../../src/registry/read-live-days.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify } from '../support/journey.ts';
import { createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { chainWriter, telemetryKey } from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

const HOUR_MS = 3_600_000;
const BEGIN = new Date('2026-03-04T00:00:00Z');

let registry: TestRegistry;
let server: TestServer;
let certified: number;

/** Two whole days of 80 kWh an hour, of which the register makes 40 visible; the third lacks its last six hours. */
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  const org = await registerProved(registry, 'meridian');
  await certify(registry, org, await registerAuditor(registry, 'lumen'));
  await registerWorkloads(
    registry.deps,
    await registry.sign(org, 'cms-workloads+jwt', workloadsBody('meridian', 'web')),
  );
  certified = (await readPosition(registry.deps)).seq;
  const chain = chainWriter(registry, await telemetryKey(registry, org, 'meridian-1'), BEGIN);
  for (let sent = 0; sent < 66; sent += 1) {
    registry.setNow(new Date(chain.start.getTime() + HOUR_MS + 60_000));
    await acceptAttestation(registry.deps, Buffer.from((await chain.next()).jws));
  }
  registry.setNow(new Date('2026-03-07T00:45:00Z'));
  await closeDueDays(registry.deps, evaluateParty);
}, 120_000);
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

const page = async (at?: number) =>
  (await server.app.inject({ url: `/organisations/meridian${at === undefined ? '' : `?at=${at}`}` })).payload;

describe('closed days of an organisation', () => {
  test('are read from leaves: what counted, and what belonged to nobody', async () => {
    const days = await readLiveDays(registry.deps, 'meridian', await readPosition(registry.deps));
    expect(days).toMatchObject({ to: '2026-03-06', trendFrom: '2025-12-07', sitesFrom: '2026-01-10' });
    expect(days?.trend.map((one) => one.day)).toEqual(['2026-03-04', '2026-03-05', '2026-03-06']);
    expect(days?.sites).toEqual([
      {
        site_id: 'meridian-1',
        days: [
          { day: '2026-03-04', valid: 24, expected: 24, it: '1920/1', unattributed: '960/1' },
          { day: '2026-03-05', valid: 24, expected: 24, it: '1920/1', unattributed: '960/1' },
          { day: '2026-03-06', valid: 18, expected: 24, it: '1440/1', unattributed: '720/1' },
        ],
      },
    ]);
  });

  test('are drawn on its page, with what they lead to', async () => {
    const html = await page();
    for (const words of [
      'Live, evaluated every day',
      '3 days to 6 March 2026',
      'meridian-1: 2 whole days, 1 day with gaps, 0 days without an interval.',
      '2,640.0 kWh belonged to nobody, 50.00 per cent of IT energy',
      'Live composite on 3 days',
      'delayed, 6 h',
    ]) {
      expect(html).toContain(words);
    }
  });

  test('are not on the page of a time before them, which says nothing of freshness', async () => {
    const html = await page(certified);
    expect(html).not.toContain('id="live"');
    expect(html).toContain('not kept');
    const position = await readPosition(registry.deps, String(certified));
    expect(await readLiveDays(registry.deps, 'meridian', position)).toBeNull();
  });

  test('of somebody else there are none', async () => {
    await registerProved(registry, 'quiet');
    expect(await readLiveDays(registry.deps, 'quiet', await readPosition(registry.deps))).toBeNull();
  });

  test('JSON has the evaluation, and the freshness without a clock', async () => {
    const { payload } = await server.app.inject('/v1/organisations/meridian');
    expect(JSON.parse(payload)).toMatchObject({
      live: 'delayed',
      live_evaluation: {
        day: '2026-03-06',
        window: { from: '2026-03-04', to: '2026-03-06', days: 3 },
        telemetry_days: 3,
      },
      freshness: { live: 'delayed', last_interval_end: '2026-03-06T18:00:00Z' },
    });
  });

  test('stored rows have no word of it', async () => {
    const { rows } = await registry.deps.ledger.read((tx) =>
      tx.listing.page({ tier: [], state: 'all', sort: 'name', limit: 9 }, certified, undefined),
    );
    expect(rows.map((row) => row.live)).toEqual(['none']);
    const entry = await registry.deps.ledger.read((tx) => tx.listing.find('meridian' as PartyId, certified));
    expect(entry?.row.live).toBe('none');
  });
});
