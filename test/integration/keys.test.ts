import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readKeys } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { generateSigningKey, kidOf, publicJwkOf } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, declare, leavesOf, member, typesOf } from '../support/journey.ts';
import { addKey, chainHead, keyProof, revokeKey } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

let count = 0;
const newOrg = () => registerProved(registry, `org-${++count}`);

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
