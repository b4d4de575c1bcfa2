import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PartyId } from '../../src/core/ids.ts';
import { formatRational } from '../../src/core/rational.ts';
import { encodeRow } from '../../src/core/telemetry/row-text.ts';
import { acceptAttestation } from '../../src/registry/accept-attestations.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import { readDayRows } from '../../src/registry/read-telemetry.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { computeSiteRows } from '../../src/registry/telemetry-rows.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { declare, giveOpinion, headSeq, leavesAfter, member } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { type ChainWriter, chainWriter, type TestDevice, telemetryKey } from '../support/telemetry.ts';

const SITE = 'acme-1';
let registry: TestRegistry;
let org: TestParty;
let device: TestDevice;
let chain: ChainWriter;

beforeEach(async () => {
  registry = await createTestRegistry({ now: '2026-11-22T12:00:00Z' });
  org = await registerProved(registry, 'acme');
  device = await telemetryKey(registry, org, SITE);
  chain = chainWriter(registry, device, new Date('2026-11-23T00:00:00Z'));
});
afterEach(async () => {
  await checkRegistry(registry);
  await registry.close();
});

const at = (instant: string) => registry.setNow(new Date(instant));
const entry = (workload_id: string, owner: string | null) => ({
  workload_id,
  site_id: SITE,
  name: workload_id,
  owner,
  schedule_ref: `cron:${workload_id}`,
  kind: 'batch',
  deferrable: true,
  capacity_unit: 'vcpu',
  redundancy: 2,
  energy_basis: 'measured',
});
const register = async (...entries: ReturnType<typeof entry>[]) =>
  registerWorkloads(
    registry.deps,
    await registry.sign(org, 'cms-workloads+jwt', { schema: 'cms-workloads/1', entries }),
  );

async function send(hours: number): Promise<void> {
  for (const { jws } of await chain.take(hours)) await acceptAttestation(registry.deps, Buffer.from(jws));
}

/** Closes what is due and yields the rows under the last leaf. */
async function close(): Promise<Row[]> {
  const closed = await closeDueDays(registry.deps, async () => undefined);
  const text = await readDayRows(registry.deps, closed.at(-1)?.seq ?? -1);
  return text.split('\n').flatMap((line): Row[] => (line === '' ? [] : [JSON.parse(line)]));
}
interface Row {
  readonly day: string;
  readonly site: string;
  readonly sums: { readonly [name: string]: string };
  readonly workloads: readonly {
    readonly id: string;
    readonly visible: boolean;
    readonly deferrable: boolean;
    readonly measured: boolean;
    readonly energy: string;
  }[];
}

test('a row has what counts, and visibility as it was at each interval', async () => {
  await register(entry('web', 'team-web'), entry('batch', 'team-batch'));
  at('2026-11-23T10:30:00Z');
  await send(10);
  // Nobody answers for the batch work from here on; the interval that has begun stays as it was.
  await register(entry('batch', null));
  at('2026-11-24T00:00:10Z');
  await send(14);
  at('2026-11-24T00:30:00Z');
  const [row, ...rest] = await close();
  expect(rest).toEqual([]);
  expect(row?.sums).toMatchObject({
    facility: '2400',
    it: '1920',
    w_all: '1680',
    w_visible: (24 * 40 + 11 * 30).toString(),
    w_measured: '0',
    w_discarded: '11',
    unattributed: (24 * 80 - 24 * 40 - 11 * 30).toString(),
    deferrable: (24 * 40 + 11 * 30).toString(),
    heat: '120',
    intervals_valid: '24',
    intervals_expected: '24',
  });
  expect(row?.workloads.map(({ id, visible, energy }) => [id, visible, energy])).toEqual([
    ['batch', false, '390'],
    ['batch', true, '330'],
    ['web', true, '960'],
  ]);
});

