import { open } from 'node:fs/promises';
import { type PrivateJwk, toPrivateJwk } from '../sdk/sign.ts';
import { ConfigFault } from './yaml-file.ts';

const OTHERS = 0o077;

/**
 * The private JWK in a file that nobody but its owner may touch.
 *
 * @throws ConfigFault where it is missing, no private key, or open to others: it may be known to them
 */
export async function readTelemetryKey(file: string): Promise<PrivateJwk> {
  const text = await readOwnersFile(file);
  try {
    return toPrivateJwk(JSON.parse(text));
  } catch {
    throw new ConfigFault(`${file} is not a private Ed25519 or P-256 JWK`);
  }
}

async function readOwnersFile(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => {
    throw new ConfigFault(`there is no key at ${file}: carbon-mirror agent init makes one`);
  });
  try {
    const mode = (await handle.stat()).mode & 0o777;
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new ConfigFault(
        `${file} has mode 0${mode.toString(8)}, so others may read it: make a new key, or chmod 600 it`,
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
