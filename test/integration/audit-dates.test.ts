import { afterEach, describe, expect, test } from 'vitest';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, type AuditOptions, type auditBody, declare } from '../support/journey.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

/** The log's times never run backwards, so each test has a registry whose clock starts where the test does. */
let registry: TestRegistry;
const openAt = async (now: string): Promise<TestParty> => {
  registry = await createTestRegistry({ now });
  return registerProved(registry, 'nordhafen');
};
afterEach(async () => {
  await checkRegistry(registry);
  await registry.close();
});

describe('R02: an audit is accepted from the end of its window for 400 days', () => {
  test.each([
    ['a second before the end', '2026-03-01T23:59:59Z', false],
    ['at the end', '2026-03-02T00:00:00Z', true],
    ['400 days after', '2027-04-06T00:00:00Z', true],
    ['a second later than that', '2027-04-06T00:00:01Z', false],
  ])('%s', async (_what, now, accepted) => {
    const org = await openAt(now);
    const outcome = declare(registry, org);
    if (accepted) expect((await outcome).status).toBe(201);
    else await expect(outcome).rejects.toMatchObject({ code: 'audit_rejected', issues: [{ code: 'R02' }] });
  });
});

const register = async (org: TestParty, ids: readonly string[]) =>
  registerWorkloads(registry.deps, await registry.sign(org, 'cms-workloads+jwt', entries(ids)));

const entries = (ids: readonly string[]) => ({
  schema: 'cms-workloads/1',
  entries: ids.map((workload_id) => ({
    workload_id,
    site_id: 'nordhafen-1',
    name: workload_id,
    owner: 'team-a',
    schedule_ref: `cron:${workload_id}`,
    kind: 'service',
    deferrable: false,
    capacity_unit: 'vcpu',
    redundancy: 1,
    energy_basis: 'measured',
  })),
});

const registered = (at: string): AuditOptions => ({
  alter: (audit: ReturnType<typeof auditBody>) => {
    for (const workload of audit.workloads) workload.registered_at = at;
  },
});

describe('R22: the register proves registration dates', () => {
  test('a date before the register saw the id is refused, and so is an id it never saw', async () => {
    const org = await openAt('2026-01-04T12:00:00Z');
    await register(org, ['web', 'batch']);
    registry.setNow(new Date(AFTER_56_DAYS));
    const early = declare(registry, org, registered('2026-01-04T11:59:59Z'));
    await expect(early).rejects.toMatchObject({ issues: [{ code: 'R22' }, { code: 'R22' }, { code: 'R22' }] });
    const unseen = declare(registry, org, registered('2026-01-04T12:00:00Z'));
    await expect(unseen).rejects.toMatchObject({ issues: [{ code: 'R22', pointer: '/workloads/2/registered_at' }] });
  });

  test('the first statement naming an id counts, and the second its leaf bears', async () => {
    const org = await openAt('2026-01-04T12:00:00.700Z');
    await register(org, ['web', 'batch', 'platform']);
    registry.setNow(new Date('2026-01-06T12:00:00Z'));
    await register(org, ['web', 'batch', 'platform']);
    registry.setNow(new Date(AFTER_56_DAYS));
    expect((await declare(registry, org, registered('2026-01-04T12:00:00Z'))).status).toBe(201);
  });

  test.each([
    ['2026-01-04T23:59:59Z', false],
    ['2026-01-05T00:00:00Z', true],
  ])('a register accepted at %s binds a window from then on: %s', async (now, free) => {
    const org = await openAt(now);
    await register(org, ['other']);
    registry.setNow(new Date(AFTER_56_DAYS));
    const outcome = declare(registry, org);
    if (free) expect((await outcome).status).toBe(201);
    else await expect(outcome).rejects.toMatchObject({ code: 'audit_rejected' });
  });

  test.each([
    ['2026-03-02T00:00:00Z', 'REJECT', 'R22'],
    ['2026-01-06T00:00:00Z', 'FLAG', 'F11'],
  ])('a first run at %s is a %s', async (first_run_at, severity, code) => {
    const org = await openAt(AFTER_56_DAYS);
    const outcome = declare(registry, org, {
      alter: (audit) => {
        for (const workload of audit.workloads.slice(0, 1)) workload.first_run_at = first_run_at;
      },
    });
    const findings = expect.arrayContaining([expect.objectContaining({ severity, code })]);
    if (severity === 'FLAG') expect((await outcome).answer).toMatchObject({ findings });
    else await expect(outcome).rejects.toMatchObject({ members: { findings } });
  });

  test('an auditor registers no workloads', async () => {
    await openAt(AFTER_56_DAYS);
    const auditor = await registerAuditor(registry, 'lumen');
    await expect(register(auditor, ['web'])).rejects.toMatchObject({ code: 'key_role' });
  });
});
