import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import { isPartyView, type OwnPartyView } from '../../src/core/own-view.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { readMe } from '../../src/registry/read-me.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { newClaims, signClientAuth } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { declare } from '../support/journey.ts';
import { createTestRegistry, ORIGIN, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type ChainWriter, chainWriter, telemetryKey } from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

const BEGIN = new Date('2026-03-03T12:00:00Z');
const HOUR_MS = 3_600_000;
/** The rebuild job's hour of the ninth night. */
const LAST = new Date('2026-03-12T02:00:00Z');

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let chain: ChainWriter;

/** One hour as meters see it: nothing repeats, 2 kWh are nobody's, and at 02 something that nobody registered takes 30 more. */
function hour(start: Date) {
  const index = start.getTime() / HOUR_MS;
  const isNight = start.getUTCHours() === 2;
  const it = 80 + ((index * 37) % 101) / 10 + (isNight ? 30 : 0);
  const shop = it - 2 - (isNight ? 30 : 0) + ((index * 53) % 7) / 100;
  const use = (workload_id: string, energy: number) => ({
    workload_id,
    energy_kwh: energy.toFixed(2),
    reserved_units_h: '64',
    used_units_h: '40',
    discarded_kwh: '0',
  });
  return {
    facility_kwh: (it * 1.2).toFixed(2),
    it_kwh: it.toFixed(2),
    workloads: [use('shop', shop), ...(isNight ? [use('rebuild', 29.5)] : [])],
  };
}

/** Sends the next hour four minutes after it ended, as an agent does. */
async function sendHour(): Promise<void> {
  const { start } = chain;
  registry.setNow(new Date(start.getTime() + HOUR_MS + 240_000));
  const { jws } = await chain.next(hour(start));
  await acceptAttestation(registry.deps, Buffer.from(jws));
}

beforeAll(async () => {
  registry = await createTestRegistry({ now: BEGIN.toISOString() });
  server = await startServer(registry);
  org = await registerProved(registry, 'velocity');
  const body = await registry.sign(org, 'cms-workloads+jwt', workloadsBody('velocity', 'shop'));
  await registerWorkloads(registry.deps, body);
  await declare(registry, org);
  chain = chainWriter(registry, await telemetryKey(registry, org, 'velocity-1'), BEGIN);
  while (chain.start <= LAST) {
    // One gap of two hours, which no agent ever made up for.
    if (chain.start.getTime() === Date.parse('2026-03-06T09:00:00Z')) chain.skipTo(new Date('2026-03-06T11:00:00Z'));
    await sendHour();
  }
}, 120_000);
beforeEach(() => registry.setNow(new Date(LAST.getTime() + HOUR_MS + 240_000)));
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

async function own(): Promise<OwnPartyView> {
  const view = await readMe(registry.deps, org.id as PartyId, ['party']);
  if (!isPartyView(view)) throw new Error('it is no party');
  return view;
}

