/**
 * The route of attestations on a real socket, and beside it one that only verifies what it is sent. Prints its address.
 */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import { parseStrictJson } from '../src/core/json.ts';
import type { AppDeps } from '../src/http/app-deps.ts';
import { handleErrors } from '../src/http/error-handler.ts';
import { BODY_LIMITS, bodyOf, isJson, takeRawBodies, takesJoseOrJson } from '../src/http/media-type.ts';
import { attestationRoutes } from '../src/http/routes/attestations.ts';
import { serverOptions } from '../src/http/server-options.ts';
import { compilePart } from '../src/http/validators.ts';
import { admitArrival, parseArrival, readBatch } from '../src/registry/intake/arrival.ts';
import { knownKeys } from '../src/registry/intake/known-keys.ts';
import { openLedger } from '../src/store/ledger.ts';
import { benchDeps } from './bench-deps.ts';

const [url = ''] = process.argv.slice(2);
const registry = benchDeps(openLedger(url, () => undefined));
const deps: AppDeps = {
  registry,
  config: { origin: registry.origin, mode: 'sandbox', logLevel: 'silent' },
  sessionKey: { privatePem: '', publicPem: '', kid: '' },
  cursorSecret: Buffer.alloc(32),
};
const app = Fastify(serverOptions(deps)).withTypeProvider<TypeBoxTypeProvider>();
handleErrors(app, deps.config);
app.setValidatorCompiler<TSchema>(compilePart);
app.setSerializerCompiler(() => (value) => JSON.stringify(value));
takeRawBodies(app);
attestationRoutes(app, deps);

const keys = knownKeys();
app.post('/verify', { preParsing: takesJoseOrJson, bodyLimit: BODY_LIMITS.attestations }, async (request, reply) => {
  const bytes = bodyOf(request);
  const items = isJson(request) ? readBatch(parseStrictJson(bytes, 'request_invalid')) : [bytes];
  const parsed = items.map(parseArrival);
  const found = await keys.find(
    registry,
    parsed.map(({ kid }) => kid),
  );
  const admitted = await Promise.all(parsed.map((one) => admitArrival(registry, one, found.get(one.kid))));
  return reply.code(201).send({ results: admitted.map(({ digest }) => ({ status: 201, digest })) });
});
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
