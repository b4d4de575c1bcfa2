import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { noteByClock } from '../../src/registry/clock-notices.ts';
import { claimDue, deliver, dropOldDeliveries } from '../../src/registry/deliver-notices.ts';
import { deriveNotices } from '../../src/registry/derive-notices.ts';
import type { WebhookPost } from '../../src/registry/ports/webhooks.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { createWebhook, type NoticeType } from '../../src/registry/webhooks.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { certify, headSeq } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { attestAll, type ChainWriter, chainWriter, telemetryKey } from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

const BEGIN = new Date('2026-03-03T12:00:00Z');
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
/** The delay after which telemetry is stale (methodology 3), in hours. */
const STALE_HOURS = 72;

let registry: TestRegistry;
let deps: Deps;
let acme: TestParty;
let auditor: TestParty;
let chain: ChainWriter;
/** What receivers heard, by the path of their address. */
const told: { readonly to: string; readonly body: { readonly type: string; readonly data: object } }[] = [];

const out: WebhookPost = {
  fault: () => undefined,
  seal: (secret) => Buffer.from(secret).toString('hex'),
  open: (sealed) => Buffer.from(sealed, 'hex'),
  post: async (url, _headers, body) => {
    told.push({ to: new URL(url).pathname, body: JSON.parse(body) });
    return { status: 204 };
  },
};

const idOf = ({ id }: TestParty): PartyId => {
  if (!isPartyId(id)) throw new Error('no party id');
  return id;
};
const follow = (by: TestParty, to: string, events: readonly NoticeType[], organisations: readonly string[]) =>
  createWebhook(deps, idOf(by), { url: `https://receiver.example${to}`, events, organisations });

beforeAll(async () => {
  registry = await createTestRegistry({ now: BEGIN.toISOString() });
  deps = { ...registry.deps, webhookPost: out };
  acme = await registerProved(registry, 'acme');
  auditor = await registerAuditor(registry, 'lumen');
  const workloads = await registry.sign(acme, 'cms-workloads+jwt', workloadsBody('acme', 'web'));
  await registerWorkloads(deps, workloads);
  await certify(registry, acme, auditor);
  chain = chainWriter(registry, await telemetryKey(registry, acme, 'acme-1'), BEGIN);
  const own = ['telemetry.stale', 'certificate.expiring', 'visibility.unattributed_spike'] as const;
  await follow(acme, '/own', own, ['acme']);
  await follow(auditor, '/auditor', own, ['acme']);
});
beforeEach(async () => {
  await minute();
  told.length = 0;
});
afterAll(async () => {
  await checkRegistry(registry);
  await registry.close();
});

/** What the job does each minute, twice over and on two instances at once; then everything that is due is sent. */
async function minute(): Promise<void> {
  while (await deriveNotices(deps));
  await Promise.all([noteByClock(deps), noteByClock(deps)]);
  await noteByClock(deps);
  for (const due of await claimDue(deps, 100)) await deliver(deps, out, due);
}

/** An hour's energy of which nobody's part is usual, or not. */
const hour = (unattributed: number) => ({
  it_kwh: '100',
  facility_kwh: '120',
  workloads: [
    {
      workload_id: 'web',
      energy_kwh: String(100 - unattributed),
      reserved_units_h: '64',
      used_units_h: '40',
      discarded_kwh: '0',
    },
  ],
});

/** Sends the next hour four minutes after it ended. */
async function sendHour(unattributed: number): Promise<void> {
  registry.setNow(new Date(chain.start.getTime() + HOUR_MS + 240_000));
  expect(await attestAll(registry, [await chain.next(hour(unattributed))])).toEqual([201]);
}

/** Sets the clock to a moment after an instant, and lets the job run. */
async function at(instant: Date, ms: number): Promise<void> {
  registry.setNow(new Date(instant.getTime() + ms));
  await minute();
}

const typesTo = (path: string): readonly string[] => told.filter(({ to }) => to === path).map(({ body }) => body.type);

