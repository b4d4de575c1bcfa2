import { generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isPublicJwk, type PublicKey, restorePublicKey } from './core/keys.ts';
import { assertNoOfficerSecrets } from './keys/officer-secrets.ts';
import { type KeyKind, parseSigningKey, type SigningKey } from './keys/signing-key.ts';
import type { Mode } from './mode.ts';
import { createPrivateFile, hasCode, readPrivateFile } from './private-file.ts';
import type { Secret } from './secret.ts';

/** The registry's own keys. Each has one use: log checkpoints; credentials and status lists; signed answers; access tokens. */
export type RegistryKeyName = 'log' | 'credential' | 'answers' | 'session';

const KINDS: Readonly<Record<RegistryKeyName, KeyKind>> = {
  log: 'Ed25519',
  credential: 'RSA-3072',
  answers: 'Ed25519',
  session: 'Ed25519',
};

export interface RegistryKeys extends Readonly<Record<RegistryKeyName, SigningKey>> {
  /** Whose signatures count as an officer's. */
  readonly officers: readonly PublicKey[];
  /** Private keys of the officers that demo and sandbox make; empty in production, where nobody here may hold one. */
  readonly officerSigners: readonly SigningKey[];
  /** Log keys that were replaced and may sign beside the current one for a while. */
  readonly replacedLog: readonly SigningKey[];
}

/** Where keys come from; `Config` is one. */
export interface KeySource {
  readonly mode: Mode;
  readonly dataDir: string;
  readonly officerKeys: readonly PublicKey[];
  readonly keyTexts: Readonly<Partial<Record<RegistryKeyName, Secret>>>;
}

/**
 * Loads the registry's keys, making those that are missing: private JWKs `<dataDir>/keys/<name>.jwk.json`, mode 0600.
 * A key file is never overwritten; of two processes that start at once both end with the same keys.
 *
 * @throws Error with one line: a file others may read, a key of the wrong kind or with two uses, a text that contradicts
 * its file, in production an officer's private key under `dataDir`
 */
export async function loadRegistryKeys(source: KeySource): Promise<RegistryKeys> {
  if (source.mode === 'production') await assertNoOfficerSecrets(source.dataDir, source.officerKeys);
  const folder = path.join(source.dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const registryKey = (name: RegistryKeyName) => loadRegistryKey(folder, name, source.keyTexts[name]);
  // One after the other: nothing is still being written when one of them is refused.
  const log = await registryKey('log');
  const credential = await registryKey('credential');
  const answers = await registryKey('answers');
  const session = await registryKey('session');
  const officerSigners = source.mode === 'production' ? [] : await makeOfficers(folder);
  const officers = source.mode === 'production' ? source.officerKeys : officerSigners.map(publicKeyOf);
  const replacedLog = await loadReplaced(path.join(folder, 'retiring'));
  assertOneUseEach([log, credential, answers, session, ...officers, ...replacedLog]);
  return { log, credential, answers, session, officers, officerSigners, replacedLog };
}

async function loadRegistryKey(folder: string, name: RegistryKeyName, given: Secret | undefined): Promise<SigningKey> {
  const kind = KINDS[name];
  if (given === undefined) return loadOrMake(folder, name, kind);
  const variable = `${name.toUpperCase()}_KEY_JWK`;
  const key = await parseSigningKey(given.reveal(), kind, variable);
  const file = path.join(folder, `${name}.jwk.json`);
  const stored = await readPrivateFile(file);
  if (stored !== undefined && (await parseSigningKey(stored, kind, file)).kid !== key.kid) {
    throw new Error(`${variable} and ${file} are different keys: remove the one that is not in use`);
  }
  return key;
}

async function loadOrMake(folder: string, name: string, kind: KeyKind): Promise<SigningKey> {
  const file = path.join(folder, `${name}.jwk.json`);
  const stored = await readPrivateFile(file);
  if (stored !== undefined) return parseSigningKey(stored, kind, file);
  await createPrivateFile(file, `${JSON.stringify((await generate(kind)).export({ format: 'jwk' }))}\n`);
  const made = await readPrivateFile(file); // another process may have been first: what is on disk counts
  if (made === undefined) throw new Error(`${file} vanished while it was made`);
  return parseSigningKey(made, kind, file);
}

/** The log keys an operator moved aside, `retiring/*.jwk.json`. */
async function loadReplaced(folder: string): Promise<SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.jwk.json')).sort()) {
    const file = path.join(folder, name);
    keys.push(await parseSigningKey((await readPrivateFile(file)) ?? '', 'Ed25519', file));
  }
  return keys;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function generate(kind: KeyKind): Promise<KeyObject> {
  const make = promisify(generateKeyPair);
  const pair = kind === 'Ed25519' ? await make('ed25519') : await make('rsa', { modulusLength: 3072 });
  return pair.privateKey;
}

async function makeOfficers(folder: string): Promise<SigningKey[]> {
  const first = await loadOrMake(folder, 'officer-1', 'Ed25519');
  return [first, await loadOrMake(folder, 'officer-2', 'Ed25519')];
}

function publicKeyOf({ publicJwk }: SigningKey): PublicKey {
  if (!isPublicJwk(publicJwk)) throw new Error('an officer key must be Ed25519 or P-256');
  return restorePublicKey(publicJwk);
}

function assertOneUseEach(keys: readonly { kid: string }[]): void {
  if (new Set(keys.map(({ kid }) => kid)).size === keys.length) return;
  throw new Error(
    'one key is used for two purposes: log, credential, answers, session, each officer and each retiring key need their own',
  );
}
