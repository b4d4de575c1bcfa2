import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from './app-deps.ts';
import { addComponents } from './schemas/components.ts';
import { outgoingEvents } from './schemas/notices.ts';
import { DOCS_POLICY } from './security-headers.ts';

/** Version of the public contract; `openapi/CHANGELOG.md` says what changed. */
const CONTRACT_VERSION = '0.4.0';

const TAGS = [
  { name: 'statements', description: 'Signed writes: whatever can change what the registry says about somebody.' },
  {
    name: 'log',
    description:
      'The transparency log (C2SP tlog-tiles): checkpoints, tiles, entries, receipts, cosignatures. Proofs are made of tiles by whoever wants one.',
  },
  { name: 'listing', description: 'Who is certified, today and at any time before.' },
  { name: 'documents', description: 'Audits, certificates, statements, methodologies.' },
  { name: 'badges', description: 'The picture of a certificate, for any site.' },
  { name: 'access', description: 'Access tokens and a party’s own view.' },
  { name: 'service', description: 'Keys, health, problems.' },
];

const DESCRIPTION =
  'Signed audits in, recomputed tiers out, every decision in a public log. Writes are statements: a compact JWS as the whole ' +
  'body, and the signature is the credential. Sending the same bytes again gives the original answer. Reads carry seq and as_of: ' +
  'the log position they reflect. Refusals are problem documents (RFC 9457) with a code from a closed union.';

/** Collects the routes into an OpenAPI 3.1 document. To be called before routes are registered. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Carbon Mirror Registry',
        version: CONTRACT_VERSION,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'the registry that serves this document' }],
      tags: TAGS,
      webhooks: outgoingEvents(),
      security: [],
      components: {
        securitySchemes: {
          access_token: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'From POST /v1/token; valid ten minutes.',
          },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: { buildLocalReference: (json, _baseUri, _fragment, i) => componentName(json, i) },
  });
  addComponents(app);
}

const componentName = (json: { readonly $id?: unknown }, i: number): string =>
  typeof json.$id === 'string' ? json.$id : `schema-${i}`;

/** The API browser at `/docs`: every file of it comes from here. */
export async function showApi(app: App): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    theme: { title: 'Carbon Mirror Registry: API' },
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}