test('a late interval changes its day under the next leaf; one too late to count changes nothing', async () => {
  await register(entry('web', 'team-web'), entry('batch', 'team-batch'));
  at('2026-11-23T18:00:10Z');
  await send(18);
  at('2026-11-24T00:30:00Z');
  expect(await close()).toMatchObject([{ day: '2026-11-23', sums: { intervals_valid: '18', facility: '1800' } }]);
  // The first of them ended exactly 72 hours ago.
  at('2026-11-26T19:00:00Z');
  await send(3);
  at('2026-11-27T00:30:00Z');
  expect(await close()).toEqual([]);
  const middle = await registry.deps.ledger.read((tx) => tx.accumulators.dayLeaves('2026-11-24'));
  // Three days were open when they came: the first leaf after them has the row.
  const under = await Promise.all(middle.map(({ seq }) => readDayRows(registry.deps, seq)));
  expect(under.map((text) => text.includes('"intervals_valid":"21"'))).toEqual([true, false, false]);
  // More than 72 hours after its end: stored, marked, not counted.
  at('2026-11-27T00:31:00Z');
  await send(1);
  at('2026-11-28T00:30:00Z');
  expect(await close()).toEqual([]);
  const changed = await registry.deps.ledger.read((tx) => tx.accumulators.changedDays('2026-01-01', '2026-12-31'));
  expect(changed).toEqual([]);
});

test('a row waits for the window of its attestations', async () => {
  at('2026-11-23T02:00:10Z');
  await send(2);
  const compute = () =>
    registry.deps.ledger.read((tx) => computeSiteRows(tx, org.id as PartyId, [{ siteId: SITE, day: '2026-11-23' }]));
  expect(await compute()).toEqual([]);
  await registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now()));
  expect((await compute()).map(({ sums }) => formatRational(sums.intervals_valid))).toEqual(['2/1']);
});

test('a row stays the same bytes whatever is registered later', async () => {
  await register(entry('web', 'team-web'));
  at('2026-11-24T00:00:10Z');
  await send(24);
  at('2026-11-24T00:30:00Z');
  const before = await headSeq(registry);
  await close();
  const [leaf] = (await leavesAfter(registry, before)).filter(({ t }) => t === 'telemetry.day');
  expect(leaf).toMatchObject({ day: '2026-11-23', n: 1 });
  const text = await readDayRows(registry.deps, await headSeq(registry));
  await register(entry('web', null), entry('batch', 'team-batch'));
  at('2026-11-24T09:00:00Z');
  const again = await registry.deps.ledger.read((tx) =>
    computeSiteRows(tx, org.id as PartyId, [{ siteId: SITE, day: '2026-11-23' }]),
  );
  expect(again.map((row) => `${encodeRow(row)}\n`)).toEqual([text]);
  expect(text).toContain('"id":"batch","measured":false,"redundancy":1,"reserved":"1152","unit":null');
});

test('an audit counts from the leaf of its accept until the auditor takes it back', async () => {
  const auditor = await registerAuditor(registry, 'lumen');
  const audit = member(await declare(registry, org), 'digest');
  await register({ ...entry('web', 'team-web'), kind: 'service' }, entry('batch', 'team-batch'));
  at('2026-11-23T06:00:00Z');
  await giveOpinion(registry, auditor, audit);
  at('2026-11-23T18:00:00Z');
  await giveOpinion(registry, auditor, audit, { result: 'more_information' });
  at('2026-11-24T00:00:10Z');
  await send(24);
  at('2026-11-24T00:30:00Z');
  const [row] = await close();
  const whileStanding = (kwh: number) => (12 * kwh).toString();
  expect(row?.sums['w_measured']).toBe(whileStanding(40 + 30));
  // The audit says of `web` that it cannot wait; without it, a service waits like anything else.
  expect(row?.sums['deferrable']).toBe((12 * (40 + 30) + 12 * 30).toString());
  expect(row?.workloads).toMatchObject([
    { id: 'batch', deferrable: true, measured: false, energy: whileStanding(30) },
    { id: 'batch', deferrable: true, measured: true, energy: whileStanding(30) },
    { id: 'web', deferrable: false, measured: true, energy: whileStanding(40) },
    { id: 'web', deferrable: true, measured: false, energy: whileStanding(40) },
  ]);
});

test('of two versions in one second the later one counts', async () => {
  at('2026-11-22T20:00:00.100Z');
  await register(entry('web', null));
  at('2026-11-22T20:00:00.900Z');
  await register(entry('web', 'team-web'));
  at('2026-11-24T00:00:10Z');
  await send(24);
  at('2026-11-24T00:30:00Z');
  const [row] = await close();
  expect(row?.sums['w_visible']).toBe('960');
});
