import { compactVerify, createLocalJWKSet, importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeDeps } from '../../src/compose.ts';
import { createSequencerLoop } from '../../src/jobs/sequencer-loop.ts';
import { jwsSigner } from '../../src/keys/jws-signer.ts';
import { logIdentity } from '../../src/keys/log-identity.ts';
import { keysInUse } from '../../src/keys/registry-identity.ts';
import { parseSigningKey, type SigningKey } from '../../src/keys/signing-key.ts';
import { verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { formatVerifierKey, NOTE_TYPES, parseVerifierKey, verifierKey } from '../../src/log/note.ts';
import { formatProof, parseProof, verifyProof } from '../../src/log/proof.ts';
import { nodesFromTiles } from '../../src/log/tile-nodes.ts';
import { proveInclusion } from '../../src/log/tree.ts';
import { logKeyTerms } from '../../src/registry/log-key-terms.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { readCredential } from '../../src/registry/read-credentials.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { readRegistryKeys } from '../../src/registry/registry-keys.ts';
import { signerAt } from '../../src/registry/sign-look-up.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, type Leaf, leavesOf } from '../support/journey.ts';
import {
  createTestRegistry,
  ORIGIN,
  type RegistryOptions,
  registerAuditor,
  registerProved,
  type TestRegistry,
} from '../support/registry.ts';
import { makeEd25519, makeTestKeys, type TestKeys } from '../support/registry-keys.ts';
import { makeRsaJwk } from '../support/rsa-key.ts';

const DAY_MS = 86_400_000;
const START = Date.parse(AFTER_56_DAYS);

let registry: TestRegistry;
const ledgers: PostgresLedger[] = [];
beforeEach(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
});
afterEach(async () => {
  try {
    await checkRegistry(registry);
  } finally {
    for (const ledger of ledgers.splice(0)) await ledger.close();
    await registry.close();
  }
});

/** The same registry after a restart with other keys. */
interface Restarted {
  readonly deps: Deps;
  tick(): Promise<unknown>;
}

async function restart(
  keys: TestKeys,
  replaced: readonly SigningKey[] = [],
  options: Partial<Pick<RegistryOptions, 'officersRequired' | 'witnesses'>> = {},
): Promise<Restarted> {
  const { now } = registry.deps;
  const ledger = openLedger(registry.database.url, () => undefined);
  ledgers.push(ledger);
  const terms = logKeyTerms({ ledger, now });
  await terms.learn();
  const log = logIdentity(ORIGIN, [keys.log], { keys: replaced, maySign: terms.maySign });
  const highWater = registry.mark;
  const sequencer = createSequencerLoop({ ledger, log, highWater }, { report: () => undefined });
  const deps = composeDeps({
    origin: ORIGIN,
    mode: 'sandbox',
    officersRequired: options.officersRequired ?? 1,
    ledger,
    log,
    publication: sequencer,
    highWater,
    witnesses: options.witnesses ?? [],
    credentialSigner: jwsSigner(keys.credential),
    answersSigner: jwsSigner(keys.answers),
    gridFolder: registry.gridFolder,
    now,
  });
  await sequencer.tick();
  if (sequencer.fault() === undefined) {
    await openRegistry(deps, { officers: registry.identity.officers, keys: keysInUse(keys) });
    await terms.learn();
    await sequencer.tick();
  }
  return { deps, tick: () => sequencer.tick() };
}

const jwksOf = async (deps: Deps) =>
  createLocalJWKSet({ keys: [...(await readRegistryKeys(deps)).values()].map((jwk) => ({ kty: '', ...jwk })) });

async function newestNote(): Promise<string> {
  const head = await registry.deps.ledger.read((tx) => tx.tree.head());
  if (head === undefined) throw new Error('nothing is published');
  return head.note;
}

const vkeyOf = (key: SigningKey) =>
  verifierKey('localhost:3000/log', NOTE_TYPES.ed25519, Buffer.from(key.publicJwk.x ?? '', 'base64url'));

