import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/app-deps.ts';
import type { Mode } from '../../src/mode.ts';
import { ORIGIN, type TestRegistry } from './registry.ts';

export interface TestServer {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly app: App;
  /** The key of access tokens, as PEM. */
  readonly sessionKey: { readonly privatePem: string; readonly publicPem: string; readonly kid: string };
  /** Thumbprint of a registry key that is published. */
  readonly publishedKid: string;
  close(): Promise<void>;
}

/**
 * The whole HTTP interface of a test registry on a real socket.
 *
 * @param mode decides the rate limits; the registry's own where absent
 */
export async function startServer(registry: TestRegistry, mode: Mode = registry.deps.mode): Promise<TestServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const sessionKey = {
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    kid: 'session-test',
  };
  const publishedKid = registry.keys.log.kid;
  const app = await createApp({
    registry: registry.deps,
    config: { origin: ORIGIN, mode, logLevel: 'silent' },
    sessionKey,
    cursorSecret: randomBytes(32),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, app, sessionKey, publishedKid, close: () => app.close() };
}
