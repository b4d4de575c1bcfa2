import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acceptInventory } from '../../src/registry/accept-inventory.ts';
import { closeDueDays } from '../../src/registry/close-day.ts';
import { readStatement } from '../../src/registry/read-documents.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { readDayRows, readTelemetry } from '../../src/registry/read-telemetry.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { inventoryBody } from '../support/inventory-body.ts';
import { headSeq, leavesAfter, member } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
let org: TestParty;
beforeEach(async () => {
  registry = await createTestRegistry({ now: '2026-11-25T12:00:00Z' });
  org = await registerProved(registry, 'acme');
});
afterEach(async () => {
  await checkRegistry(registry);
  await registry.close();
});

const send = async (body: unknown, party = org) =>
  acceptInventory(registry.deps, await registry.sign(party, 'cms-inventory+jwt', body));
const noEvaluation = async (): Promise<void> => undefined;
const close = () => closeDueDays(registry.deps, noEvaluation);
const at = (instant: string) => registry.setNow(new Date(instant));
const read = async (range = {}, text?: string) =>
  readTelemetry(registry.deps, 'acme', await readPosition(registry.deps, text), range);

describe('an inventory', () => {
  test('is accepted, logged, answered again and public', async () => {
    const before = await headSeq(registry);
    const bytes = await registry.sign(org, 'cms-inventory+jwt', inventoryBody('2026-11-01', '2026-11-25'));
    const outcome = await acceptInventory(registry.deps, bytes);
    expect(outcome.status).toBe(201);
    const digest = member(outcome, 'digest');
    expect(outcome.answer).toEqual({ digest, seq: before + 1, receipt: null });
    expect(await leavesAfter(registry, before)).toMatchObject([{ t: 'inventory.accepted', org: 'acme', d: digest }]);
    expect(await acceptInventory(registry.deps, bytes)).toEqual({ ...outcome, status: 200 });
    expect(await readStatement(registry.deps, digest)).toBe(Buffer.from(bytes).toString('latin1'));
  });

  test('is not judged by its figures', async () => {
    const absurd = inventoryBody('2026-11-24', '2026-11-25', {
      network: { metered_gb: '0', flows: [{ flow_id: 'f', owner: null, gb: '9', redundant_gb: '10' }] },
    });
    expect((await send(absurd)).status).toBe(201);
  });

  test.each([
    ['35 days after its first day ended', '2026-10-20', '2026-10-22', '2026-11-25T00:00:00Z', true],
    ['a second later', '2026-10-20', '2026-10-22', '2026-11-25T00:00:01Z', false],
    ['on its first day', '2026-11-26', '2026-12-01', '2026-11-26T00:00:00Z', true],
    ['before it begins', '2026-11-26', '2026-12-01', '2026-11-25T23:59:59Z', false],
  ])('may be sent %s', async (_, start, end, now, accepted) => {
    await registry.close();
    registry = await createTestRegistry({ now });
    org = await registerProved(registry, 'acme');
    const outcome = send(inventoryBody(start, end));
    if (accepted) expect((await outcome).status).toBe(201);
    else await expect(outcome).rejects.toMatchObject({ code: 'implausible', issues: [{ pointer: '/period/start' }] });
  });

  test('is refused with its faults, and from an auditor', async () => {
    const wrong = send(inventoryBody('2026-10-24', '2026-11-25', { capacity: null }));
    await expect(wrong).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/period/end' }, { pointer: '/capacity' }],
    });
    const auditor = await registerAuditor(registry, 'lumen');
    const other = send(inventoryBody('2026-11-24', '2026-11-25'), auditor);
    await expect(other).rejects.toMatchObject({ code: 'key_role' });
  });
});