async function opensWith(key: SigningKey): Promise<boolean> {
  return (await verifyCheckpoint(await newestNote(), 'localhost:3000/log', [vkeyOf(key)])).ok;
}

/** A proof of a leaf as anybody would keep it. */
async function proofOf(index: number): Promise<{ readonly leaf: string; readonly text: string }> {
  return registry.deps.ledger.read(async (tx) => {
    const head = await tx.tree.head();
    const [leaf] = await tx.tree.leaves(index, 1);
    if (head === undefined || leaf === undefined) throw new Error('no such leaf');
    const path = await proveInclusion(index, head.size, nodesFromTiles(head.size, tx.tree.tiles));
    return { leaf, text: formatProof({ extra: undefined, index, path, note: head.note }) };
  });
}

async function genesis(): Promise<Leaf> {
  const { rows } = await registry.database.pool.query<{ leaf: string }>('select leaf from log_pending where seq = 0');
  return JSON.parse(rows[0]?.leaf ?? '');
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

describe('the genesis leaf', () => {
  test('names the first keys, and the key set holds them', async () => {
    const { log, credential, answers } = registry.keys;
    expect(await genesis()).toMatchObject({
      vkeys: [formatVerifierKey(vkeyOf(log))],
      credential_kids: [credential.kid],
      answer_kids: [answers.kid],
      witnesses: [],
    });
    const keys = await readRegistryKeys(registry.deps);
    expect(keys.get(log.kid)).toMatchObject({ kty: 'OKP', crv: 'Ed25519', kid: log.kid });
    expect(keys.get(answers.kid)).toMatchObject({ kid: answers.kid, alg: 'EdDSA' });
    expect(keys.get(credential.kid)).toMatchObject({
      kty: 'RSA',
      kid: `${ORIGIN}/keys/${credential.kid}`,
      alg: 'RS256',
    });
    for (const officer of registry.identity.officers) expect(keys.get(officer.kid)).toMatchObject({ kid: officer.kid });
    expect(JSON.stringify([...keys.values()])).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  test('is followed by nothing while nothing changes', async () => {
    expect(await leavesOf(registry, () => restart(registry.keys))).toEqual([]);
  });
});

describe('rotation of every key', () => {
  test('keeps what the old ones signed verifiable, by what was public before', async () => {
    const old = registry.keys;
    const auditor = await registerAuditor(registry, 'lumen');
    const org = await registerProved(registry, 'acme');
    const { certificate } = await certify(registry, org, auditor);
    const position = await readPosition(registry.deps);
    const credential = await readCredential(registry.deps, certificate, position);
    const answer = await (await signerAt(registry.deps, position))({ name: 'acme' }, { status: 'unknown' });
    const receipt = await proofOf(3);
    const [vkey] = texts((await genesis())['vkeys']).map(parseVerifierKey);
    if (vkey === undefined) throw new Error('the genesis leaf names no verifier key');

    const fresh: TestKeys = {
      ...(await makeTestKeys()),
      credential: await parseSigningKey(makeRsaJwk(), 'RSA-3072', 'a test'),
    };
    const leaves = await leavesOf(registry, () => restart(fresh, [old.log]));
    const change = (op: string, keys: TestKeys) =>
      (['log', 'credential', 'answers'] as const).map((use) => ({ t: 'registry.key', op, use, kid: keys[use].kid }));
    expect(leaves).toHaveLength(6);
    expect(leaves.slice(0, 3)).toMatchObject(change('add', fresh));
    expect(leaves.slice(3)).toEqual(
      expect.arrayContaining(change('retire', old).map((leaf) => expect.objectContaining(leaf))),
    );

    const proof = parseProof(receipt.text);
    if (proof === undefined) throw new Error('not a proof');
    const trust = { origin: 'localhost:3000/log', keys: [vkey] };
    expect((await verifyProof(proof, Buffer.from(receipt.leaf), trust)).ok).toBe(true);
    expect([await opensWith(old.log), await opensWith(fresh.log)]).toEqual([true, true]);
    const jwks = await jwksOf(registry.deps);
    const terms = { issuer: `${ORIGIN}/issuer`, algorithms: ['RS256'], currentDate: new Date(AFTER_56_DAYS) };
    expect((await jwtVerify(credential, jwks, terms)).protectedHeader.kid).toBe(`${ORIGIN}/keys/${old.credential.kid}`);
    expect((await compactVerify(answer, jwks)).protectedHeader.kid).toBe(old.answers.kid);
  });

  test('signs what comes next with the new ones', async () => {
    const old = registry.keys;
    const fresh = { ...(await makeTestKeys()), credential: await parseSigningKey(makeRsaJwk(), 'RSA-3072', 'a test') };
    const { deps } = await restart(fresh, [old.log]);
    const later = { ...registry, deps };
    const auditor = await registerAuditor(later, 'lumen');
    const { certificate } = await certify(later, await registerProved(later, 'acme'), auditor);
    const head = await deps.ledger.read((tx) => tx.log.head());
    const jwt = await readCredential(deps, certificate, { seq: head?.seq ?? 0, as_of: '' });
    const key = await importJWK({ ...fresh.credential.publicJwk }, 'RS256');
    expect((await compactVerify(jwt, key)).protectedHeader.kid).toBe(`${ORIGIN}/keys/${fresh.credential.kid}`);
  });
});

describe('a log key that was replaced', () => {
  test('signs beside the new one for 30 days and then no more, without a restart', async () => {
    const old = registry.keys.log;
    const log = await makeEd25519();
    const { deps, tick } = await restart({ ...registry.keys, log }, [old]);
    const publishOne = async (now: number) => {
      registry.setNow(new Date(now));
      await deps.ledger.write((tx) =>
        tx.log.append({ t: 'registry.policy', officers_required: 1, witnesses: [] }, deps.now()),
      );
      await tick();
    };
    await publishOne(START + 30 * DAY_MS - 1000);
    expect([await opensWith(old), await opensWith(log)]).toEqual([true, true]);
    await publishOne(START + 30 * DAY_MS);
    expect([await opensWith(old), await opensWith(log)]).toEqual([false, true]);
  });

  test('that never was this log’s does not begin to sign', async () => {
    const stranger = await makeEd25519();
    const log = await makeEd25519();
    await restart({ ...registry.keys, log }, [registry.keys.log, stranger]);
    expect([await opensWith(registry.keys.log), await opensWith(stranger)]).toEqual([true, false]);
  });

  test('does not come back as the current one', async () => {
    const old = registry.keys;
    await restart({ ...old, log: await makeEd25519() }, [old.log]);
    await expect(restart(old)).rejects.toThrow(/^the log key .* was retired by leaf \d+: a new one is needed$/);
  });

  test('and is lost does not end the log where the high-water mark vouches for its head', async () => {
    const log = await makeEd25519();
    await restart({ ...registry.keys, log });
    expect([await opensWith(registry.keys.log), await opensWith(log)]).toEqual([false, true]);
  });

  test('and is lost with the mark leaves a head nobody here can answer for, and nothing is signed on it', async () => {
    registry.mark.note = undefined;
    const { deps } = await restart({ ...registry.keys, log: await makeEd25519() });
    expect(deps.publication.fault()).toMatch(/^the checkpoint of size \d+ in the database does not open/);
  });
});

describe('the policy', () => {
  test('has a leaf of its own whenever the configuration is another one', async () => {
    const key = vkeyOf(await makeEd25519());
    const witness = { key, vkey: formatVerifierKey(key), url: undefined };
    const leaves = await leavesOf(registry, async () => {
      await restart(registry.keys, [], { officersRequired: 2, witnesses: [witness] });
      await restart(registry.keys, [], { officersRequired: 2, witnesses: [witness] });
      await restart(registry.keys, [], { officersRequired: 2 });
    });
    expect(leaves).toMatchObject([
      { t: 'registry.policy', officers_required: 2, witnesses: [witness.vkey] },
      { t: 'registry.policy', officers_required: 2, witnesses: [] },
    ]);
  });
});