describe('what comes by the clock', () => {
  test('a spike is told once, and to its party alone', async () => {
    for (let n = 0; n < 24; n++) await sendHour(2);
    await minute();
    expect(told).toEqual([]);
    const start = chain.start.toISOString().replace('.000Z', 'Z');
    await sendHour(40);
    await minute();
    await at(chain.start, HOUR_MS);
    expect(told).toMatchObject([
      {
        to: '/own',
        body: {
          type: 'visibility.unattributed_spike',
          data: { party_id: 'acme', site_id: 'acme-1', start, unattributed_kwh: '40', median_kwh: '2' },
        },
      },
    ]);
  });

  test('telemetry falls stale once, and once more after it came back', async () => {
    for (const _ of [1, 2]) {
      await sendHour(2);
      const end = chain.start;
      await at(end, STALE_HOURS * HOUR_MS);
      expect(told).toEqual([]);
      await at(end, STALE_HOURS * HOUR_MS + 1_000);
      await at(end, STALE_HOURS * HOUR_MS + 61_000);
      await at(end, 4 * DAY_MS);
      const newest_interval_end = end.toISOString().replace('.000Z', 'Z');
      const body = { type: 'telemetry.stale', data: { party_id: 'acme', live: 'stale', newest_interval_end } };
      expect(told).toHaveLength(2);
      expect(told).toMatchObject([{ body }, { body }]);
      expect(told.map(({ to }) => to).sort()).toEqual(['/auditor', '/own']);
      chain.skipTo(new Date(end.getTime() + 4 * DAY_MS));
      told.length = 0;
    }
  });

  test('an end is told 60, 30 and 7 days before, once each, to whoever watches', async () => {
    const { rows } = await registry.database.pool.query<{ id: string; valid_to: Date }>(
      'select id, valid_to from certificates',
    );
    const [certificate] = rows;
    if (certificate === undefined) throw new Error('there is no certificate');
    const { id, valid_to } = certificate;
    const days: [number, unknown][] = [];
    for (let left = 62; left >= -1; left--) {
      told.length = 0;
      await at(valid_to, -left * DAY_MS - 1);
      await at(valid_to, -left * DAY_MS);
      for (const { to, body } of told) if (to === '/own') days.push([left, body]);
      expect(typesTo('/auditor')).toEqual(typesTo('/own'));
    }
    const valid = valid_to.toISOString().replace('.000Z', 'Z');
    const body = (left: number) => ({
      type: 'certificate.expiring',
      data: { party_id: 'acme', certificate_id: id, valid_to: valid, days: left },
    });
    expect(days).toMatchObject([60, 30, 7].map((left) => [left, body(left)]));
  });

  test('nothing of it is in the log', async () => {
    const before = await headSeq(registry);
    await minute();
    expect(await headSeq(registry)).toBe(before);
  });
});

describe('a webhook that came late', () => {
  test('is told of an end once, by the nearest mark', async () => {
    const { rows } = await registry.database.pool.query<{ valid_to: Date }>('select valid_to from certificates');
    const end = rows[0]?.valid_to ?? new Date(0);
    registry.setNow(new Date(end.getTime() - 20 * DAY_MS));
    await follow(acme, '/late', ['certificate.*'], ['acme']);
    await minute();
    await minute();
    expect(told).toMatchObject([{ to: '/late', body: { type: 'certificate.expiring', data: { days: 30 } } }]);
  });
});

test('of a party that may not be shown nobody is told but itself', async () => {
  const hidden = await registerOnly(registry, 'hidden');
  const events = ['telemetry.stale', 'key.added'] as const;
  await follow(hidden, '/hidden', events, ['hidden']);
  await follow(acme, '/curious', events, ['hidden']);
  const start = new Date(Math.ceil(deps.now().getTime() / HOUR_MS) * HOUR_MS);
  const own = chainWriter(registry, await telemetryKey(registry, hidden, 'hidden-1'), start);
  await at(start, HOUR_MS);
  expect(await attestAll(registry, [await own.next()])).toEqual([201]);
  await at(own.start, STALE_HOURS * HOUR_MS + 1_000);
  expect(told.map(({ to, body }) => [to, body.type])).toEqual([
    ['/hidden', 'key.added'],
    ['/hidden', 'telemetry.stale'],
  ]);
});

describe('deliveries', () => {
  const keptIds = async () => (await registry.database.pool.query('select id from webhook_deliveries')).rows.length;

  test('are forgotten thirty days after their last attempt, and their events are not told again', async () => {
    expect(await keptIds()).toBeGreaterThan(0);
    await at(deps.now(), 29 * DAY_MS);
    await dropOldDeliveries(deps);
    const before = await keptIds();
    await dropOldDeliveries(deps);
    expect(await keptIds()).toBe(before);
    registry.setNow(new Date(deps.now().getTime() + 31 * DAY_MS));
    await dropOldDeliveries(deps);
    expect(await keptIds()).toBe(0);
    await minute();
    expect(told).toEqual([]);
  });

  test('that wait are kept, however old', async () => {
    await follow(acme, '/waiting', ['key.added'], ['acme']);
    await telemetryKey(registry, acme, 'acme-2');
    while (await deriveNotices(deps));
    registry.setNow(new Date(deps.now().getTime() + 31 * DAY_MS));
    await dropOldDeliveries(deps);
    await minute();
    expect(told.map(({ to }) => to)).toEqual(['/waiting']);
  });
});
