import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Kid } from '../../src/core/ids.ts';
import { createApp } from '../../src/http/app.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { singleFlight } from '../../src/registry/single-flight.ts';

// Writes openapi/openapi.json from the routes; with --check it fails where the file differs. No database, no socket.

const FILE = fileURLToPath(new URL('../../openapi/openapi.json', import.meta.url));
const ORIGIN = 'http://localhost:3000';

const absent = () => Promise.reject(new Error('there is no registry behind the document'));

const NO_KEY = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' as Kid;

/** Enough of a registry to compose the application; nothing asks it anything. */
const NO_REGISTRY: Deps = {
  origin: ORIGIN,
  mode: 'demo',
  officersRequired: 1,
  methodologySha256: '0'.repeat(64),
  now: () => new Date(0),
  newId: () => '00000000-0000-7000-8000-000000000000',
  ledger: { write: absent, read: absent, sequence: absent, intake: absent, notify: absent },
  log: { origin: 'localhost:3000/log', signers: [] },
  publication: { waitFor: absent, wake: () => undefined, fault: () => undefined },
  highWater: { read: absent, write: absent },
  witnesses: [],
  random: (size) => new Uint8Array(size),
  credentialSigner: { kid: NO_KEY, alg: 'RS256', sign: absent },
  answersSigner: { kid: NO_KEY, alg: 'EdDSA', sign: absent },
  gridFiles: { has: absent, open: absent, read: absent },
  domainProver: { prove: absent },
  checksUnderWay: singleFlight(),
};

async function renderDocument(): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const app = await createApp({
    registry: NO_REGISTRY,
    config: { origin: ORIGIN, mode: 'demo', logLevel: 'silent' },
    sessionKey: {
      privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      kid: 'none',
    },
    cursorSecret: new Uint8Array(32),
  });
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}

const text = await renderDocument();
if (process.argv.includes('--check')) {
  const written = await readFile(FILE, 'utf8').catch(() => '');
  if (written !== text) {
    console.error('openapi/openapi.json is not what the routes say: run npm run openapi');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}
