import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countersign } from '../../src/registry/countersign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, type AuditOptions, declare, giveOpinion, leavesOf, member } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  opinionBody,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
let lumen: TestParty;
let umbra: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  lumen = await registerAuditor(registry, 'lumen');
  umbra = await registerAuditor(registry, 'umbra', { alg: 'ES256' });
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

let count = 0;
/** A fresh organisation with one declared audit. */
async function declared(options: AuditOptions = {}): Promise<{ org: TestParty; audit: string }> {
  count += 1;
  const org = await registerProved(registry, `org-${count}`);
  return { org, audit: member(await declare(registry, org, options), 'digest') };
}

describe('an opinion is refused', () => {
  test('by an applicant', async () => {
    const { audit } = await declared();
    const applicant = await registerProved(registry, 'applicant', { kind: 'auditor' });
    await expect(giveOpinion(registry, applicant, audit)).rejects.toMatchObject({ code: 'not_accredited' });
  });

  test('by an organisation', async () => {
    const { org, audit } = await declared();
    await expect(giveOpinion(registry, org, audit)).rejects.toMatchObject({ code: 'not_accredited' });
  });

  test('at a level the auditor is not accredited for, or the audit does not have', async () => {
    const { audit } = await declared();
    const junior = await registerProved(registry, 'junior', { kind: 'auditor' });
    await act(registry, 0, { action: 'accredit', subject: 'junior', levels: [1], valid_to: '2027-01-01T00:00:00Z' });
    await expect(giveOpinion(registry, junior, audit, { level: 2 })).rejects.toMatchObject({ code: 'not_accredited' });
    await expect(giveOpinion(registry, lumen, audit, { level: 3 })).rejects.toMatchObject({
      code: 'implausible',
      issues: [{ pointer: '/level' }],
    });
  });

  test.each(['suspend_accreditation', 'withdraw_accreditation'])('after %s', async (action) => {
    const { audit } = await declared();
    const id = action.replaceAll('_', '-');
    const auditor = await registerAuditor(registry, id);
    const leaves = await leavesOf(registry, () => act(registry, 0, { action, subject: id }));
    expect(leaves.at(-1)).toMatchObject({ party: id, levels: [1, 2, 3, 4], valid_to: '2030-01-01T00:00:00Z' });
    await expect(giveOpinion(registry, auditor, audit)).rejects.toMatchObject({ code: 'not_accredited' });
  });

  test('from the instant the accreditation ends', async () => {
    const { audit } = await declared();
    const auditor = await registerProved(registry, 'expiring', { kind: 'auditor' });
    const valid_to = '2026-03-03T13:00:00Z';
    await act(registry, 0, { action: 'accredit', subject: 'expiring', levels: [1], valid_to });
    registry.setNow(new Date(valid_to));
    await expect(giveOpinion(registry, auditor, audit)).rejects.toMatchObject({ code: 'not_accredited' });
    registry.setNow(new Date('2026-03-03T12:59:59Z'));
    expect((await giveOpinion(registry, auditor, audit)).status).toBe(201);
  });

  test('by an auditor whom the organisation did not name', async () => {
    const { audit } = await declared({ auditors: ['umbra'] });
    await expect(giveOpinion(registry, lumen, audit)).rejects.toMatchObject({ code: 'not_permitted_by_holder' });
    expect((await giveOpinion(registry, umbra, audit)).status).toBe(201);
  });

  test.each([
    ['legal entity identifier', { lei: '529900T8BM49AURSDO55' }],
    ['VAT number', { vat: 'DE123456789' }],
  ])('when both share a %s', async (what, ids) => {
    const id = what.split(' ')[0]?.toLowerCase();
    const org = await registerProved(registry, `${id}-holder`, ids);
    const auditor = await registerAuditor(registry, `${id}-auditor`, ids);
    const audit = member(await declare(registry, org), 'digest');
    await expect(giveOpinion(registry, auditor, audit)).rejects.toMatchObject({ code: 'conflict_of_interest' });
  });

  test('on an audit nobody has, or under another address', async () => {
    const { audit } = await declared();
    const unknown = 'A'.repeat(43);
    await expect(giveOpinion(registry, lumen, unknown)).rejects.toMatchObject({ code: 'not_found' });
    const bytes = await registry.sign(lumen, 'cms-countersignature+jwt', opinionBody(audit));
    await expect(countersign(registry.deps, unknown, bytes)).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/audit' }],
    });
  });

  test('later than 400 days after the window', async () => {
    const { audit } = await declared();
    const late = await registry.signWith(lumen, 'cms-countersignature+jwt', opinionBody(audit), {
      iat: Date.parse('2027-04-06T00:00:00Z') / 1000,
      exp: Date.parse('2027-04-06T12:00:00Z') / 1000,
    });
    registry.setNow(new Date('2027-04-06T00:00:01Z'));
    await expect(countersign(registry.deps, audit, late)).rejects.toMatchObject({ code: 'implausible' });
    registry.setNow(new Date('2026-03-03T12:00:00Z'));
  });

  test('with a scope share that is no decimal above 0 and at most 1', async () => {
    const { audit } = await declared();
    for (const scope_share of ['0', '1.000001', '-1', '0.0000001', '1e0', 0.5]) {
      const refused = giveOpinion(registry, lumen, audit, { scope_share });
      await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/document_invalid|payload_invalid/) });
    }
  });
});
