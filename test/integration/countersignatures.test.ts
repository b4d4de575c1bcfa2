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

describe('a decision', () => {
  test('issues in the same transaction; a window under 182 days reaches level 1 only', async () => {
    const { audit } = await declared();
    const leaves = await leavesOf(registry, async () => {
      const { answer } = await giveOpinion(registry, lumen, audit, { level: 2, scope_share: '0.9' });
      expect(answer).toMatchObject({ decision: { tier: 'Bronze', reasons: [] } });
    });
    expect(typesOf(leaves)).toEqual(['audit.countersigned', 'certificate.issued']);
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
