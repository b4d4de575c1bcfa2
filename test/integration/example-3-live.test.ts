import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Base64url } from '../../src/core/base64url.ts';
import { formatMicro } from '../../src/core/decimal.ts';
import { formatUtcInstant } from '../../src/core/instant.ts';
import type { JsonObject, JsonValue } from '../../src/core/json-value.ts';
import { reduceDays, scopedRows } from '../../src/core/live/reduce-days.ts';
import { CMS_1 } from '../../src/core/methodology/cms-1.ts';
import { reduceHardware } from '../../src/core/methodology/hardware.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import { mergeWorkloads } from '../../src/core/methodology/sums.ts';
import {
  parseTelemetryBundle,
  type TelemetryBundle,
  type TelemetryRecord,
} from '../../src/core/methodology/telemetry-bundle.ts';
import type { OrganisationRow, SiteRow } from '../../src/core/telemetry/accumulator-row.ts';
import { addDays, dayOf, dayStart } from '../../src/core/telemetry/day.ts';
import { parseRow } from '../../src/core/telemetry/row-text.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { conclude, exactTexts } from '../methodology/evaluate.ts';
import { hasPublished, readExample, readExpected } from '../methodology/published.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { giveOpinion } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type TestDevice, telemetryKey } from '../support/telemetry.ts';

/*
 * The audit of example 3 comes first and its telemetry after it, ten weeks later than the vector has it: only what an audit has
 * confirmed counts live. Whole weeks change no sum.
 */
const SHIFT_DAYS = 70;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 56;
const FIRST = addDays('2026-01-05', SHIFT_DAYS);
const LAST = addDays(FIRST, DAYS - 1);
/** From this day on the registry has its own series of the zone and the sender says nothing of the grid. */
const SERIES_FROM = addDays(FIRST, 28);

let registry: TestRegistry;
let server: TestServer;
let org: TestParty;
let bundle: TelemetryBundle;

const noEvaluation = async (): Promise<void> => undefined;
const setNow = (day: string, ms = 0) => registry.setNow(new Date(dayStart(day).getTime() + ms));
const shifted = (start: Date): Date => new Date(start.getTime() + SHIFT_DAYS * DAY_MS);

async function post(path: string, bytes: Uint8Array | string, type = 'application/jose'): Promise<JsonObject> {
  const response = await fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: Buffer.from(bytes),
  });
  const answer: JsonObject = await response.json();
  expect(response.status, JSON.stringify(answer).slice(0, 500)).toBeLessThan(300);
  return answer;
}

const textOf = (value: JsonValue | undefined): string => {
  if (typeof value !== 'string') throw new Error('no text');
  return value;
};

/** Declares the audit of the example and lets an auditor accept it. */
async function countersigned(): Promise<void> {
  const auditor = await registerAuditor(registry, 'lumen');
  const { body } = readExample('example-3-prime-924');
  const audit = await post('/v1/audits', await registry.sign(org, 'cms-audit+jwt', body));
  await giveOpinion(registry, auditor, textOf(audit['digest']), { level: 4, scope_share: '0.97' });
}

async function registerWorkloads(): Promise<void> {
  const entries = bundle.register.map(
    ({ registered_at: _at, first_run_at: _run, not_deferrable_reason: _why, ...entry }) => entry,
  );
  await post('/v1/workloads', await registry.sign(org, 'cms-workloads+jwt', { schema: 'cms-workloads/1', entries }));
}

/** The inventory of the example for four of its eight weeks. */
async function sendInventory(from: string): Promise<void> {
  const { body } = readExample('example-3-telemetry');
  const { inventory, capacity, hardware } = body;
  const [period] = inventory as {
    storage: JsonObject;
    network: { metered_gb: string; flows: Record<string, string>[] };
  }[];
  if (period === undefined) throw new Error('the example has an inventory');
  const half = (text: string | undefined): string => (Number(text) / 2).toString();
  const flows = period.network.flows.map((flow) => ({
    ...flow,
    gb: half(flow['gb']),
    redundant_gb: half(flow['redundant_gb']),
  }));
  const document = {
    schema: 'cms-inventory/1',
    period: { start: `${from}T00:00:00Z`, end: `${addDays(from, DAYS / 2)}T00:00:00Z` },
    storage: period.storage,
    network: { metered_gb: half(period.network.metered_gb), flows },
    capacity,
    hardware,
  };
  await post('/v1/inventories', await registry.sign(org, 'cms-inventory+jwt', document));
}

