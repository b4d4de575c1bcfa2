import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { countersign } from '../../src/registry/countersign.ts';
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
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  opinionBody,
  registerAuditor,
  registerProved,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

let count = 0;
const newOrg = () => registerProved(registry, `org-${++count}`);
const newAuditor = () => registerAuditor(registry, `auditor-${++count}`);
const stateOf = async (certificate: string) => {
  const { state, reasons } = await readCertificate(registry.deps, certificate, await readPosition(registry.deps));
  return [state, ...reasons];
};

describe('a compromised key', () => {
  test('of the organisation suspends what rests on its audit, until an auditor countersigns anew', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const since = await headSeq(registry);
    const { audit, certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    const leaves = await leavesOf(registry, () =>
      revokeKey(registry, added, org.key, { compromised_since: since, reason: 'laptop stolen' }),
    );
    expect(leaves).toMatchObject([
      { t: 'key.revoked' },
      { t: 'certificate.suspended', reason: 'key_compromised' },
      { t: 'status.list' },
    ]);
    expect(await stateOf(certificate)).toEqual(['suspended', 'key_compromised']);
    const cured = await leavesOf(registry, () => giveOpinion(registry, auditor, audit));
    expect(typesOf(cured)).toEqual(['audit.countersigned', 'certificate.reinstated']);
    expect(await stateOf(certificate)).toEqual(['active', 'cured']);
  });

  test('may be called compromised after a plain revocation, once', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const since = await headSeq(registry);
    const { certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key);
    expect(await stateOf(certificate)).toEqual(['active', 'decision']);
    await revokeKey(registry, added, org.key, { compromised_since: since });
    expect(await stateOf(certificate)).toEqual(['suspended', 'key_compromised']);
    const again = revokeKey(registry, added, org.key, { compromised_since: since });
    await expect(again).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('leaves alone what it signed before', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const { certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key, { compromised_since: (await headSeq(registry)) + 1 });
    expect(await stateOf(certificate)).toEqual(['active', 'decision']);
  });

  test('of an auditor suspends each certificate once, and only those that rest on its opinion', async () => {
    const [org, other, auditor, second] = [await newOrg(), await newOrg(), await newAuditor(), await newAuditor()];
    const since = await headSeq(registry);
    const audit = member(await declare(registry, org), 'digest');
    await giveOpinion(registry, auditor, audit, { cleared_flags: [] });
    const certificate = member(await giveOpinion(registry, auditor, audit), 'certificate_id');
    const asked = member(await declare(registry, other), 'digest');
    await giveOpinion(registry, auditor, asked, { result: 'more_information' });
    const untouched = member(await giveOpinion(registry, second, asked), 'certificate_id');
    const { added } = await addKey(registry, auditor);
    const leaves = await leavesOf(registry, () =>
      revokeKey(registry, added, auditor.key, { compromised_since: since }),
    );
    expect(typesOf(leaves)).toEqual(['key.revoked', 'certificate.suspended', 'status.list']);
    expect([await stateOf(certificate), await stateOf(untouched)]).toEqual([
      ['suspended', 'key_compromised'],
      ['active', 'decision'],
    ]);
  });

  test('grounds no new certificate before somebody countersigns anew', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const since = await headSeq(registry);
    const audit = member(await declare(registry, org), 'digest');
    await giveOpinion(registry, auditor, audit, { cleared_flags: [] });
    const { added } = await addKey(registry, auditor);
    await revokeKey(registry, added, auditor.key, { compromised_since: since });
    const blocked = await giveOpinion(registry, await newAuditor(), audit);
    expect(blocked.answer).toMatchObject({ decision: { tier: null, reasons: ['key_compromised'] } });
    const renewed = await giveOpinion(registry, added, audit);
    expect(renewed.answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('of the organisation, too: its audit needs an accept made after the revocation', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const since = await headSeq(registry);
    const audit = member(await declare(registry, org), 'digest');
    await giveOpinion(registry, auditor, audit, { cleared_flags: [] });
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key, { compromised_since: since });
    const { answer } = await giveOpinion(registry, auditor, audit);
    expect(answer).toMatchObject({ decision: { tier: 'Bronze' } });
  });

  test('a reinstatement by act ends the suspension as well', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const { certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key, { compromised_since: 0 });
    await act(registry, 0, { action: 'reinstate', subject: org.id, certificate });
    expect(await stateOf(certificate)).toEqual(['active', 'act']);
  });

  test('a cure issues what became due while the organisation was suspended', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const { audit, certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key, { compromised_since: 0 });
    const newer = member(await declare(registry, added, { siteId: `${org.id}-2` }), 'digest');
    expect((await giveOpinion(registry, auditor, newer)).answer).toMatchObject({
      decision: { tier: null, reasons: ['suspended'] },
    });
    const bytes = await registry.sign(auditor, 'cms-countersignature+jwt', opinionBody(audit));
    const leaves = await leavesOf(registry, () => countersign(registry.deps, audit, bytes));
    expect(typesOf(leaves)).toEqual([
      'audit.countersigned',
      'certificate.reinstated',
      'certificate.superseded',
      'certificate.issued',
      'status.list',
    ]);
    expect(await stateOf(certificate)).toEqual(['superseded', 'successor_issued']);
  });
});
