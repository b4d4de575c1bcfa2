import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/registry/accept.ts';
import { readCertificate } from '../../src/registry/read-documents.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare, giveOpinion, leavesOf, member } from '../support/journey.ts';
import { act, createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
let auditor: TestParty;
/** Two of three officers must sign. */
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS, officersRequired: 2 });
  auditor = await registerProved(registry, 'lumen', { kind: 'auditor' });
  const valid_to = '2030-01-01T00:00:00Z';
  await both({ action: 'accredit', subject: 'lumen', levels: [3, 1, 2], valid_to });
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

type Members = { action: string; subject: string; [member: string]: unknown };
const confirm = (officer: number, first: Outcome, subject: string, dryRun = false) =>
  act(registry, officer, { action: 'confirm', subject, act: member(first, 'digest') }, dryRun);
const both = async (members: Members) => confirm(1, await act(registry, 0, members), members.subject);

let count = 0;
async function certified(): Promise<{ org: TestParty; certificate: string; audit: string }> {
  const org = await registerProved(registry, `org-${++count}`);
  return { org, ...(await certify(registry, org, auditor)) };
}
const stateOf = async (certificate: string) =>
  (await readCertificate(registry.deps, certificate, await readPosition(registry.deps))).state;

describe('accreditation', () => {
  const accredit = async (id: string) => {
    const party = await registerProved(registry, id, { kind: 'auditor' });
    await both({ action: 'accredit', subject: id, levels: [1, 2], valid_to: '2028-01-01T00:00:00Z' });
    return party;
  };

  test('withdrawn suspends the certificates that rest on it, and only those', async () => {
    const rogue = await accredit('rogue');
    const org = await registerProved(registry, 'trusting');
    const { certificate, audit } = await certify(registry, org, rogue);
    const other = await certified();
    await giveOpinion(registry, rogue, other.audit);
    const leaves = await leavesOf(registry, () => both({ action: 'withdraw_accreditation', subject: 'rogue' }));
    expect(leaves.slice(2)).toMatchObject([
      { t: 'act.effective' },
      { t: 'auditor.withdrawn', party: 'rogue', levels: [1, 2] },
      { t: 'certificate.suspended', certificate, reason: 'accreditation_withdrawn' },
      { t: 'status.list' },
    ]);
    const { answer } = await giveOpinion(registry, auditor, audit);
    expect(answer).toMatchObject({ decision: { tier: null, reasons: ['issued_before'] } });
    expect(await stateOf(certificate)).toBe('suspended');
    await expect(
      act(registry, 0, { action: 'suspend_accreditation', subject: 'rogue' }).then((first) =>
        confirm(1, first, 'rogue'),
      ),
    ).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('suspended stops new opinions and leaves certificates alone; a new accreditation lifts it', async () => {
    const pausing = await accredit('pausing');
    const org = await registerProved(registry, 'unmoved');
    const { certificate } = await certify(registry, org, pausing);
    await both({ action: 'suspend_accreditation', subject: 'pausing' });
    expect(await stateOf(certificate)).toBe('active');
    await both({ action: 'accredit', subject: 'pausing', levels: [2], valid_to: '2028-01-01T00:00:00Z' });
    const next = await registerProved(registry, 'unmoved-2');
    const audit = member(await declare(registry, next), 'digest');
    expect((await giveOpinion(registry, pausing, audit, { level: 2 })).status).toBe(201);
  });

  test.each([
    ['an organisation', 'org-1', '2028-01-01T00:00:00Z', 'not_found'],
    ['a stranger', 'nobody', '2028-01-01T00:00:00Z', 'not_found'],
    ['beyond all reason', 'lumen', '9999-12-31T23:59:59Z', 'implausible'],
  ])('of %s is refused', async (_what, subject, valid_to, code) => {
    await certified();
    const refused = act(registry, 0, { action: 'accredit', subject, levels: [1], valid_to });
    await expect(refused).rejects.toMatchObject({ code });
  });
});