/** Puts the zone's series into force, with the example's own values. */
async function putSeriesIntoForce(): Promise<void> {
  const values = (record: TelemetryRecord): string =>
    [record.grid_cfe_share, record.carbon_intensity_g_per_kwh, record.price_per_mwh].map(formatMicro).join(',');
  const lines = bundle.records.map((record) => `${formatUtcInstant(shifted(record.start))},${values(record)}`);
  const csv = `start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n${lines.join('\n')}\n`;
  const sha256 = createHash('sha256').update(csv).digest('hex');
  await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), csv);
  await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'DK1', sha256 });
}

/** The records of the example as one unbroken chain of its site. */
function chain(device: TestDevice) {
  let link: { epoch: number; seq: number; prev: string | null } = { epoch: 0, seq: 0, prev: null };
  let facility = 0n;
  let it = 0n;
  return async (record: TelemetryRecord): Promise<string> => {
    facility += record.facility_kwh;
    it += record.it_kwh;
    const start = shifted(record.start);
    const grid = {
      grid_cfe_share: formatMicro(record.grid_cfe_share),
      carbon_intensity_g_per_kwh: formatMicro(record.carbon_intensity_g_per_kwh),
      price_per_mwh: formatMicro(record.price_per_mwh),
    };
    const body = {
      schema: 'cms-attestation/1',
      site_id: record.site_id,
      chain: link,
      start: formatUtcInstant(start),
      minutes: 60,
      facility_kwh: formatMicro(record.facility_kwh),
      it_kwh: formatMicro(record.it_kwh),
      registers: { facility_kwh: formatMicro(facility), it_kwh: formatMicro(it) },
      matched_cfe_kwh: formatMicro(record.matched_cfe_kwh),
      heat_reused_kwh: formatMicro(record.heat_reused_kwh ?? 0n),
      ...(dayOf(start) < SERIES_FROM ? grid : {}),
      workloads: record.workloads.map((use) => ({
        workload_id: use.workload_id,
        energy_kwh: formatMicro(use.energy_kwh),
        reserved_units_h: formatMicro(use.reserved_units_h),
        used_units_h: formatMicro(use.used_units_h),
        discarded_kwh: formatMicro(use.discarded_kwh ?? 0n),
      })),
    };
    const jws = Buffer.from(await registry.sign(device, 'cms-attestation+jwt', body)).toString('latin1');
    link = { ...link, seq: link.seq + 1, prev: sha256Base64url(jws.slice(0, jws.lastIndexOf('.'))) };
    return jws;
  };
}

/**
 * The vector has discarded energy in hours in which the workload drew none, which R14 refuses of an attestation. Here it is
 * reported as soon as the workload runs again, and what is left over in the hours before; no sum changes.
 */
function reportedWhileRunning(records: readonly TelemetryRecord[]): readonly TelemetryRecord[] {
  const owed = new Map<string, bigint>();
  const settle = (record: TelemetryRecord): TelemetryRecord => ({
    ...record,
    workloads: record.workloads.map((use) => {
      const due = (owed.get(use.workload_id) ?? 0n) + (use.discarded_kwh ?? 0n);
      const discarded_kwh = due < use.energy_kwh ? due : use.energy_kwh;
      owed.set(use.workload_id, due - discarded_kwh);
      return { ...use, discarded_kwh };
    }),
  });
  const settled = records.map(settle).reverse().map(settle).reverse();
  expect([...owed.values()].filter((left) => left > 0n)).toEqual([]);
  return settled;
}

