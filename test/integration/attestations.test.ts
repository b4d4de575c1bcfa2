import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import type { Outcome } from '../../src/registry/accept.ts';
import { acceptAttestation, acceptAttestations } from '../../src/registry/accept-attestations.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { certify, headSeq } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import {
  attest,
  attestAll,
  attestationBody,
  chainWriter,
  refusalOf,
  type TestDevice,
  telemetryKey,
  type WrittenLink,
} from '../support/telemetry.ts';
import { workloadsBody } from '../support/workloads-body.ts';

const NOW = new Date('2026-03-03T12:00:00Z');
const MORNING = new Date('2026-03-03T00:00:00Z');
const HOUR_MS = 3_600_000;

let registry: TestRegistry;
let org: TestParty;
let device: TestDevice;
let sites = 0;
beforeAll(async () => {
  registry = await createTestRegistry({ now: NOW.toISOString() });
  org = await registerProved(registry, 'meridian');
});
beforeEach(async () => {
  registry.setNow(NOW);
  sites += 1;
  device = await telemetryKey(registry, org, `site-${sites}`);
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const send = ({ jws }: WrittenLink): Promise<Outcome> => acceptAttestation(registry.deps, Buffer.from(jws));
const body = (members: Record<string, unknown> = {}) =>
  attestationBody(device.siteId, { start: '2026-03-03T10:00:00Z', ...members });

const coverage = (site: TestDevice = device) =>
  registry.deps.ledger.read(async (tx) =>
    (await tx.attestations.coverage(org.id as PartyId, '2026-02-20', '2026-03-31')).filter(
      ({ siteId }) => siteId === site.siteId,
    ),
  );

describe('an attestation', () => {
  test('is answered at once, stored verbatim, and leaves no leaf', async () => {
    const before = await headSeq(registry);
    const writer = chainWriter(registry, device, MORNING);
    const [first, second] = await writer.take(2);
    if (first === undefined || second === undefined) throw new Error('two were written');
    const answer = { site_id: device.siteId, receipt: null };
    expect(await send(first)).toEqual({
      status: 201,
      answer: { ...answer, digest: first.digest, chain: { epoch: 0, seq: 0 } },
    });
    expect(await send(second)).toMatchObject({ status: 201, answer: { chain: { epoch: 0, seq: 1 } } });
    expect(await headSeq(registry)).toBe(before);
    const rows = await registry.deps.ledger.read((tx) =>
      tx.attestations.between(org.id as PartyId, device.siteId, MORNING, NOW),
    );
    expect(rows).toMatchObject([
      { digest: first.digest, jws: first.jws, late: false, counted: true, gridFromRegistry: false, acceptedAt: NOW },
      { digest: second.digest, chain: { epoch: 0, seq: 1, prev: first.digest } },
    ]);
    expect(rows[0]?.grid).toEqual({ cfeShare: 500_000n, carbonIntensity: 300_000_000n, price: 60_000_000n });
    expect(await coverage()).toMatchObject([{ day: '2026-03-03', minutes: 60, received: 2, refused: 0, duplicate: 0 }]);
  });

  test('sent again gets its answer whatever its exp, and counts as a duplicate', async () => {
    const link = await chainWriter(registry, device, MORNING).next();
    const { answer } = await send(link);
    registry.setNow(new Date(NOW.getTime() + 10 * 24 * HOUR_MS));
    expect(await send(link)).toEqual({ status: 200, answer });
    registry.setNow(NOW);
    expect(await send(link)).toEqual({ status: 200, answer });
    expect(await coverage()).toMatchObject([{ received: 1, duplicate: 1, refused: 0 }]);
  });

  test('sent again after its key was revoked still gets its answer; the next one does not', async () => {
    const writer = chainWriter(registry, device, MORNING);
    const first = await writer.next();
    const { answer } = await send(first);
    const second = await writer.next();
    await revokeKey(registry, org, device.key, { use: 'telemetry' });
    expect(await send(first)).toEqual({ status: 200, answer });
    expect(await refusalOf(send(second))).toMatchObject({ code: 'key_not_active' });
  });

  test('has a week to be sent in', async () => {
    const iat = Math.floor(NOW.getTime() / 1000);
    const claims = (exp: number) => ({ jti: randomUUID(), iat, exp });
    const long = await registry.signWith(device, 'cms-attestation+jwt', body(), claims(iat + 604_801));
    expect(await refusalOf(acceptAttestation(registry.deps, long))).toMatchObject({ code: 'claims_invalid' });
    const week = await registry.signWith(device, 'cms-attestation+jwt', body(), claims(iat + 604_800));
    expect(await acceptAttestation(registry.deps, week)).toMatchObject({ status: 201 });
  });
});

describe('an attestation is refused', () => {
  test.each([
    ['by a document of faults', { minutes: 45, it_kwh: 80 }, ['/minutes R01', '/it_kwh R01']],
    ['with a member nobody knows', { colour: 'green' }, ['/colour unknown_member']],
  ])('%s', async (_, members, issues) => {
    const error = await refusalOf(attest(registry, device, body(members)));
    expect(error.code).toBe('document_invalid');
    expect(error.issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(issues);
  });

  test.each([
    ['start', { start: '2026-03-03T10:30:00Z' }, '/start misaligned'],
    ['the future', { start: '2026-03-03T12:00:00Z' }, '/start in_future'],
    ['the past', { start: '2026-02-24T10:00:00Z' }, '/start too_old'],
    ['no grid values', { price_per_mwh: undefined, grid_cfe_share: undefined }, '/grid_cfe_share grid_missing'],
  ])('as implausible for its %s', async (_, members, issue) => {
    const error = await refusalOf(attest(registry, device, body(members)));
    expect(error).toMatchObject({ code: 'implausible', members: { findings: [] } });
    expect(error.issues.map(({ pointer, code }) => `${pointer} ${code}`)).toContain(issue);
  });

  test('with every finding at once', async () => {
    const error = await refusalOf(
      attest(
        registry,
        device,
        body({ it_kwh: '101', matched_cfe_kwh: '101', heat_reused_kwh: '102', grid_cfe_share: '2' }),
      ),
    );
    expect(error.code).toBe('implausible');
    expect(error.members['findings']).toMatchObject(
      ['R04', 'R11', 'R12', 'R18'].map((code) => ({ severity: 'REJECT', code })),
    );
  });

  test('by the key of another site, or of another role', async () => {
    const other = await telemetryKey(registry, org, 'elsewhere');
    expect(await refusalOf(attest(registry, { ...other, siteId: device.siteId }, body()))).toMatchObject({
      code: 'key_role',
    });
    expect(await refusalOf(attest(registry, { ...org, siteId: device.siteId }, body()))).toMatchObject({
      code: 'key_role',
    });
    const { added } = await addKey(registry, org, { use: 'cosign' });
    expect(await refusalOf(attest(registry, { ...added, siteId: device.siteId }, body()))).toMatchObject({
      code: 'key_role',
    });
  });

  test('of an auditor', async () => {
    const auditor = await registerProved(registry, 'assayer', { kind: 'auditor' });
    const box = await telemetryKey(registry, auditor, 'lab');
    expect(await refusalOf(attest(registry, box, attestationBody('lab')))).toMatchObject({ code: 'key_role' });
  });

  test('out of order, with what is expected', async () => {
    const expected = { epoch: 0, seq: 0, prev: null };
    expect(await refusalOf(attest(registry, device, body({ chain: { epoch: 0, seq: 1, prev: null } })))).toMatchObject({
      code: 'chain_gap',
      members: { expected },
    });
    const [first, second, third] = await chainWriter(registry, device, MORNING).take(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were written');
    await send(first);
    expect(await refusalOf(send(third))).toMatchObject({
      code: 'chain_gap',
      members: { expected: { epoch: 0, seq: 1, prev: first.digest } },
    });
    expect(await send(second)).toMatchObject({ status: 201 });
    expect(await send(third)).toMatchObject({ status: 201 });
    expect(await refusalOf(attest(registry, device, body({ chain: { epoch: 2, seq: 0, prev: null } })))).toMatchObject({
      members: { expected: { epoch: 0, seq: 3, prev: third.digest } },
    });
  });

  test('where it overlaps, where registers jump, where the day has another length', async () => {
    const writer = chainWriter(registry, device, MORNING);
    const first = await writer.next();
    await send(first);
    const chain = { epoch: 0, seq: 1, prev: first.digest };
    const attempt = async (members: Record<string, unknown>) =>
      (await refusalOf(attest(registry, device, body({ chain, registers: SOUND, ...members })))).issues.map(
        ({ pointer, code }) => `${pointer} ${code}`,
      );
    const SOUND = { facility_kwh: '1200', it_kwh: '960' };
    expect(await attempt({ start: '2026-03-03T00:00:00Z' })).toEqual(['/start overlap']);
    expect(await attempt({ start: '2026-03-03T01:30:00Z', minutes: 30 })).toEqual(['/minutes minutes_changed']);
    expect(
      await attempt({ start: '2026-03-03T01:00:00Z', registers: { facility_kwh: '1201', it_kwh: '960' } }),
    ).toEqual(['/registers/facility_kwh register_advance']);
    expect(await attempt({ registers: { facility_kwh: '1099', it_kwh: '960' } })).toEqual([
      '/registers/facility_kwh register_backwards',
    ]);
    expect(await attempt({ start: '2026-03-03T12:00:00Z' })).toEqual(['/start in_future']);
    expect(await coverage()).toMatchObject([{ received: 1, overlap: 1, skewed: 1, refused: 3 }]);
    expect(await send(await writer.next())).toMatchObject({ status: 201 });
  });

  test('consumes nothing: the same bytes are accepted later', async () => {
    const [first, second] = await chainWriter(registry, device, MORNING).take(2);
    if (first === undefined || second === undefined) throw new Error('two were written');
    expect(await refusalOf(send(second))).toMatchObject({ code: 'chain_gap' });
    await send(first);
    expect(await send(second)).toMatchObject({ status: 201 });
  });

  test('with a jti used before, by an attestation or by any other statement', async () => {
    const claims = {
      jti: randomUUID(),
      iat: Math.floor(NOW.getTime() / 1000),
      exp: Math.floor(NOW.getTime() / 1000) + 60,
    };
    const first = await registry.signWith(
      device,
      'cms-attestation+jwt',
      body({ start: '2026-03-03T09:00:00Z' }),
      claims,
    );
    const { answer } = await acceptAttestation(registry.deps, first);
    const chain = { epoch: 0, seq: 1, prev: answer['digest'] };
    const next = body({ chain, registers: { facility_kwh: '1100', it_kwh: '880' } });
    const again = await registry.signWith(device, 'cms-attestation+jwt', next, claims);
    expect(await refusalOf(acceptAttestation(registry.deps, again))).toMatchObject({ code: 'jti_reused' });
    const register = await registry.signWith(org, 'cms-workloads+jwt', workloadsBody(org.id, 'w'), claims);
    expect(await refusalOf(registerWorkloads(registry.deps, register))).toMatchObject({ code: 'jti_reused' });
    const other = { ...claims, jti: randomUUID() };
    await registerWorkloads(
      registry.deps,
      await registry.signWith(org, 'cms-workloads+jwt', workloadsBody(org.id, 'w'), other),
    );
    const taken = await registry.signWith(device, 'cms-attestation+jwt', next, other);
    expect(await refusalOf(acceptAttestation(registry.deps, taken))).toMatchObject({ code: 'jti_reused' });
    expect(await attest(registry, device, next)).toMatchObject({ status: 201 });
  });

  test('and its owner sees why', async () => {
    await refusalOf(attest(registry, device, body({ minutes: 7 })));
    await refusalOf(attest(registry, device, body({ chain: { epoch: 0, seq: 9, prev: null } })));
    const refusals = await registry.deps.ledger.read((tx) => tx.refusals.of(org.id as PartyId));
    expect(
      refusals
        .slice(0, 2)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['chain_gap', 'document_invalid']);
    expect(refusals[0]).toMatchObject({ typ: 'cms-attestation+jwt', at: NOW });
  });
});

describe('what the registry knows itself', () => {
  test('visible work may not exceed the IT meter, from its registration on', async () => {
    const row = { workload_id: 'nightly', reserved_units_h: '1', used_units_h: '1', discarded_kwh: '0' };
    const workloads = [{ ...row, energy_kwh: '81.600001' }];
    const writer = chainWriter(registry, device, new Date('2026-03-03T11:00:00Z'));
    expect(await send(await writer.next({ workloads }))).toMatchObject({ status: 201 });
    await registerWorkloads(
      registry.deps,
      await registry.sign(org, 'cms-workloads+jwt', workloadsBody(org.id, 'nightly')),
    );
    registry.setNow(new Date('2026-03-03T13:00:00Z'));
    expect(await refusalOf(send(await writer.next({ workloads })))).toMatchObject({
      code: 'implausible',
      members: { findings: [{ code: 'R10', pointer: '/workloads' }] },
    });
  });

  test('its own grid series wins, in the zone of the countersigned audit', async () => {
    const holder = await registerProved(registry, 'gridded');
    const auditor = await registerAuditor(registry, 'assay');
    const box = await telemetryKey(registry, holder, 'gridded-1');
    const writer = chainWriter(registry, box, MORNING);
    const sha256 = await placeSeries();
    await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z9', sha256 });
    const sender = await writer.next();
    await send(sender);
    await certify(registry, holder, auditor, {
      alter: (audit) => {
        for (const site of audit.sites) site.grid_zone = 'Z9';
      },
    });
    const own = await writer.next({ grid_cfe_share: undefined, price_per_mwh: undefined });
    await send(own);
    const rows = await registry.deps.ledger.read((tx) =>
      tx.attestations.between(holder.id as PartyId, box.siteId, MORNING, NOW),
    );
    expect(rows).toMatchObject([
      { gridFromRegistry: false, grid: { cfeShare: 500_000n } },
      { gridFromRegistry: true, grid: { cfeShare: 900_000n, carbonIntensity: 100_000_000n, price: -1_000_000n } },
    ]);
  });

  async function placeSeries(): Promise<string> {
    const hours = Array.from({ length: 24 }, (_, hour) => new Date(MORNING.getTime() + hour * HOUR_MS));
    const lines = hours.map((hour) => `${hour.toISOString().slice(0, 19)}Z,0.9,100,-1`);
    const text = `start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n${lines.join('\n')}\n`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), text);
    return sha256;
  }
});

describe('a batch', () => {
  test('is taken in order; a bad item spoils its successors and nobody else', async () => {
    const other = await telemetryKey(registry, org, `beside-${sites}`);
    const mine = await chainWriter(registry, device, MORNING).take(4);
    const theirs = await chainWriter(registry, other, MORNING).take(4);
    const [a, b, c, d] = mine;
    const [w, x, y, z] = theirs;
    if (!a || !b || !c || !d || !w || !x || !y || !z) throw new Error('eight were written');
    const broken = { ...b, jws: `${b.jws.slice(0, -4)}AAAA` };
    expect(await attestAll(registry, [a, w, broken, x, c, y, d, z])).toEqual([
      201,
      201,
      'jws_signature',
      201,
      'chain_gap',
      201,
      'chain_gap',
      201,
    ]);
    expect(await attestAll(registry, [a, b, b, c, d, a])).toEqual([200, 201, 200, 201, 201, 200]);
  });

  test('beyond what can be taken in is asked to come later', async () => {
    const crowd = Array.from({ length: 10_001 }, () => Buffer.from('a.b'));
    expect(await refusalOf(acceptAttestations(registry.deps, crowd))).toMatchObject({ code: 'overloaded' });
    expect(await acceptAttestations(registry.deps, crowd.slice(1))).toHaveLength(10_000);
  });

  test('may carry many sites and epochs at once', async () => {
    const first = await telemetryKey(registry, org, 'many-1');
    const writer = chainWriter(registry, first, MORNING);
    const links = await writer.take(3);
    writer.restart();
    links.push(...(await writer.take(2)));
    writer.restart();
    links.push(...(await writer.take(2)));
    const beside = await chainWriter(registry, device, MORNING).take(3);
    expect(await attestAll(registry, [...links, ...beside])).toEqual(Array(10).fill(201));
  });
});
