import { describe, expect, test } from 'vitest';
import { partyBody } from '../../../../test/support/party-body.ts';
import { ORIGIN, type TestParty } from '../../../../test/support/registry.ts';
import {
  add,
  auditor,
  beginScript,
  certify,
  change,
  declare,
  findings,
  last,
  opine,
  party,
  prove,
  type Script,
  sign,
} from '../../../../test/support/replay-script.ts';
import { generateSigningKey, kidOf, newClaims, type PrivateJwk, publicJwkOf, signStatement } from '../../sign.ts';

/** Digest of the party's last key operation, as the script has it. */
const heads = new WeakMap<Script, Map<string, string>>();
function chain(script: Script, id: string, next?: string): string {
  const known = heads.get(script) ?? new Map<string, string>();
  heads.set(script, known);
  const first = script.leaves
    .map((leaf) => JSON.parse(leaf))
    .find(({ t, party: by }) => t === 'party.registered' && by === id);
  const before = known.get(id) ?? String(first?.d);
  if (next !== undefined) known.set(id, next);
  return before;
}

const proofOf = (script: Script, id: string, key: PrivateJwk, use: string): Promise<string> =>
  signStatement({
    typ: 'cms-key-proof+jwt',
    privateJwk: key,
    iss: id,
    aud: ORIGIN,
    body: { schema: 'cms-key-proof/1', party_id: id, kid: kidOf(key), use },
    ...newClaims(script.now, new Uint8Array(16).fill(last(script))),
  });

async function addKey(script: Script, by: TestParty, use = 'statements', members: object = {}): Promise<TestParty> {
  const key = await generateSigningKey();
  const proof = await proofOf(script, by.id, key, use);
  const common = { schema: 'cms-key/1', op: 'add', use, jwk: publicJwkOf(key), proof, prev: chain(script, by.id) };
  const d = await sign(script, by, 'cms-key+jwt', { ...common, ...members });
  chain(script, by.id, d);
  add(script, { t: 'key.added', party: by.id, kid: kidOf(key), use, d });
  return { id: by.id, key };
}

async function revokeKey(script: Script, by: TestParty, key: PrivateJwk, members: object = {}): Promise<number> {
  const common = { schema: 'cms-key/1', op: 'revoke', use: 'statements', kid: kidOf(key), prev: chain(script, by.id) };
  const d = await sign(script, by, 'cms-key+jwt', { ...common, ...members });
  chain(script, by.id, d);
  return add(script, { t: 'key.revoked', party: by.id, kid: kidOf(key), use: 'statements', d });
}

/** A party with a recovery key. */
async function withRecovery(script: Script): Promise<{ party: TestParty; recovery: TestParty }> {
  const [key, recoveryKey] = [await generateSigningKey(), await generateSigningKey()];
  const recovery_proof = await proofOf(script, 'acme', recoveryKey, 'recovery');
  const body = { ...partyBody('acme', key), recovery_jwk: publicJwkOf(recoveryKey), recovery_proof };
  const d = await sign(script, { id: 'acme', key }, 'cms-party+jwt', body);
  add(script, { t: 'party.registered', party: 'acme', kind: 'organisation', d });
  prove(script, 'acme');
  return { party: { id: 'acme', key }, recovery: { id: 'acme', key: recoveryKey } };
}

describe('a chain of key operations', () => {
  test('adds, uses and revokes keys', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const second = await addKey(script, acme);
    await revokeKey(script, second, acme.key);
    await declare(script, second);
    expect(await findings(script)).toEqual([]);
  });

  test('has no gap', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    await addKey(script, acme, 'statements', { prev: 'A'.repeat(43) });
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('adds no key twice', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const other = await party(script, 'other');
    await addKey(script, acme, 'statements', {
      jwk: publicJwkOf(other.key),
      proof: await proofOf(script, 'acme', other.key, 'statements'),
    });
    script.leaves.push(script.leaves.pop()?.replace(/"kid":"[^"]*"/, `"kid":"${kidOf(other.key)}"`) ?? '');
    expect(await findings(script)).toEqual([`${last(script)} rule_broken`]);
  });

  test('says of a key what its statement says', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    await addKey(script, acme);
    const leaf = script.leaves.pop() ?? '';
    script.leaves.push(
      leaf.replace(/"kid":"[^"]*"/, `"kid":"${'A'.repeat(43)}"`).replace('"use":"statements"', '"use":"cosign"'),
    );
    expect(await findings(script)).toEqual([`${last(script)} leaf_differs`, `${last(script)} leaf_differs`]);
  });

  test('counts no proof by another key', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    await addKey(script, acme, 'statements', { proof: await proofOf(script, 'acme', acme.key, 'statements') });
    expect(await findings(script)).toEqual([`${last(script)} statement_invalid`]);
  });

  test('does not revoke what is revoked, what is another’s, or for another use', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const other = await party(script, 'other');
    const second = await addKey(script, acme);
    const first = await revokeKey(script, second, acme.key);
    await revokeKey(script, second, acme.key);
    await revokeKey(script, second, other.key);
    await revokeKey(script, second, second.key, { use: 'cosign' });
    const again = [1, 2].map((after) => `${first + after} rule_broken`);
    expect(await findings(script)).toEqual([...again, `${first + 3} leaf_differs`, `${first + 3} rule_broken`]);
  });
});