/** Eight weeks: the day's intervals when the day is over, the close half an hour after midnight. */
async function live(device: TestDevice): Promise<void> {
  const next = chain(device);
  const records = reportedWhileRunning(bundle.records);
  for (let day = FIRST; day <= LAST; day = addDays(day, 1)) {
    setNow(addDays(day, 1));
    if (day === SERIES_FROM) {
      await sendInventory(FIRST);
      await putSeriesIntoForce();
    }
    if (day === LAST) await sendInventory(SERIES_FROM);
    const attestations: string[] = [];
    for (const record of records) if (dayOf(shifted(record.start)) === day) attestations.push(await next(record));
    const { results } = await post('/v1/attestations', JSON.stringify({ attestations }), 'application/json');
    const [fault] = (results as readonly JsonObject[]).filter(({ status }) => status !== 201);
    expect(fault).toBeUndefined();
    expect(results).toHaveLength(24);
    setNow(addDays(day, 1), HOUR_MS / 2);
    expect(await closeDueDays(registry.deps, noEvaluation)).toMatchObject([{ day }]);
  }
}

/** What anybody can read: the newest version of each row, from the bytes under the day leaves. */
async function publishedRows(): Promise<{ siteRows: SiteRow[]; organisationRows: OrganisationRow[] }> {
  const query = `?granularity=day&from=${FIRST}&to=${LAST}`;
  const listed = await fetch(`${server.address}/v1/organisations/obsidian-ledger/telemetry${query}`);
  const { items }: { items: { day: string; site_id: string | null; leaf: number }[] } = await listed.json();
  expect(items).toHaveLength(2 * DAYS);
  const rows = await Promise.all(
    items.map(async ({ day, site_id, leaf }) => {
      const text = await (await fetch(`${server.address}/log/rows/${leaf}.jsonl`)).text();
      const parsed = text.trimEnd().split('\n').map(parseRow);
      const row = parsed.find((one) => one?.day === day && one.site === site_id);
      if (row === undefined) throw new Error(`no row of ${day} under ${leaf}`);
      return row;
    }),
  );
  return {
    siteRows: rows.filter((row) => row.site !== null),
    organisationRows: rows.filter((row) => row.site === null),
  };
}

describe.skipIf(!hasPublished)('example 3 live, over HTTP', () => {
  beforeAll(async () => {
    registry = await createTestRegistry({ now: '2026-03-03T12:00:00Z' });
    server = await startServer(registry);
    bundle = parseTelemetryBundle(readExample('example-3-telemetry').body);
    org = await registerProved(registry, 'obsidian-ledger');
    await countersigned();
    const device = await telemetryKey(registry, org, 'obs-1');
    await registerWorkloads();
    await live(device);
  }, 300_000);
  afterAll(async () => {
    await server.close();
    await registry.close();
  });

  test('56 days of rows give the sums and the rationals of its audit', async () => {
    const rows = await publishedRows();
    const scoped = scopedRows([{ site_id: 'obs-1', minutes: 60 }], rows.siteRows, rows.organisationRows);
    const hardware = reduceHardware(bundle.hardware, CMS_1, () => undefined);
    const summed = reduceDays(scoped, { from: FIRST, to: LAST }, hardware);
    const whole = reduceTelemetryBundle(bundle);
    expect(summed.sums).toEqual(whole.sums);
    expect(mergeWorkloads(summed.workloads)).toEqual(mergeWorkloads(whole.workloads));
    const { submetrics, mirrors, coverage, composite_pow4, composite_percent } = readExpected('example-3-prime-924');
    const { facts } = readExample('example-3-prime-924');
    const result = conclude(summed, facts, '92.4');
    expect(exactTexts(result)).toEqual({ submetrics, mirrors, coverage, composite_pow4, composite_percent });
    expect(result.decision.tier).toBe('Obsidian Prime');
  });

  test("half of it was scored with the sender's grid values, half with the registry's own", async () => {
    const { rows } = await registry.database.pool.query(
      'select grid_from_registry as own, count(*)::int as n from attestations group by 1 order by 1',
    );
    expect(rows).toEqual([
      { own: false, n: 28 * 24 },
      { own: true, n: 28 * 24 },
    ]);
  });

  test('and everything can be checked from outside', () => checkRegistry(registry), 120_000);
});
