import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createPrivateFile, readPrivateFile } from '../private-file.ts';
import { generateSigningKey, type PrivateJwk, toPrivateJwk } from '../sdk/sign.ts';

/** Private keys of the demo's parties: made on first use as `<folder>/<party>.jwk.json`, mode 0600, and kept. */
export function openDemoKeys(folder: string): (party: string) => Promise<PrivateJwk> {
  const known = new Map<string, Promise<PrivateJwk>>();
  return (party) => {
    const key = known.get(party) ?? loadKey(folder, party);
    known.set(party, key);
    return key;
  };
}

async function loadKey(folder: string, party: string): Promise<PrivateJwk> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${party}.jwk.json`);
  await createPrivateFile(file, `${JSON.stringify(await generateSigningKey())}\n`);
  return toPrivateJwk(JSON.parse((await readPrivateFile(file)) ?? '{}'));
}
