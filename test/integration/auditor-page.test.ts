import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAuditor } from '../../src/registry/read-auditor.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare, giveOpinion, member } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  auditor = await registerAuditor(registry, 'lumen');
}, 60_000);
afterAll(async () => {
  await checkRegistry(registry);
  await server.close();
  await registry.close();
});

const page = async (id: string) => {
  const { statusCode, payload } = await server.app.inject({ url: `/auditors/${id}` });
  return { statusCode, html: payload };
};

describe('an auditor', () => {
  test('has a record of what it judged, and of what it took back', async () => {
    await certify(registry, await registerProved(registry, 'acme'), auditor);
    const audit = member(await declare(registry, await registerProved(registry, 'globex')), 'digest');
    await giveOpinion(registry, auditor, audit);
    await giveOpinion(registry, auditor, audit, { result: 'reject' });
    expect(await readAuditor(registry.deps, 'lumen')).toMatchObject({
      state: 'accredited',
      levels: [1, 2, 3, 4],
      valid_to: '2030-01-01T00:00:00Z',
      audits: 2,
      accepts: 1,
      rejects: 1,
      reversals: 1,
      opinions: [
        { organisation: { party_id: 'globex' }, opinion: { result: 'reject', standing: true } },
        { organisation: { party_id: 'globex' }, opinion: { result: 'accept', standing: false } },
        { organisation: { party_id: 'acme' }, opinion: { result: 'accept', standing: true } },
      ],
    });
    const { html } = await page('lumen');
    expect(html).toContain('Accredited for levels 1, 2, 3, 4 until 2030-01-01.');
    expect(html).toContain('href="/organisations/globex"');
  });

  test('does not name those who are not shown', async () => {
    const hidden = await registerOnly(registry, 'hidden');
    await giveOpinion(registry, auditor, member(await declare(registry, hidden), 'digest'));
    const { audits, opinions } = await readAuditor(registry.deps, 'lumen');
    expect(audits).toBe(3);
    expect(opinions.map((one) => one.organisation.party_id)).not.toContain('hidden');
    expect((await page('lumen')).html).not.toContain('hidden.example');
  });

  test('whose accreditation is suspended says so first', async () => {
    await registerAuditor(registry, 'umbra');
    await act(registry, 0, { action: 'suspend_accreditation', subject: 'umbra' });
    expect((await page('umbra')).html).toContain('Accreditation suspended: it gives no new opinions.');
  });

  test('is no organisation, and nobody is found elsewhere', async () => {
    expect((await page('acme')).statusCode).toBe(404);
    expect((await page('nobody')).statusCode).toBe(404);
    expect((await page('hidden')).statusCode).toBe(404);
  });
});
