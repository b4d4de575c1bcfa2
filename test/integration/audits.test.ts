import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAudit } from '../../src/registry/read-documents.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { checkRegistry } from '../support/check-registry.ts';
import {
  AFTER_56_DAYS,
  auditBody,
  certify,
  declare,
  giveOpinion,
  headSeq,
  leavesOf,
  member,
  newestCase,
  typesOf,
} from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  auditor = await registerAuditor(registry, 'lumen');
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const shown = async (id: string) => readOrganisation(registry.deps, id, await readPosition(registry.deps));
const status = async (digest: string) =>
  (await readAudit(registry.deps, digest, await readPosition(registry.deps))).status;
const resolve = async (subject: string, outcome: 'allow' | 'deny') =>
  act(registry, 0, { action: 'resolve', subject, case: await newestCase(registry, subject), outcome });

describe('an audit', () => {
  test('is declared with its exact score and no tier', async () => {
    const org = await registerProved(registry, 'declared');
    const { status: code, answer } = await declare(registry, org);
    expect(code).toBe(201);
    expect(answer).toMatchObject({
      status: 'declared',
      score: { composite_6: '0.747103', composite_percent: '74.7', coverage: '1/1' },
      claim: { verdict: 'none', claimed: null, recomputed: '74.710' },
      findings: [{ severity: 'FLAG', code: 'F10' }],
      failing: { Bronze: [{ code: 'countersignature' }, { code: 'assurance_level' }] },
    });
    expect(await shown('declared')).toMatchObject({ tier: null, composite_6: '0.747103', assurance_level: 0 });
  });

  test.each([
    ['74.75', 'confirmed', 'declared'],
    ['73', 'restated', 'declared'],
    ['78.446', 'held', 'held'],
    ['60', 'held', 'held'],
  ])('that claims %s per cent is %s', async (percent, verdict, expected) => {
    const org = await registerProved(registry, `claims-${percent.replace('.', '-')}`);
    const { answer } = await declare(registry, org, {
      alter: (audit) => {
        audit.claim = { composite_percent: percent };
      },
    });
    expect(answer).toMatchObject({ status: expected, claim: { verdict, claimed: percent, recomputed: '74.710' } });
  });

  test('of an organisation without a proved domain is accepted and not shown', async () => {
    const org = await registerOnly(registry, 'unproved');
    const digest = member(await declare(registry, org), 'digest');
    const position = await readPosition(registry.deps);
    await expect(readAudit(registry.deps, digest, position)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('supersedes an older one that has no certificate, with the same certificates of energy', async () => {
    const org = await registerProved(registry, 'corrected');
    const first = member(await declare(registry, org), 'digest');
    const second = member(await declare(registry, org), 'digest');
    expect([await status(first), await status(second)]).toEqual(['superseded', 'declared']);
    await expect(giveOpinion(registry, auditor, first)).rejects.toMatchObject({ code: 'state_conflict' });
  });
});

describe('a held claim', () => {
  const inflated = {
    alter: (audit: ReturnType<typeof auditBody>) => {
      audit.claim = { composite_percent: '95' };
    },
  };

  test('opens a case and blocks issue until an officer allows it', async () => {
    const org = await registerProved(registry, 'held-1');
    const digest = member(await declare(registry, org, inflated), 'digest');
    const opinion = await giveOpinion(registry, auditor, digest);
    expect(opinion.answer).toMatchObject({ decision: { tier: null, reasons: ['claim_held'] }, certificate_id: null });
    expect(await status(digest)).toBe('held');
    const leaves = await leavesOf(registry, () => resolve('held-1', 'allow'));
    const types = typesOf(leaves).filter((type) => type !== 'status.list');
    expect(types).toEqual(['act.signed', 'act.effective', 'case.closed', 'certificate.issued']);
    expect(await status(digest)).toBe('certified');
    expect(await shown('held-1')).toMatchObject({ tier: 'Bronze', state: 'active' });
  });

  test('stays blocked when the officer denies, until a newer audit', async () => {
    const org = await registerProved(registry, 'held-2');
    const digest = member(await declare(registry, org, inflated), 'digest');
    await giveOpinion(registry, auditor, digest);
    await resolve('held-2', 'deny');
    expect(await status(digest)).toBe('held');
    await expect(resolve('held-2', 'allow')).rejects.toMatchObject({ code: 'state_conflict' });
    await certify(registry, org, auditor);
    expect(await shown('held-2')).toMatchObject({ tier: 'Bronze' });
  });
});

describe('a rejected audit', () => {
  test('answers all findings, stores nothing but the attempt, and consumes no jti', async () => {
    const org = await registerProved(registry, 'rejected');
    const body = auditBody('rejected', {
      alter: (audit) => {
        for (const site of audit.sites) site.heat_reused_kwh = '999999999';
        for (const workload of audit.workloads) workload.redundancy = 3;
      },
    });
    const bytes = await registry.sign(org, 'cms-audit+jwt', body);
    const before = await headSeq(registry);
    const refused = await submitAudit(registry.deps, bytes).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'audit_rejected' });
    expect(refused).toMatchObject({
      members: { findings: expect.arrayContaining([expect.objectContaining({ code: 'F10' })]) },
      issues: expect.arrayContaining([
        expect.objectContaining({ code: 'R18' }),
        expect.objectContaining({ code: 'R13' }),
      ]),
    });
    expect(await headSeq(registry)).toBe(before);
    const { rows } = await registry.database.pool.query("select code from refusals where party_id = 'rejected'");
    expect(rows).toEqual([{ code: 'audit_rejected' }]);
  });
});

describe('one current certificate', () => {
  test('the next one replaces it whatever its tier, and the old audit goes with it', async () => {
    const org = await registerProved(registry, 'renewing');
    const first = await certify(registry, org, auditor);
    const later = { start: '2026-03-02', siteId: 'renewing-2' };
    registry.setNow(new Date('2026-05-01T12:00:00Z'));
    const second = member(await declare(registry, org, later), 'digest');
    expect([await status(first.audit), await status(second)]).toEqual(['certified', 'declared']);
    const leaves = await leavesOf(registry, () => giveOpinion(registry, auditor, second));
    expect(leaves).toMatchObject([
      { t: 'audit.countersigned' },
      { t: 'certificate.superseded', certificate: first.certificate, reason: 'successor_issued', in: [] },
      { t: 'certificate.issued', in: [second, expect.any(String)], reason: 'decision' },
      { t: 'status.list' },
    ]);
    expect(await status(first.audit)).toBe('superseded');
  });
});

describe('R11: a certificate of energy counts once', () => {
  test('not for two organisations, even after the first audit was superseded', async () => {
    const first = await registerProved(registry, 'seller');
    const second = await registerProved(registry, 'doubler');
    await declare(registry, first, { siteId: 'shared' });
    const doubled = () => declare(registry, second, { siteId: 'shared' });
    await expect(doubled()).rejects.toMatchObject({ code: 'audit_rejected', issues: [{ code: 'R11' }] });
    await declare(registry, first, { siteId: 'own' });
    await expect(doubled()).rejects.toMatchObject({ code: 'audit_rejected', issues: [{ code: 'R11' }] });
  });

  test('not twice by one organisation whose certified audit overlaps', async () => {
    const org = await registerProved(registry, 'overlapping');
    await certify(registry, org, auditor);
    await expect(declare(registry, org)).rejects.toMatchObject({
      code: 'audit_rejected',
      issues: [{ code: 'R11' }],
    });
    registry.setNow(new Date('2026-05-01T12:00:00Z'));
    expect((await declare(registry, org, { start: '2026-03-02' })).status).toBe(201);
  });
});

describe('an audit is refused', () => {
  test('about another organisation, or by an auditor', async () => {
    const org = await registerProved(registry, 'impostor');
    const about = await registry.sign(org, 'cms-audit+jwt', auditBody('someone-else'));
    await expect(submitAudit(registry.deps, about)).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/organisation/id' }],
    });
    await expect(declare(registry, auditor)).rejects.toMatchObject({ code: 'key_role' });
  });

  test('with facts only the registry may state', async () => {
    const org = await registerProved(registry, 'boaster');
    const body = { ...auditBody('boaster'), registry_facts: { audit_level: 4 } };
    await expect(submitAudit(registry.deps, await registry.sign(org, 'cms-audit+jwt', body))).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/registry_facts' }],
    });
  });
});
