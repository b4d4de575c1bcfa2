import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, type auditBody, declare } from '../support/journey.ts';
import { act, createTestRegistry, registerProved, type TestRegistry } from '../support/registry.ts';
import { startServer } from '../support/server.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

describe('the registry’s own grid series', () => {
  const csv = (share: string): string => {
    const hours = Array.from(
      { length: 24 * 56 },
      (_, hour) => new Date(Date.parse('2026-01-05T00:00:00Z') + hour * 3_600_000),
    );
    const lines = hours.map((hour) => `${hour.toISOString().slice(0, 19)}Z,${share},100,50`);
    return `start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n${lines.join('\n')}\n`;
  };
  const place = async (text: string): Promise<string> => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    await writeFile(path.join(registry.gridFolder, `${sha256}.csv`), text);
    return sha256;
  };
  const inZone = (zone: string) => ({
    alter: (audit: ReturnType<typeof auditBody>) => {
      for (const site of audit.sites) site.grid_zone = zone;
    },
  });

  test('overrides the sender’s from the act on, newest first, and clears F10', async () => {
    const org = await registerProved(registry, 'gridded');
    const before = await declare(registry, org, inZone('Z1'));
    const sha256 = await place(csv('0.9'));
    await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z1', sha256 });
    const after = await declare(registry, org, inZone('Z1'));
    expect(after.answer).toMatchObject({ findings: [], score: { submetrics: { T1: { value: '47/50' } } } });
    expect(before.answer).toMatchObject({ score: { submetrics: { T1: { value: '7/10' } } } });
    await act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z1', sha256: await place(csv('0.5')) });
    const newest = await declare(registry, org, inZone('Z1'));
    expect(newest.answer).toMatchObject({ findings: [], score: { submetrics: { T1: { value: '7/10' } } } });
    const elsewhere = await declare(registry, org, inZone('Z2'));
    expect(elsewhere.answer).toMatchObject({ findings: [{ code: 'F10' }] });
  });

  test.each([
    ['absent', async () => '0'.repeat(64)],
    ['unsorted', async () => place(csv('0.9').split('\n').reverse().join('\n'))],
    ['of another header', async () => place('a,b\n')],
  ])('that is %s cannot come into force', async (_what, prepare) => {
    const sha256 = await prepare();
    const refused = act(registry, 0, { action: 'grid_series', subject: 'registry', zone: 'Z3', sha256 });
    await expect(refused).rejects.toMatchObject({ code: 'implausible' });
  });

  test('is served as the very bytes the act named, for ever', async () => {
    const text = csv('0.25');
    const sha256 = await place(text);
    const server = await startServer(registry);
    const served = await fetch(`${server.address}/v1/grid/${sha256}.csv`);
    expect(await served.text()).toBe(text);
    expect(served.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const other of ['0'.repeat(64), await place('a,b\n'), sha256.toUpperCase(), '..%2f'])
      expect((await fetch(`${server.address}/v1/grid/${other}.csv`)).status).toBe(404);
    await server.close();
  });
});
