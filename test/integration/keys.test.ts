import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { countersign } from '../../src/registry/countersign.ts';
import { readCertificate } from '../../src/registry/read-documents.ts';
import { readKeys } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { generateSigningKey, kidOf, publicJwkOf } from '../../src/sdk/sign.ts';
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
  typesOf,
} from '../support/journey.ts';
import { addKey, chainHead, keyProof, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  opinionBody,
  partyBody,
  registerAuditor,
  registerProved,
  type TestParty,
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

/** A party whose registration brought a recovery key. */
async function withRecovery(): Promise<{ org: TestParty; recovery: TestParty }> {
  const org = { id: `org-${++count}`, key: await generateSigningKey() };
  const recovery = { id: org.id, key: await generateSigningKey() };
  const body = {
    ...partyBody(org.id, org.key),
    recovery_jwk: publicJwkOf(recovery.key),
    recovery_proof: await keyProof(registry, recovery.key, org.id, { use: 'recovery' }),
  };
  await registerParty(registry.deps, await registry.sign(org, 'cms-party+jwt', body));
  return { org, recovery };
}

describe('the chain of key operations', () => {
  test('each operation names the one before it', async () => {
    const org = await newOrg();
    const registration = await chainHead(registry, org.id);
    const { outcome, added } = await addKey(registry, org);
    expect(outcome.answer).toMatchObject({ kid: kidOf(added.key) });
    expect(await chainHead(registry, org.id)).toBe(member(outcome, 'digest'));
    const stale = addKey(registry, org, { prev: registration });
    await expect(stale).rejects.toMatchObject({
      code: 'key_chain',
      members: { expected: member(outcome, 'digest') },
    });
    await expect(addKey(registry, added)).resolves.toMatchObject({ outcome: { status: 201 } });
  });

  test('a new key signs at once, a revoked one no more, and old bytes still get their answer', async () => {
    const org = await newOrg();
    const bytes = await registry.sign(org, 'cms-audit+jwt', auditBody(org.id));
    const declared = await submitAudit(registry.deps, bytes);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key);
    await expect(declare(registry, org)).rejects.toMatchObject({ code: 'key_not_active' });
    expect(await submitAudit(registry.deps, bytes)).toEqual({ ...declared, status: 200 });
    expect((await declare(registry, added)).status).toBe(201);
    const keys = await readKeys(registry.deps, org.id, await readPosition(registry.deps));
    expect(keys).toMatchObject([
      { kid: kidOf(org.key), state: 'revoked' },
      { kid: kidOf(added.key), state: 'active' },
    ]);
  });

  test('a key may revoke itself', async () => {
    const org = await newOrg();
    expect((await revokeKey(registry, org, org.key)).status).toBe(201);
    await expect(addKey(registry, org)).rejects.toMatchObject({ code: 'key_not_active' });
  });

  test('keys at an older position are what they were', async () => {
    const org = await newOrg();
    const before = await readPosition(registry.deps);
    const { added } = await addKey(registry, org);
    await revokeKey(registry, added, org.key);
    expect(await readKeys(registry.deps, org.id, before)).toEqual([
      expect.objectContaining({ kid: kidOf(org.key), state: 'active' }),
    ]);
  });
});

