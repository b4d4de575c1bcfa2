import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lookUp } from '../../src/registry/look-up.ts';
import { readAudit } from '../../src/registry/read-documents.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare, giveOpinion, headSeq, member } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
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
  umbra = await registerAuditor(registry, 'umbra');
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

let count = 0;
async function certified(): Promise<{ org: TestParty; audit: string; certificate: string }> {
  count += 1;
  const org = await registerProved(registry, `org-${count}`);
  return { org, ...(await certify(registry, org, lumen)) };
}
const view = async (audit: string) => readAudit(registry.deps, audit, await readPosition(registry.deps));

describe('after issue', () => {
  test('a later opinion changes none of the facts the certificate rests on', async () => {
    const { audit } = await certified();
    const before = await view(audit);
    await giveOpinion(registry, umbra, audit, { scope_share: '0.01', measured_share_confirmed: false });
    await giveOpinion(registry, lumen, audit, { result: 'more_information' });
    const { facts, failing, decision, status } = await view(audit);
    expect({ facts, failing, decision, status }).toEqual({
      facts: before.facts,
      failing: before.failing,
      decision: { tier: 'Bronze', reasons: [] },
      status: 'certified',
    });
  });

  test('the organisation says on its first level what counts, what is missing and what nobody owns', async () => {
    const { org } = await certified();
    const shown = await readOrganisation(registry.deps, org.id, await readPosition(registry.deps));
    expect(shown.scope).toEqual({ sites: [`${org.id}-1`], share: '0.62' });
    expect(shown.submetrics?.E2.value).toBe('49/50');
    expect(shown.failing?.Silver.map((reason) => reason.code)).toContain('scope_share');
    expect(shown.invisible_workloads).toEqual(shown.audit?.invisible_workloads);
  });

  test('an audit whose certificate was withdrawn is superseded by a newer one', async () => {
    const { org, audit, certificate } = await certified();
    await act(registry, 0, { action: 'withdraw', subject: org.id, certificate });
    expect(await view(audit)).toMatchObject({ decision: { tier: null, reasons: ['withdrawn'] } });
    await declare(registry, org);
    expect((await view(audit)).status).toBe('superseded');
    await expect(giveOpinion(registry, umbra, audit)).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('a thief cannot shield a certificate by calling the key compromised from the end of time', async () => {
    const { org } = await certified();
    const { added } = await addKey(registry, org);
    const far = revokeKey(registry, added, org.key, { compromised_since: 99_999_999 });
    await expect(far).rejects.toMatchObject({ code: 'implausible' });
    const now = (await headSeq(registry)) + 1;
    await revokeKey(registry, added, org.key, { compromised_since: now });
    await revokeKey(registry, added, org.key, { compromised_since: 0 });
    const shown = await readOrganisation(registry.deps, org.id, await readPosition(registry.deps));
    expect(shown.certificate).toMatchObject({ state: 'suspended', reasons: ['key_compromised'] });
  });
});

describe('a look-up of an organisation without a certificate', () => {
  const reason = async (id: string) =>
    (await lookUp(registry.deps, { domain: `${id}.example` }, await readPosition(registry.deps)))['reason'];

  test('says how far it came', async () => {
    const org = await registerProved(registry, 'seeker');
    expect(await reason('seeker')).toBe('no_audit');
    const audit = member(await declare(registry, org), 'digest');
    expect(await reason('seeker')).toBe('declared');
    await giveOpinion(registry, lumen, audit, { cleared_flags: [] });
    expect(await reason('seeker')).toBe('countersigned');
    await giveOpinion(registry, umbra, audit, { result: 'reject' });
    expect(await reason('seeker')).toBe('under_review');
  });
});
