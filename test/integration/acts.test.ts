import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/registry/accept.ts';
import { performAct } from '../../src/registry/perform-act.ts';
import { readCertificate } from '../../src/registry/read-documents.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import {
  AFTER_56_DAYS,
  certify,
  declare,
  giveOpinion,
  headSeq,
  leavesOf,
  member,
  typesOf,
} from '../support/journey.ts';
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

describe('m of n signatures', () => {
  test('the first changes nothing, the last does, in this order of leaves', async () => {
    const { org, certificate } = await certified();
    const members = { action: 'suspend', subject: org.id, certificate };
    const leaves = await leavesOf(registry, async () => {
      const first = await act(registry, 0, members);
      expect(first.answer).toMatchObject({ effective: false, confirmations: 1, required: 2 });
      expect(await stateOf(certificate)).toBe('active');
      const second = await confirm(2, first, org.id);
      expect(second.answer).toMatchObject({ effective: true, confirmations: 2, required: 2 });
    });
    expect(leaves).toMatchObject([
      { t: 'act.signed', action: 'suspend', subject: org.id },
      { t: 'act.signed', action: 'confirm', subject: org.id },
      { t: 'act.effective', confirmations: 2 },
      { t: 'certificate.suspended', reason: 'act', in: [leaves[0]?.['d']] },
      { t: 'status.list', n: 1 },
    ]);
    expect(await stateOf(certificate)).toBe('suspended');
  });

  test('the same key again, a second round and an unknown act are refused', async () => {
    const { org, certificate } = await certified();
    const first = await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    await expect(confirm(0, first, org.id)).rejects.toMatchObject({ code: 'state_conflict' });
    await confirm(1, first, org.id);
    await expect(confirm(2, first, org.id)).rejects.toMatchObject({ code: 'state_conflict' });
    const unknown = act(registry, 1, { action: 'confirm', subject: org.id, act: 'A'.repeat(43) });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a confirmation repeats the subject', async () => {
    const { org, certificate } = await certified();
    const first = await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    await expect(confirm(1, first, 'lumen')).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/subject' }],
    });
  });

  test('signatures count for 7 days', async () => {
    const { org, certificate } = await certified();
    const first = await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    registry.setNow(new Date('2026-03-10T12:00:01Z'));
    await expect(confirm(1, first, org.id)).rejects.toMatchObject({ code: 'state_conflict' });
    registry.setNow(new Date('2026-03-10T12:00:00Z'));
    expect((await confirm(1, first, org.id)).answer['effective']).toBe(true);
  });

  test('the effect is computed at the last signature, and refused if it became impossible', async () => {
    const { org, certificate } = await certified();
    const late = await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    await both({ action: 'withdraw', subject: org.id, certificate });
    const before = await headSeq(registry);
    await expect(confirm(1, late, org.id)).rejects.toMatchObject({ code: 'state_conflict' });
    expect(await headSeq(registry)).toBe(before);
  });
});

describe('a dry run', () => {
  test('says what would change, stores nothing and consumes no jti', async () => {
    const { org, certificate } = await certified();
    const officer = registry.officers[0];
    if (officer === undefined) throw new Error('no officer');
    const body = { schema: 'cms-act/1', reason: 'a test', action: 'withdraw', subject: org.id, certificate };
    const bytes = await registry.sign(officer, 'cms-act+jwt', body);
    const before = await headSeq(registry);
    const tried = await performAct(registry.deps, bytes, { dryRun: true });
    expect(tried).toMatchObject({
      status: 200,
      answer: { would_change: [{ t: 'certificate.withdrawn', certificate, reason: 'act' }] },
    });
    expect(await headSeq(registry)).toBe(before);
    expect(await stateOf(certificate)).toBe('active');
    const { rows } = await registry.database.pool.query('select count(*)::int as n from refusals');
    expect(rows).toEqual([{ n: expect.any(Number) }]);
    expect((await performAct(registry.deps, bytes, { dryRun: false })).status).toBe(201);
  });

  test('of a confirmation shows the effect of the act', async () => {
    const { org, certificate } = await certified();
    const first = await act(registry, 0, { action: 'suspend', subject: org.id, certificate });
    const tried = await confirm(1, first, org.id, true);
    expect(tried.answer).toMatchObject({ would_change: [{ t: 'certificate.suspended' }] });
    expect((await confirm(1, first, org.id)).answer['effective']).toBe(true);
  });

  test('refuses what the act would be refused for', async () => {
    const { org, certificate } = await certified();
    const tried = act(registry, 0, { action: 'reinstate', subject: org.id, certificate }, true);
    await expect(tried).rejects.toMatchObject({ code: 'state_conflict' });
  });
});

