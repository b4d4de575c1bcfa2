import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertThat, RegistryError } from '../core/errors.ts';
import type { App } from './app-deps.ts';

/** Largest bodies in bytes (statements section 2, step 1). */
export const BODY_LIMITS = {
  audit: 8_388_608,
  statement: 262_144,
  batch: 1_048_576,
  form: 16_384,
  note: 16_384,
  artefact: 16_777_216,
  /** One attestation, and a batch of them. */
  attestation: 131_072,
  attestations: 16_777_216,
} as const;

const JOSE = 'application/jose';
const JSON_TYPE = 'application/json';
const JSON_PATTERN = /^application\/json(; ?charset=("utf-8"|utf-8))?$/i;
const FORM = 'application/x-www-form-urlencoded';
const TEXT = 'text/plain';
const OCTETS = 'application/octet-stream';

/**
 * Bodies arrive as the bytes that were sent: no parser of the framework touches them, so nothing is coerced, merged or
 * dropped before the strict gate reads it.
 */
export function takeRawBodies(app: App): void {
  app.removeAllContentTypeParsers();
  for (const type of [JOSE, JSON_TYPE, FORM, TEXT, OCTETS]) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
}

/** Hook: a statement's only media type. It defines no parameters, so none is admitted. @throws too_large, media_type */
export const takesJose = takes(JOSE, /^application\/jose$/i);
/** Hook: JSON is UTF-8; saying so is harmless, saying otherwise is refused. @throws too_large, media_type */
export const takesJson = takes(JSON_TYPE, JSON_PATTERN);
/** Hook: a form. @throws too_large, media_type */
export const takesForm = takes(FORM, /^application\/x-www-form-urlencoded(; ?charset=("utf-8"|utf-8))?$/i);
/** Hook: a note, which is UTF-8. @throws too_large, media_type */
export const takesText = takes(TEXT, /^text\/plain(; ?charset=("utf-8"|utf-8))?$/i);

/** Hook: one statement, or a batch as JSON, each with its own limit. @throws too_large, media_type */
export async function takesJoseOrJson(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { 'content-type': given = '', 'content-length': length = 0 } = request.headers;
  if (JSON_PATTERN.test(given.trim())) return takesJson(request, reply);
  if (Number(length) > BODY_LIMITS.attestation) throw tooLarge(BODY_LIMITS.attestation, reply);
  return takesJose(request, reply);
}

/** Whether a request that `takesJoseOrJson` let in is a batch. */
export const isJson = ({ headers }: FastifyRequest): boolean =>
  JSON_PATTERN.test(headers['content-type']?.trim() ?? '');

/** The gate's first step: what says that it is too large is that, whatever else it says (statements section 2). */
function takes(type: string, pattern: RegExp): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    refuseTooLarge(request, reply);
    const { 'content-type': given } = request.headers;
    assertThat(given !== undefined && pattern.test(given.trim()), 'media_type', `send the body as ${type}`);
    refuseCoding(request);
  };
}

/** Hook: bytes that say themselves what they are, whatever they are sent as. @throws too_large, media_type for a content coding */
export async function takesAnything(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  refuseTooLarge(request, reply);
  refuseCoding(request);
  request.raw.headers['content-type'] = OCTETS;
}

/** Nothing here unpacks what strangers send. */
function refuseCoding({ headers }: FastifyRequest): void {
  const { 'content-encoding': coding } = headers;
  assertThat(coding === undefined || coding === 'identity', 'media_type', 'send the body without content coding');
}

/** Ends the connection with the answer: whatever is still to come after what was read away is not wanted. */
function refuseTooLarge({ headers, routeOptions }: FastifyRequest, reply: FastifyReply): void {
  if (Number(headers['content-length'] ?? 0) > routeOptions.bodyLimit) throw tooLarge(routeOptions.bodyLimit, reply);
}

function tooLarge(limit: number, reply: FastifyReply): RegistryError {
  void reply.header('connection', 'close');
  return new RegistryError('too_large', `this address takes ${limit} bytes`);
}

/** The bytes of the body; none sent is an empty body. */
export function bodyOf(request: { readonly body: unknown }): Uint8Array {
  if (request.body === undefined || request.body === null) return new Uint8Array();
  if (request.body instanceof Uint8Array) return request.body;
  throw new RegistryError('media_type', 'the body was not read as bytes');
}