describe('a party sees', () => {
  test('within one interval that much more energy than usual belongs to nobody, and who likely used it', async () => {
    const { alerts } = await own();
    expect(alerts[0]).toMatchObject({
      type: 'visibility.unattributed_spike',
      site_id: 'velocity-1',
      start: '2026-03-12T02:00:00Z',
      current: true,
      workloads: [{ workload_id: 'rebuild', energy_kwh: '29.5' }],
    });
    expect(Number(alerts[0]?.unattributed_kwh)).toBeCloseTo(32, 0);
    expect(Number(alerts[0]?.median_kwh)).toBeCloseTo(2, 0);
  });

  test('its energy by hour, with the hours in which the likely cause runs', async () => {
    const { unattributed } = await own();
    const [site] = unattributed.sites;
    // A week of hours, from 03:04 on the first of its days; the gap lies within.
    expect(site?.hours).toHaveLength(7 * 24 - 1 - 2);
    const nights = site?.hours.filter((one) => Number(one.unattributed_kwh) > 30).map((one) => one.start.slice(11, 13));
    expect(nights).toEqual(Array.from({ length: 7 }, () => '02'));
    expect(site?.workloads).toEqual([
      { workload_id: 'rebuild', name: null, energy_kwh: '206.5', intervals: 7, hours: [2] },
    ]);
    expect(site?.named_kwh).toBe('206.5');
  });

  test('its chain head and how fresh it is', async () => {
    const { sites } = await own();
    expect(sites).toEqual([
      {
        site_id: 'velocity-1',
        chain: { epoch: 0, seq: 204, digest: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
        last_interval_end: '2026-03-12T03:00:00Z',
        age_seconds: 240,
        freshness: 'live',
        minutes: 60,
      },
    ]);
  });

  test('what came in by day: the first, the one with the gap, and the running one', async () => {
    const { coverage } = await own();
    const [site] = coverage.sites;
    const day = (name: string) => site?.days.find((one) => one.day === name);
    expect(site?.days.map((one) => one.day)).toHaveLength(10);
    expect(day('2026-03-03')).toMatchObject({ expected: 24, received: 12, missing: 12 });
    expect(day('2026-03-06')).toMatchObject({ expected: 24, received: 22, missing: 2, late: 0, refused: 0 });
    expect(day('2026-03-07')).toMatchObject({ expected: 24, received: 24, missing: 0 });
    expect(day('2026-03-12')).toMatchObject({ expected: 3, received: 3, missing: 0 });
  });

  test('that its grid values are its own, and no other flag', async () => {
    expect((await own()).flags).toMatchObject([{ code: 'F10', severity: 'FLAG', measured: { of: '205' } }]);
  });

  test('that the newest acceptance was of an interval, and what the next tier lacks', async () => {
    expect(await own()).toMatchObject({
      attempts: { last_success: { at: '2026-03-12T03:04:00Z', typ: 'cms-attestation+jwt' }, failing_since: null },
      next_tier: {
        tier: 'Bronze',
        from: 'audit',
        failing: [{ code: 'countersignature' }, { code: 'assurance_level' }],
      },
      live_evaluation: null,
    });
  });
});

async function token(party: TestParty = org): Promise<string> {
  const claims = newClaims(registry.deps.now(), crypto.getRandomValues(new Uint8Array(16)), 60);
  const assertion = await signClientAuth({ privateJwk: party.key, iss: party.id, aud: ORIGIN, ...claims });
  const answer = await server.app.inject({
    method: 'POST',
    url: '/v1/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  });
  return JSON.parse(answer.payload).access_token;
}

const post = (text: string) =>
  server.app.inject({
    method: 'POST',
    url: '/me',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    payload: new URLSearchParams({ token: text }).toString(),
  });

describe('the page /me', () => {
  test('asks for a token, and keeps nothing', async () => {
    const { statusCode, headers, payload } = await server.app.inject({ url: '/me', headers: { accept: 'text/html' } });
    expect([statusCode, headers['cache-control'], headers['set-cookie']]).toEqual([200, 'no-store', undefined]);
    expect(payload).toContain('<form');
  });

  test.each([
    ['as it came', (text: string) => text],
    ['with its header', (text: string) => `Authorization: Bearer ${text}\n`],
    ['in its answer', (text: string) => JSON.stringify({ access_token: text, token_type: 'Bearer' })],
  ])('shows the alert first for a token pasted %s', async (_, pasted) => {
    const text = await token();
    const { statusCode, headers, payload } = await post(pasted(text));
    expect([statusCode, headers['cache-control'], headers['set-cookie']]).toEqual([200, 'no-store', undefined]);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(payload).toMatch(/<h1>3[12]\.\d+\u00A0kWh belonged to nobody\.<\/h1>/);
    expect(payload).toContain('<code>rebuild</code>');
    expect(payload).not.toContain(text);
  });

  test.each([
    ['nothing', async () => ''],
    ['no token', async () => 'hello'],
    ['a forged token', async () => `${(await token()).slice(0, -4)}AAAA`],
  ])('%s opens nothing', async (_, text) => {
    const { statusCode, headers, payload } = await post(await text());
    expect([statusCode, headers['cache-control']]).toEqual([401, 'no-store']);
    expect(payload).toContain('This token opens nothing');
    expect(payload).not.toContain('rebuild');
  });

  test('a token of ten minutes ago opens nothing', async () => {
    const old = await token();
    registry.setNow(new Date(LAST.getTime() + HOUR_MS + 240_000 + 601_000));
    expect((await post(old)).statusCode).toBe(401);
  });

  test('JSON says the same', async () => {
    const headers = { authorization: `Bearer ${await token()}` };
    const { payload } = await server.app.inject({ url: '/v1/me', headers });
    const { seq, as_of, ...view } = JSON.parse(payload);
    expect(view).toEqual(JSON.parse(JSON.stringify(await own())));
    expect([typeof seq, typeof as_of]).toEqual(['number', 'string']);
  });

  test('a party without telemetry has a page too', async () => {
    const other = await registerProved(registry, 'quiet');
    const { statusCode, payload } = await post(await token(other));
    expect([statusCode, payload.includes('No site sends telemetry yet.')]).toEqual([200, true]);
  });
});

test('a refused interval is shown with its faults, and since when publishing fails', async () => {
  const { start } = chain;
  registry.setNow(new Date(start.getTime() + HOUR_MS + 240_000));
  const { jws } = await chain.next({ ...hour(start), it_kwh: '500' });
  await expect(acceptAttestation(registry.deps, Buffer.from(jws))).rejects.toMatchObject({ code: 'implausible' });
  const { attempts, coverage } = await own();
  expect(attempts).toMatchObject({
    last_refusal: { typ: 'cms-attestation+jwt', code: 'implausible' },
    failing_since: '2026-03-12T04:04:00Z',
  });
  expect(coverage.sites[0]?.days.at(-1)).toMatchObject({ day: '2026-03-12', refused: 1, missing: 1 });
});