describe('suspend, reinstate, withdraw', () => {
  test('nothing is issued while suspended; a reinstatement issues what is due', async () => {
    const { org, certificate } = await certified();
    await both({ action: 'suspend', subject: org.id, certificate });
    const newer = member(await declare(registry, org, { siteId: `${org.id}-2` }), 'digest');
    const { answer } = await giveOpinion(registry, auditor, newer);
    expect(answer).toMatchObject({ decision: { tier: null, reasons: ['suspended'] }, certificate_id: null });
    const leaves = await leavesOf(registry, () => both({ action: 'reinstate', subject: org.id, certificate }));
    expect(typesOf(leaves).slice(3)).toEqual([
      'certificate.reinstated',
      'certificate.superseded',
      'certificate.issued',
      'status.list',
    ]);
  });

  test('after a withdrawal only an audit whose window starts later issues', async () => {
    const { org, certificate } = await certified();
    await both({ action: 'withdraw', subject: org.id, certificate });
    const same = member(await declare(registry, org, { siteId: `${org.id}-2` }), 'digest');
    const { answer } = await giveOpinion(registry, auditor, same);
    expect(answer).toMatchObject({ decision: { tier: null, reasons: ['withdrawn'] } });
    registry.setNow(new Date('2026-05-20T12:00:00Z'));
    const begun = member(await declare(registry, org, { start: '2026-03-11', siteId: `${org.id}-3` }), 'digest');
    expect((await giveOpinion(registry, auditor, begun)).answer).toMatchObject({ decision: { tier: 'Bronze' } });
    const reinstated = act(registry, 0, { action: 'reinstate', subject: org.id, certificate });
    await expect(reinstated.then((first) => confirm(1, first, org.id))).rejects.toMatchObject({
      code: 'state_conflict',
    });
  });

  test.each(['suspend', 'reinstate', 'withdraw'])('%s names a certificate of the subject', async (action) => {
    const { certificate } = await certified();
    const wrong = act(registry, 0, { action, subject: 'lumen', certificate });
    await expect(wrong).rejects.toMatchObject({ code: 'not_found' });
    const none = act(registry, 0, { action, subject: 'lumen', certificate: 'nothing' });
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('acts about the registry', () => {
  test('an incident has a leaf of its own once effective', async () => {
    const url = 'https://status.example/2026-03';
    const leaves = await leavesOf(registry, () =>
      both({ action: 'incident', subject: 'registry', url, selector: 'all' }),
    );
    expect(leaves.at(-1)).toMatchObject({ t: 'incident.opened', url });
  });

  test('a party does not act, and an act about the registry has no other subject', async () => {
    const body = {
      schema: 'cms-act/1',
      reason: 'x',
      action: 'incident',
      subject: 'registry',
      url: 'https://a.example',
    };
    const bytes = await registry.sign(auditor, 'cms-act+jwt', body);
    await expect(performAct(registry.deps, bytes, { dryRun: false })).rejects.toMatchObject({ code: 'key_role' });
    const members = { action: 'incident', subject: 'lumen', url: 'https://a.example', selector: 'all' };
    await expect(act(registry, 0, members)).rejects.toMatchObject({
      code: 'document_invalid',
      issues: [{ pointer: '/subject' }],
    });
  });
});
