import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PublicKey, restorePublicKey } from './core/keys.ts';
import { type KeySource, loadRegistryKeys } from './keys.ts';
import { secret } from './secret.ts';

const jwkText = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));
const ed25519 = () => generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;

function officer(): { publicKey: PublicKey; privateKey: KeyObject } {
  const { publicKey, privateKey } = ed25519();
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { publicKey: restorePublicKey({ kty: 'OKP', crv: 'Ed25519', x }), privateKey };
}

/** The RSA key is given, because making one takes a second. */
const GIVEN = { credential: secret(jwkText(rsa)) };

async function source(changes: Partial<KeySource> = {}): Promise<KeySource> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'cms-keys-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  return { mode: 'demo', dataDir, officerKeys: [], keyTexts: GIVEN, ...changes };
}

async function place(from: KeySource, name: string, text: string, mode = 0o600): Promise<string> {
  const file = path.join(from.dataDir, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

describe('first start', () => {
  test('makes every key, each in a file of mode 0600, and the next start finds them', async () => {
    const from = await source({ keyTexts: {} });
    const first = await loadRegistryKeys(from);
    const folder = path.join(from.dataDir, 'keys');
    const names = ['answers', 'credential', 'log', 'officer-1', 'officer-2', 'session'];
    expect((await readdir(folder)).sort()).toEqual(names.map((name) => `${name}.jwk.json`));
    for (const file of await readdir(folder)) {
      expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    }
    expect(first.credential).toMatchObject({ alg: 'RS256', publicJwk: { kty: 'RSA', e: 'AQAB', use: 'sig' } });
    expect(first.log).toMatchObject({ alg: 'EdDSA', publicJwk: { kty: 'OKP', crv: 'Ed25519', kid: first.log.kid } });
    expect(first.officers.map(({ kid }) => kid)).toEqual(first.officerSigners.map(({ kid }) => kid));
    const second = await loadRegistryKeys(from);
    expect(second.credential.kid).toBe(first.credential.kid);
    expect(second.officers).toEqual(first.officers);
  });

  test('two at the same moment end with the same keys', async () => {
    const from = await source();
    const [one, two] = await Promise.all([loadRegistryKeys(from), loadRegistryKeys(from)]);
    expect(two.log.kid).toBe(one.log.kid);
    expect(two.officers).toEqual(one.officers);
    expect((await readdir(path.join(from.dataDir, 'keys'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a key signs, and its public JWK verifies', async () => {
    const { log } = await loadRegistryKeys(await source());
    const message = Buffer.from('checkpoint');
    const signature = sign(null, message, log.privateKey);
    const key = createPublicKey({ key: { ...log.publicJwk }, format: 'jwk' });
    expect(verify(null, message, key, signature)).toBe(true);
  });

  test('log keys that were moved aside are loaded, in the order of their names', async () => {
    const from = await source();
    const old = [ed25519(), ed25519()];
    for (const [n, { privateKey }] of old.entries())
      await place(from, `keys/retiring/${n}.jwk.json`, jwkText(privateKey));
    await place(from, 'keys/retiring/README', 'why they lie here');
    const points = old.map(({ publicKey }) => publicKey.export({ format: 'jwk' }).x);
    expect((await loadRegistryKeys(from)).replacedLog.map((key) => key.publicJwk.x)).toEqual(points);
    expect((await loadRegistryKeys(await source())).replacedLog).toEqual([]);
  });

  test('printing the keys shows no secret', async () => {
    const keys = await loadRegistryKeys(await source());
    const { d = '' } = keys.log.privateKey.export({ format: 'jwk' });
    expect(JSON.stringify(keys) + inspect(keys, { depth: 9, showHidden: true })).not.toContain(d);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});

describe('refused', () => {
  const stranger = ed25519().privateKey;

  test.each<[string, string, string, RegExp, number?]>([
    ['a file others may read', 'keys/log.jwk.json', jwkText(stranger), /has mode 0640/, 0o640],
    ['no JSON', 'keys/log.jwk.json', 'not json', /must hold a private JWK$/],
    ['an empty file', 'keys/session.jwk.json', '', /must hold a private JWK$/],
    ['a public key', 'keys/answers.jwk.json', jwkText(ed25519().publicKey), /must hold a private JWK/],
    ['another kind', 'keys/log.jwk.json', jwkText(rsa), /private JWK of kind Ed25519/],
    [
      'halves of two keys',
      'keys/log.jwk.json',
      JSON.stringify({ ...stranger.export({ format: 'jwk' }), x: ed25519().publicKey.export({ format: 'jwk' }).x }),
      /different keys|must hold a private JWK/,
    ],
    [
      'a file that contradicts the environment',
      'keys/credential.jwk.json',
      jwkText(generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey),
      /CREDENTIAL_KEY_JWK and .* are different keys/,
    ],
  ])('%s', async (_name, file, text, line, mode) => {
    const from = await source();
    await place(from, file, text, mode);
    await expect(loadRegistryKeys(from)).rejects.toThrow(line);
  });

  test('one key with two uses', async () => {
    const text = secret(jwkText(stranger));
    await expect(loadRegistryKeys(await source({ keyTexts: { ...GIVEN, log: text, session: text } }))).rejects.toThrow(
      /two purposes/,
    );
  });

  test('a log key that is in use and moved aside', async () => {
    const key = jwkText(ed25519().privateKey);
    const from = await source();
    await place(from, 'keys/log.jwk.json', key);
    await place(from, 'keys/retiring/log.jwk.json', key);
    await expect(loadRegistryKeys(from)).rejects.toThrow(/^one key is used for two purposes/);
  });

  test('another kind of key among the log keys moved aside', async () => {
    const from = await source();
    const file = await place(from, 'keys/retiring/old.jwk.json', jwkText(rsa));
    await expect(loadRegistryKeys(from)).rejects.toThrow(`${file} must hold a private JWK of kind Ed25519`);
  });

  test('a short RSA key', async () => {
    const short = secret(jwkText(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
    await expect(loadRegistryKeys(await source({ keyTexts: { credential: short } }))).rejects.toThrow(/kind RSA-3072/);
  });

  test('a key from the environment is not quoted', async () => {
    const keyTexts = { ...GIVEN, log: secret('{"d":"hunter2"') };
    await expect(loadRegistryKeys(await source({ keyTexts }))).rejects.toThrow(/^LOG_KEY_JWK must hold a private JWK$/);
  });
});

describe('production', () => {
  const alice = officer();
  const bob = officer();
  const production = () => source({ mode: 'production', officerKeys: [alice.publicKey, bob.publicKey] });

  test('takes officers from the configuration and makes none', async () => {
    const from = await production();
    const keys = await loadRegistryKeys(from);
    expect(keys.officers).toEqual([alice.publicKey, bob.publicKey]);
    expect(keys.officerSigners).toEqual([]);
    expect((await readdir(path.join(from.dataDir, 'keys'))).sort()).toEqual([
      'answers.jwk.json',
      'log.jwk.json',
      'session.jwk.json',
    ]);
  });

  test.each<[string, string, string]>([
    ['as JWK', 'keys/alice.jwk.json', jwkText(bob.privateKey)],
    ['as JWK of any name, deeper', 'backup/old/x', jwkText(alice.privateKey)],
    ['in a JWK set', 'set.json', JSON.stringify({ keys: [{ kty: 'OKP' }, bob.privateKey.export({ format: 'jwk' })] })],
    ['as PEM', 'alice.pem', alice.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['made by a sandbox on the same folder', 'keys/officer-1.jwk.json', jwkText(ed25519().privateKey)],
  ])('refuses an officer’s private key in its folder: %s', async (_name, file, text) => {
    const from = await production();
    await place(from, file, text);
    await expect(loadRegistryKeys(from)).rejects.toThrow(/holds the private key of an officer/);
  });

  test('is not disturbed by other files, nor by officers’ public keys', async () => {
    const from = await production();
    await place(from, 'officers.json', JSON.stringify({ keys: [alice.publicKey.jwk] }));
    await place(from, 'null.json', 'null');
    await place(from, 'notes.txt', 'a PRIVATE KEY is kept elsewhere');
    await symlink('/nowhere', path.join(from.dataDir, 'dangling'));
    await expect(loadRegistryKeys(from)).resolves.toBeDefined();
    expect(await readFile(path.join(from.dataDir, 'null.json'), 'utf8')).toBe('null');
  });
});
