import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readOrganisation } from '../../src/registry/read-organisation.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import { generateSigningKey, publicJwkOf } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { headSeq, leavesOf, newestCase, typesOf } from '../support/journey.ts';
import { keyProof } from '../support/key-operations.ts';
import { partyBody } from '../support/party-body.ts';
import {
  act,
  createTestRegistry,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry();
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

async function newParty(id: string): Promise<TestParty> {
  return { id, key: await generateSigningKey() };
}

const register = async (party: TestParty, members: { readonly [member: string]: unknown } = {}) =>
  registerParty(
    registry.deps,
    await registry.sign(party, 'cms-party+jwt', { ...partyBody(party.id, party.key), ...members }),
  );

describe('a new party', () => {
  test('introduces itself with its first key', async () => {
    const party = await newParty('aurora');
    const leaves = await leavesOf(registry, async () => {
      const { status, answer } = await register(party);
      expect(status).toBe(201);
      expect(answer).toMatchObject({ party_id: 'aurora', state: 'registered', receipt: null });
    });
    expect(leaves).toMatchObject([{ t: 'party.registered', party: 'aurora', kind: 'organisation' }]);
  });

  test('is an applicant when it is an auditor', async () => {
    const { answer } = await register(await newParty('lumen'), { kind: 'auditor' });
    expect(answer['state']).toBe('applicant');
  });

  test('gets the same answer for the same bytes, even after their window', async () => {
    const party = await newParty('borealis');
    const bytes = await registry.sign(party, 'cms-party+jwt', partyBody('borealis', party.key));
    const first = await registerParty(registry.deps, bytes);
    const before = await headSeq(registry);
    const now = registry.deps.now();
    registry.setNow(new Date(now.getTime() + 30 * 86_400_000));
    expect(await registerParty(registry.deps, bytes)).toEqual({ ...first, status: 200 });
    registry.setNow(now);
    expect(await headSeq(registry)).toBe(before);
  });

  test('stays unseen until it proves a domain', async () => {
    await registerOnly(registry, 'hidden');
    const position = await readPosition(registry.deps);
    await expect(readOrganisation(registry.deps, 'hidden', position)).rejects.toMatchObject({ code: 'not_found' });
    expect(await lookUp(registry.deps, { domain: 'hidden.example' }, position)).toEqual({ status: 'unknown' });
    await checkDomain(registry.deps, 'hidden', 'hidden.example');
    const later = await readPosition(registry.deps);
    expect(await readOrganisation(registry.deps, 'hidden', later)).toMatchObject({ tier: null, state: null });
  });

  test('may bring a recovery key that proves itself', async () => {
    const party = await newParty('cautious');
    const recovery = await generateSigningKey('ES256');
    const members = {
      recovery_jwk: publicJwkOf(recovery),
      recovery_proof: await keyProof(registry, recovery, 'cautious', { use: 'recovery' }),
    };
    expect((await register(party, members)).status).toBe(201);
    const keys = await registry.deps.ledger.read(async (tx) => {
      const found = await tx.parties.find('cautious');
      return found === undefined ? [] : tx.keys.of(found.partyId);
    });
    expect(keys.map((key) => key.use).sort()).toEqual(['recovery', 'statements']);
  });
});

describe('a registration is refused', () => {
  test.each(['registry', 'by-domain', 'me', 'officer', 'auditor', 'sandbox'])(
    'under the reserved id %s',
    async (id) => {
      await expect(register(await newParty(id))).rejects.toMatchObject({ code: 'party_id_taken' });
    },
  );

  test('under an id in use', async () => {
    await registerOnly(registry, 'taken');
    await expect(register(await newParty('taken'))).rejects.toMatchObject({ code: 'party_id_taken' });
  });

  test('with a key that another party registered', async () => {
    const owner = await registerOnly(registry, 'owner');
    await expect(register({ id: 'thief', key: owner.key })).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('with a recovery key of another party', async () => {
    const owner = await registerOnly(registry, 'owner-2');
    const members = {
      recovery_jwk: publicJwkOf(owner.key),
      recovery_proof: await keyProof(registry, owner.key, 'thief-2', { use: 'recovery' }),
    };
    await expect(register(await newParty('thief-2'), members)).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('with a recovery proof for another party, another use or another key', async () => {
    const party = await newParty('sloppy');
    const recovery = await generateSigningKey();
    const proofs = [
      await keyProof(registry, recovery, 'someone-else', { use: 'recovery' }),
      await keyProof(registry, recovery, 'sloppy', { use: 'statements' }),
      await keyProof(registry, await generateSigningKey(), 'sloppy', { use: 'recovery' }),
      'a.b.c',
    ];
    for (const recovery_proof of proofs) {
      const refused = register(party, { recovery_jwk: publicJwkOf(recovery), recovery_proof });
      await expect(refused).rejects.toMatchObject({
        code: 'document_invalid',
        issues: [{ pointer: '/recovery_proof' }],
      });
    }
  });

  test('signed by another key than it carries', async () => {
    const party = await newParty('swapped');
    const other = await generateSigningKey();
    await expect(register(party, { jwk: publicJwkOf(other) })).rejects.toMatchObject({ code: 'key_unknown' });
  });

  test('whose iss is not its party_id', async () => {
    await expect(register(await newParty('one'), { party_id: 'two' })).rejects.toMatchObject({ code: 'iss_mismatch' });
  });

  test.each([
    ['a zero-width name', { legal_name: 'Acme\u200b Ltd' }, '/legal_name'],
    ['a bidi override', { legal_name: 'Acme \u202eltd' }, '/legal_name'],
    ['a NUL in the name', { legal_name: 'Acme\u0000' }, '/legal_name'],
    ['an unknown member', { admin: true }, '/admin'],
    ['an unknown country', { country: 'XX' }, '/country'],
    ['a domain in capitals', { domains: ['Acme.example'] }, '/domains/0'],
    ['an address as a domain', { domains: ['127.0.0.1'] }, '/domains/0'],
    ['a script as a website', { website: 'javascript:alert(1)' }, '/website'],
  ])('with %s', async (_what, members, pointer) => {
    const refused = register(await newParty('faulty'), members);
    await expect(refused).rejects.toMatchObject({
      code: 'document_invalid',
      issues: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
  });
});

describe('a name that reads like another', () => {
  test('is accepted, opens a case and stays unseen until an officer allows it', async () => {
    await registerProved(registry, 'paypal', { name: 'Paypal Europe' });
    const twin = await newParty('paypa1');
    const leaves = await leavesOf(registry, async () => {
      const { answer } = await register(twin, { legal_name: 'P\u0430ypal Europe' });
      expect(answer['state']).toBe('name_under_review');
    });
    expect(typesOf(leaves)).toEqual(['party.registered', 'case.opened']);
    await checkDomain(registry.deps, 'paypa1', 'paypa1.example');
    const hidden = await readPosition(registry.deps);
    await expect(readOrganisation(registry.deps, 'paypa1', hidden)).rejects.toMatchObject({ code: 'not_found' });
    expect(await lookUp(registry.deps, { domain: 'paypa1.example' }, hidden)).toEqual({ status: 'unknown' });
    await act(registry, 0, {
      action: 'resolve',
      subject: 'paypa1',
      case: await newestCase(registry, 'paypa1'),
      outcome: 'allow',
    });
    const shown = await readPosition(registry.deps);
    expect((await readOrganisation(registry.deps, 'paypa1', shown)).party_id).toBe('paypa1');
    await expect(lookUp(registry.deps, { name: 'PAYPAL EUROPE' }, shown)).rejects.toMatchObject({
      code: 'name_ambiguous',
      members: { candidates: [{ party_id: 'paypal' }, { party_id: 'paypa1' }] },
    });
  });

  test('stays unseen for good when the officer denies it', async () => {
    await registerProved(registry, 'siemens', { name: 'Siemens' });
    await registerProved(registry, 'slemens', { name: 'SIEMENS' });
    await act(registry, 0, {
      action: 'resolve',
      subject: 'slemens',
      case: await newestCase(registry, 'slemens'),
      outcome: 'deny',
    });
    const position = await readPosition(registry.deps);
    await expect(readOrganisation(registry.deps, 'slemens', position)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a jti serves one statement of a party', async () => {
  const party = await newParty('repeater');
  const claims = { jti: '0b6ffb2c-3a4f-4b70-9d7e-5d2c8f1a0e11', iat: 0, exp: 0 };
  const iat = Math.floor(registry.deps.now().getTime() / 1000);
  const first = await registry.signWith(party, 'cms-party+jwt', partyBody('repeater', party.key), {
    ...claims,
    iat,
    exp: iat + 60,
  });
  expect((await registerParty(registry.deps, first)).status).toBe(201);
  const second = await registry.signWith(
    party,
    'cms-party+jwt',
    { ...partyBody('repeater', party.key), sector: 'K' },
    { ...claims, iat, exp: iat + 60 },
  );
  await expect(registerParty(registry.deps, second)).rejects.toMatchObject({ code: 'jti_reused' });
});
