import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PublicKey } from '../core/keys.ts';
import { hasCode } from '../private-file.ts';

const MAX_KEY_FILE_BYTES = 65_536;

/**
 * Refuses to go on when an officer's private key lies under `dataDir`: acts need people, and a host that holds their keys
 * could act alone. Finds JWKs, JWK sets and unencrypted PEM in files of any name, and officers left by another mode.
 */
export async function assertNoOfficerSecrets(dataDir: string, officers: readonly PublicKey[]): Promise<void> {
  const points = new Set(officers.map(({ jwk }) => jwk.x));
  for (const file of await smallFiles(dataDir)) {
    const made = /^officer-.*\.jwk\.json$/.test(path.basename(file));
    if (made || privatePoints(await readFile(file, 'utf8')).some((x) => points.has(x))) {
      throw new Error(`${file} holds the private key of an officer: production keeps none in DATA_DIR`);
    }
  }
}

async function smallFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'pg') files.push(...(await smallFiles(place)));
    else if (await isSmallFile(place)) files.push(place);
  }
  return files;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Follows links: a mounted secret is one. */
async function isSmallFile(place: string): Promise<boolean> {
  const stats = await stat(place).catch(() => undefined);
  return stats?.isFile() === true && stats.size <= MAX_KEY_FILE_BYTES;
}

/** The `x` coordinates of the private keys in a text. */
function privatePoints(text: string): string[] {
  const keys = text.includes('PRIVATE KEY') ? [pemToJwk(text)] : jwksOf(text);
  return keys.flatMap((jwk) => (jwk?.d !== undefined && jwk.x !== undefined ? [jwk.x] : []));
}

function pemToJwk(text: string): JsonWebKey | undefined {
  try {
    const key = createPrivateKey(text);
    return { ...createPublicKey(key).export({ format: 'jwk' }), d: '' };
  } catch {
    return undefined;
  }
}

function jwksOf(text: string): JsonWebKey[] {
  try {
    const found: { keys?: unknown } & JsonWebKey = JSON.parse(text);
    return Array.isArray(found.keys) ? found.keys : [found];
  } catch {
    return [];
  }
}