describe('a key operation is refused', () => {
  test('for a key registered with anybody, or revoked before', async () => {
    const [org, other] = [await newOrg(), await newOrg()];
    await expect(addKey(registry, org, { key: other.key })).rejects.toMatchObject({ code: 'state_conflict' });
    const { added } = await addKey(registry, org);
    await revokeKey(registry, org, added.key);
    await expect(revokeKey(registry, org, added.key)).rejects.toMatchObject({ code: 'state_conflict' });
    await expect(addKey(registry, org, { key: added.key })).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('on another party’s key or chain', async () => {
    const [org, other] = [await newOrg(), await newOrg()];
    await expect(revokeKey(registry, org, other.key)).rejects.toMatchObject({ code: 'not_found' });
    const posing = { id: other.id, key: org.key };
    await expect(addKey(registry, posing)).rejects.toMatchObject({ code: 'iss_mismatch' });
  });

  test('with a proof for another use, party, site or key', async () => {
    const org = await newOrg();
    const key = await generateSigningKey();
    const proofs = [
      await keyProof(registry, key, org.id, { use: 'cosign' }),
      await keyProof(registry, key, 'somebody', { use: 'statements' }),
      await keyProof(registry, await generateSigningKey(), org.id, { use: 'statements' }),
      await keyProof(registry, key, org.id, { use: 'statements', kid: kidOf(org.key) }),
      'AAAA',
    ];
    for (const proof of proofs) {
      await expect(addKey(registry, org, { key, proof })).rejects.toMatchObject({
        code: 'document_invalid',
        issues: [{ pointer: '/proof' }],
      });
    }
    const proof = await keyProof(registry, key, org.id, { use: 'telemetry', site_id: 'site-b' });
    const misplaced = addKey(registry, org, { key, use: 'telemetry', siteId: 'site-a', proof });
    await expect(misplaced).rejects.toMatchObject({ code: 'document_invalid', issues: [{ pointer: '/proof' }] });
  });

  test('by a key of another role, and such a key signs nothing else', async () => {
    const org = await newOrg();
    const { added: telemetry } = await addKey(registry, org, { use: 'telemetry', siteId: 'site-1' });
    const { added: cosign } = await addKey(registry, org, { use: 'cosign' });
    for (const signer of [telemetry, cosign]) {
      await expect(addKey(registry, signer)).rejects.toMatchObject({ code: 'key_role' });
      await expect(declare(registry, signer)).rejects.toMatchObject({ code: 'key_role' });
    }
    const officer = registry.officers[0];
    if (officer !== undefined) await expect(declare(registry, officer)).rejects.toMatchObject({ code: 'key_role' });
  });
});

describe('the recovery key', () => {
  test('adds and revokes keys, and signs nothing else', async () => {
    const { org, recovery } = await withRecovery();
    const { added } = await addKey(registry, recovery);
    await revokeKey(registry, recovery, org.key);
    expect((await addKey(registry, added)).outcome.status).toBe(201);
    await expect(declare(registry, recovery)).rejects.toMatchObject({ code: 'key_role' });
  });

  test('is touched by no other key', async () => {
    const { org, recovery } = await withRecovery();
    await expect(revokeKey(registry, org, recovery.key, { use: 'recovery' })).rejects.toMatchObject({
      code: 'key_role',
    });
    await expect(revokeKey(registry, org, recovery.key)).rejects.toMatchObject({ code: 'state_conflict' });
    await expect(addKey(registry, org, { use: 'recovery' })).rejects.toMatchObject({ code: 'key_role' });
    const plain = await newOrg();
    await expect(addKey(registry, plain, { use: 'recovery' })).rejects.toMatchObject({ code: 'key_role' });
  });

  test('is replaced by its successor in one operation', async () => {
    const { recovery } = await withRecovery();
    const leaves = await leavesOf(registry, async () => {
      const { added } = await addKey(registry, recovery, { use: 'recovery' });
      expect((await addKey(registry, added)).outcome.status).toBe(201);
    });
    expect(typesOf(leaves)).toEqual(['key.added', 'key.revoked', 'key.added']);
    await expect(addKey(registry, recovery)).rejects.toMatchObject({ code: 'key_not_active' });
  });
});

describe('a compromised key', () => {
  test('of the organisation suspends what rests on its audit, until an auditor countersigns anew', async () => {
    const [org, auditor] = [await newOrg(), await newAuditor()];
    const since = await headSeq(registry);
    const { audit, certificate } = await certify(registry, org, auditor);
    const { added } = await addKey(registry, org);
    const leaves = await leavesOf(registry, () =>
      revokeKey(registry, added, org.key, { compromised_since: since, reason: 'laptop stolen' }),
    );
    expect(leaves).toMatchObject([{ t: 'key.revoked' }, { t: 'certificate.suspended', reason: 'key_compromised' }]);
    expect(await stateOf(certificate)).toEqual(['suspended', 'key_compromised']);
    const cured = await leavesOf(registry, () => giveOpinion(registry, auditor, audit));
    expect(typesOf(cured)).toEqual(['audit.countersigned', 'certificate.reinstated']);
    expect(await stateOf(certificate)).toEqual(['active', 'cured']);
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
    expect(typesOf(leaves)).toEqual(['key.revoked', 'certificate.suspended']);
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
    ]);
    expect(await stateOf(certificate)).toEqual(['superseded', 'successor_issued']);
  });
});
