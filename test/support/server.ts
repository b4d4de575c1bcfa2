import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createApp } from '../../src/http/app.ts';
import { ORIGIN, type TestRegistry } from './registry.ts';

export interface TestServer {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly address: string;
  close(): Promise<void>;
}

/** The whole HTTP interface of a test registry on a real socket. */
export async function startServer(registry: TestRegistry): Promise<TestServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const app = await createApp({
    registry: registry.deps,
    config: { origin: ORIGIN, mode: registry.deps.mode, logLevel: 'silent' },
    sessionKey: {
      privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      kid: 'session-test',
    },
    cursorSecret: randomBytes(32),
    publicKeys: new Map(),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, close: () => app.close() };
}
