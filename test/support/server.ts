import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { thumbprint } from '../../src/core/keys.ts';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/app-deps.ts';
import type { Mode } from '../../src/mode.ts';
import { generateSigningKey, publicJwkOf } from '../../src/sdk/sign.ts';
import { ORIGIN, type TestRegistry } from './registry.ts';

export interface TestServer {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly app: App;
  /** The key of access tokens, as PEM. */
  readonly sessionKey: { readonly privatePem: string; readonly publicPem: string; readonly kid: string };
  /** Thumbprint of the one registry key that is published. */
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
  const published = publicJwkOf(await generateSigningKey());
  const publishedKid = thumbprint(published);
  const app = await createApp({
    registry: registry.deps,
    config: { origin: ORIGIN, mode, logLevel: 'silent' },
    sessionKey,
    cursorSecret: randomBytes(32),
    publicKeys: new Map([[publishedKid, { ...published }]]),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, app, sessionKey, publishedKid, close: () => app.close() };
}