describe('a key of another use', () => {
  test('signs no audit', async () => {
    const script = await beginScript();
    const cosign = await addKey(script, await party(script, 'acme'), 'cosign');
    await declare(script, cosign);
    expect(await findings(script)).toEqual([`${last(script)} key_not_active`]);
  });

  test('of another party signs nothing here', async () => {
    const script = await beginScript();
    await party(script, 'acme');
    const { key } = await party(script, 'other');
    await declare(script, { id: 'acme', key });
    expect(await findings(script)).toEqual([`${last(script)} key_not_active`]);
  });
});

describe('the recovery key', () => {
  test('is replaced in one operation of two leaves', async () => {
    const script = await beginScript();
    const { recovery } = await withRecovery(script);
    const added = last(script) + 1;
    await addKey(script, recovery, 'recovery');
    expect(await findings(script)).toEqual([`${added} effect_missing`]);
    const { d } = JSON.parse(script.leaves[added] ?? '');
    add(script, { t: 'key.revoked', party: 'acme', kid: kidOf(recovery.key), use: 'recovery', d });
    expect(await findings(script)).toEqual([]);
    await addKey(script, recovery);
    expect(await findings(script)).toEqual([`${last(script)} key_not_active`]);
  });

  test('is touched by no other key', async () => {
    const script = await beginScript();
    const { party: acme, recovery } = await withRecovery(script);
    const index = await revokeKey(script, acme, recovery.key, { use: 'recovery' });
    script.leaves[index] = script.leaves[index]?.replace('"use":"statements"', '"use":"recovery"') ?? '';
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });
});

describe('a compromised key', () => {
  test('suspends what rests on it from that leaf on, until somebody accepts anew', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const acme = await party(script, 'acme');
    const second = await addKey(script, acme);
    const since = last(script) + 1;
    const { certificate, audit } = await certify(script, acme, lumen);
    const revoked = await revokeKey(script, second, acme.key, { compromised_since: since });
    expect(await findings(script)).toEqual([`${revoked} effect_missing`]);
    change(script, 'certificate.suspended', certificate, 'key_compromised');
    expect(await findings(script)).toEqual([]);
    await opine(script, lumen, audit);
    expect(await findings(script)).toEqual([`${last(script)} effect_missing`]);
    change(script, 'certificate.reinstated', certificate, 'cured');
    expect(await findings(script)).toEqual([]);
  });

  test('of an auditor suspends what it accepted, and nothing it accepted before', async () => {
    const script = await beginScript();
    const lumen = await auditor(script, 'lumen');
    const second = await addKey(script, lumen);
    const before = await certify(script, await party(script, 'before'), lumen);
    const since = last(script) + 1;
    const after = await certify(script, await party(script, 'after'), lumen);
    const revoked = await revokeKey(script, second, lumen.key, { compromised_since: since });
    change(script, 'certificate.suspended', after.certificate, 'key_compromised');
    expect(await findings(script)).toEqual([]);
    change(script, 'certificate.suspended', before.certificate, 'key_compromised');
    expect(await findings(script)).toEqual([`${revoked + 2} unjustified`]);
  });

  test('is not compromised from a leaf that is still to come', async () => {
    const script = await beginScript();
    const acme = await party(script, 'acme');
    const second = await addKey(script, acme);
    const index = await revokeKey(script, second, acme.key, { compromised_since: last(script) + 2 });
    expect(await findings(script)).toEqual([`${index} rule_broken`]);
  });
});
