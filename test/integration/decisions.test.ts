import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { countersign } from '../../src/registry/countersign.ts';
import { readAudit } from '../../src/registry/read-documents.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import {
  AFTER_56_DAYS,
  type AuditOptions,
  declare,
  giveOpinion,
  leavesOf,
  member,
  newestCase,
  typesOf,
} from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  opinionBody,
  registerAuditor,
  registerOnly,
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
const view = async (audit: string) => readAudit(registry.deps, audit, await readPosition(registry.deps));
const resolve = async (subject: string, outcome: 'allow' | 'deny') =>
  act(registry, 0, { action: 'resolve', subject, case: await newestCase(registry, subject), outcome });

/** Every batch workload is called not deferrable. */
const stubborn: AuditOptions = {
  alter: (audit) => {
    for (const workload of audit.workloads) {
      if (workload.kind === 'batch') Object.assign(workload, { deferrable: false, not_deferrable_reason: 'contract' });
    }
    for (const site of audit.sites) site.series.deferrable_kwh = site.series.deferrable_kwh.map(() => '0');
  },
};

describe('a decision', () => {
  test('issues in the same transaction; a window under 182 days reaches level 1 only', async () => {
    const { audit } = await declared();
    const leaves = await leavesOf(registry, async () => {
      const { answer } = await giveOpinion(registry, lumen, audit, { level: 2, scope_share: '0.9' });
      expect(answer).toMatchObject({ decision: { tier: 'Bronze', reasons: [] } });
    });
    const types = typesOf(leaves).filter((type) => type !== 'status.list');
    expect(types).toEqual(['audit.countersigned', 'certificate.issued']);
    expect((await view(audit)).facts).toMatchObject({ assurance_level: 1, scope_share: '0.9', countersigned: true });
  });

  test('is blocked by an open flag until any accept clears it; the lowest level and share count', async () => {
    const { audit } = await declared();
    const first = await giveOpinion(registry, lumen, audit, { cleared_flags: [], level: 2, scope_share: '0.5' });
    expect(first.answer).toMatchObject({ decision: { tier: null, reasons: ['flag_open: F10'] }, certificate_id: null });
    expect((await view(audit)).status).toBe('countersigned');
    const second = await giveOpinion(registry, umbra, audit, { scope_share: '0.8' });
    expect(second.answer).toMatchObject({ decision: { tier: 'Bronze' } });
    expect((await view(audit)).facts).toMatchObject({ scope_share: '0.5', assurance_level: 1 });
  });

  test('is blocked by a batch workload called not deferrable until an accept confirms it', async () => {
    const { audit } = await declared(stubborn);
    const first = await giveOpinion(registry, lumen, audit);
    expect(first.answer).toMatchObject({ decision: { tier: null, reasons: ['not_deferrable_unconfirmed: batch'] } });
    const second = await giveOpinion(registry, lumen, audit, { not_deferrable_confirmed: ['batch'] });
    expect(second.answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('counts the measured share as nothing when one standing accept denies it', async () => {
    const { audit } = await declared();
    await giveOpinion(registry, umbra, audit, { measured_share_confirmed: false, cleared_flags: [] });
    const { answer } = await giveOpinion(registry, lumen, audit);
    expect(answer).toMatchObject({ decision: { tier: null, reasons: ['measured_share'] } });
    const replaced = await giveOpinion(registry, umbra, audit, { cleared_flags: [] });
    expect(replaced.answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('more_information blocks nothing and grounds nothing', async () => {
    const { audit } = await declared();
    const asked = await giveOpinion(registry, umbra, audit, { result: 'more_information' });
    expect(asked.answer).toMatchObject({
      decision: { reasons: ['countersignature', 'assurance_level', 'flag_open: F10'] },
    });
    expect((await view(audit)).status).toBe('declared');
    expect((await giveOpinion(registry, lumen, audit)).answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('an auditor’s later opinion replaces the earlier one', async () => {
    const { audit } = await declared();
    await giveOpinion(registry, lumen, audit, { cleared_flags: [], scope_share: '0.1' });
    await giveOpinion(registry, lumen, audit, { scope_share: '0.9' });
    const { opinions, facts } = await view(audit);
    expect(opinions.map((opinion) => opinion.standing)).toEqual([false, true]);
    expect(facts.scope_share).toBe('0.9');
  });

  test('the same bytes get the same answer, with what was decided then', async () => {
    const { audit } = await declared();
    const bytes = await registry.sign(lumen, 'cms-countersignature+jwt', opinionBody(audit));
    const first = await countersign(registry.deps, audit, bytes);
    await giveOpinion(registry, umbra, audit, { result: 'reject' });
    expect(await countersign(registry.deps, audit, bytes)).toEqual({ ...first, status: 200 });
  });
});

describe('a reject', () => {
  test('before issue is a dissent that blocks until an act allows it', async () => {
    const { org, audit } = await declared();
    const leaves = await leavesOf(registry, () => giveOpinion(registry, umbra, audit, { result: 'reject' }));
    expect(leaves).toMatchObject([{ t: 'audit.countersigned' }, { t: 'case.opened', kind: 'dissent', d: audit }]);
    const { answer } = await giveOpinion(registry, lumen, audit);
    expect(answer).toMatchObject({ decision: { tier: null, reasons: ['dissent'] } });
    const resolved = await leavesOf(registry, () => resolve(org.id, 'allow'));
    expect(typesOf(resolved)).toEqual(['act.signed', 'act.effective', 'case.closed', 'certificate.issued']);
  });

  test('that comes after an allowed one blocks again', async () => {
    const { org, audit } = await declared();
    await giveOpinion(registry, umbra, audit, { result: 'reject' });
    await resolve(org.id, 'allow');
    const third = await registerAuditor(registry, 'penumbra');
    await giveOpinion(registry, third, audit, { result: 'reject' });
    expect((await giveOpinion(registry, lumen, audit)).answer).toMatchObject({
      decision: { tier: null, reasons: ['dissent'] },
    });
    await resolve(org.id, 'allow');
    expect((await view(audit)).status).toBe('certified');
  });

  test('denied keeps its block until the auditor changes its mind', async () => {
    const { org, audit } = await declared();
    await giveOpinion(registry, umbra, audit, { result: 'reject' });
    await resolve(org.id, 'deny');
    expect((await giveOpinion(registry, lumen, audit)).answer).toMatchObject({ decision: { reasons: ['dissent'] } });
    expect((await giveOpinion(registry, umbra, audit)).answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('after issue opens one review and changes nothing else', async () => {
    const { org, audit } = await declared();
    await giveOpinion(registry, lumen, audit);
    const leaves = await leavesOf(registry, async () => {
      const { answer } = await giveOpinion(registry, umbra, audit, { result: 'reject' });
      expect(answer).toMatchObject({ decision: { tier: null, reasons: ['issued_before'] }, certificate_id: null });
      await giveOpinion(registry, umbra, audit, { result: 'reject' });
    });
    expect(typesOf(leaves)).toEqual(['audit.countersigned', 'case.opened', 'audit.countersigned']);
    expect(leaves[1]).toMatchObject({ kind: 'review', d: audit });
    expect((await view(audit)).status).toBe('certified');
    await resolve(org.id, 'allow');
  });
});

test('nothing is issued before a domain is proved, and then at once', async () => {
  const org = await registerOnly(registry, 'patient');
  const audit = member(await declare(registry, org), 'digest');
  const { answer } = await giveOpinion(registry, lumen, audit);
  expect(answer).toMatchObject({ decision: { tier: null, reasons: ['domain_unproved'] } });
  const leaves = await leavesOf(registry, () => checkDomain(registry.deps, 'patient', 'patient.example'));
  expect(typesOf(leaves)).toEqual(['party.domain', 'certificate.issued']);
});