describe('the close of days', () => {
  test('does nothing while there is nothing', async () => {
    expect(await close()).toEqual([]);
  });

  test('commits a row a day from the first named day on, under a leaf each', async () => {
    await send(inventoryBody('2026-11-22', '2026-11-24'));
    const before = await headSeq(registry);
    const closed = await close();
    expect(closed.map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
    const leaves = await leavesAfter(registry, before);
    expect(leaves).toMatchObject(closed.map(({ day, root }) => ({ t: 'telemetry.day', day, root, n: 1 })));
    expect(await close()).toEqual([]);
    const [first] = closed;
    const text = await readDayRows(registry.deps, first?.seq ?? -1);
    expect(text).toBe(
      '{"day":"2026-11-22","org":"acme","site":null,"sums":{"gbh_justified":"1920/1","gbh_listed":"2160/1","gbh_metered":"2400/1","gbh_needed":"1920/1","net_listed":"30/1","net_metered":"35/1","net_needed":"25/1"},"v":1}\n',
    );
    await expect(readDayRows(registry.deps, before)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readDayRows(registry.deps, 1_000_000)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('waits until half past midnight', async () => {
    await send(inventoryBody('2026-11-25', '2026-11-26'));
    at('2026-11-26T00:29:59Z');
    expect(await close()).toEqual([]);
    at('2026-11-26T00:30:00Z');
    expect(await close()).toMatchObject([{ day: '2026-11-25' }]);
  });

  test('carries an inventory on', async () => {
    await send(inventoryBody('2026-11-24', '2026-11-25'));
    await close();
    await registerOnly(registry, 'other');
    at('2026-11-26T00:30:00Z');
    // Nobody else has a row.
    expect(await close()).toMatchObject([{ day: '2026-11-25' }]);
    expect(await read()).toMatchObject([{ day: '2026-11-24' }, { day: '2026-11-25', site_id: null }]);
  });

  test('takes a replaced day again, and only that', async () => {
    await send(inventoryBody('2026-11-22', '2026-11-25'));
    await close();
    const before = await readPosition(registry.deps);
    at('2026-11-26T08:00:00Z');
    await send(inventoryBody('2026-11-23', '2026-11-24', { network: { metered_gb: '7', flows: [] } }));
    const [closed] = await close();
    const lines = (await readDayRows(registry.deps, closed?.seq ?? -1)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).day)).toEqual(['2026-11-23', '2026-11-25']);
    const moved = (items: Awaited<ReturnType<typeof read>>) => items.map(({ day, sums }) => [day, sums['net_metered']]);
    expect(moved(await read())).toEqual([
      ['2026-11-22', '70/3'],
      ['2026-11-23', '7/1'],
      ['2026-11-24', '70/3'],
      ['2026-11-25', '70/3'],
    ]);
    expect(moved(await read({}, String(before.seq)))).toEqual([
      ['2026-11-22', '70/3'],
      ['2026-11-23', '70/3'],
      ['2026-11-24', '70/3'],
    ]);
    expect(moved(await read({ from: '2026-11-23', to: '2026-11-23' }))).toEqual([['2026-11-23', '7/1']]);
  });

  test('is done once, whoever does it', async () => {
    await send(inventoryBody('2026-11-22', '2026-11-25'));
    const results = await Promise.all([close(), close(), close()]);
    expect(
      results
        .flat()
        .map(({ day }) => day)
        .sort(),
    ).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
  });

  test('evaluates nobody without telemetry', async () => {
    await send(inventoryBody('2026-11-24', '2026-11-25'));
    const evaluated: string[] = [];
    await closeDueDays(registry.deps, async (_tx, _deps, party) => void evaluated.push(party));
    expect(evaluated).toEqual([]);
  });
});

describe('rows for readers', () => {
  test.each([
    ['days in the wrong order', { from: '2026-11-25', to: '2026-11-24' }],
    ['more than 400 days', { from: '2025-10-21', to: '2026-11-25' }],
    ['a day that does not exist', { from: '2026-02-30', to: '2026-03-02' }],
  ])('are refused for %s', async (_, range) => {
    await expect(read(range)).rejects.toMatchObject({ code: 'request_invalid' });
  });

  test('are those of 400 days, and none of a party that is not listed', async () => {
    expect(await read({ from: '2025-10-22', to: '2026-11-25' })).toEqual([]);
    const position = await readPosition(registry.deps);
    const unknown = readTelemetry(registry.deps, 'nobody', position, {});
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
  });
});
