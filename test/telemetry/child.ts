/**
 * One API process of the kill test: the route of attestations on a real socket, closing windows all the while. Prints `ready`
 * once it listens. It is never asked to stop.
 */

import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import { composeDeps } from '../../src/compose.ts';
import { RegistryError } from '../../src/core/errors.ts';
import type { AppDeps } from '../../src/http/app-deps.ts';
import { handleErrors } from '../../src/http/error-handler.ts';
import { takeRawBodies } from '../../src/http/media-type.ts';
import { attestationRoutes } from '../../src/http/routes/attestations.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import { compilePart } from '../../src/http/validators.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import type { JwsSigner } from '../../src/registry/ports/credentials.ts';
import { openLedger } from '../../src/store/ledger.ts';

const [url = '', origin = '', instant = '', port = ''] = process.argv.slice(2);
const PAUSE_MS = 40;

const ledger = openLedger(url, () => undefined);
const unused = { sign: () => Promise.reject(new Error('nothing is signed here')) } as unknown as JwsSigner;
const registry = composeDeps({
  origin,
  mode: 'sandbox',
  officersRequired: 1,
  ledger,
  log: { origin: 'unused', signers: [] },
  publication: { fault: () => undefined, wake: () => undefined, waitFor: async () => false },
  highWater: { read: async () => undefined, write: async () => undefined },
  credentialSigner: unused,
  answersSigner: unused,
  gridFolder: '/nonexistent',
  now: () => new Date(instant),
});
const deps: AppDeps = {
  registry,
  config: { origin, mode: 'sandbox', logLevel: 'silent' },
  sessionKey: { privatePem: '', publicPem: '', kid: '' },
  cursorSecret: Buffer.alloc(32),
};
const app = Fastify(serverOptions(deps)).withTypeProvider<TypeBoxTypeProvider>();
handleErrors(app, deps.config);
app.setValidatorCompiler<TSchema>(compilePart);
app.setSerializerCompiler(() => (value) => JSON.stringify(value));
takeRawBodies(app);
attestationRoutes(app, deps);
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');

for (;;) {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  await ledger
    .write((tx) => closeWindow(tx, registry.now()))
    .catch((error: unknown) => {
      if (!(error instanceof RegistryError && error.code === 'overloaded')) throw error;
    });
}
