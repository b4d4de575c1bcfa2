import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify';
import { RegistryError } from '../core/errors.ts';
import type { AppDeps } from './app-deps.ts';
import { answerError } from './error-handler.ts';
import { problemOf } from './problem.ts';
import { readQuery } from './query.ts';

/** A slow sender holds a connection this long and no longer. */
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5_000;
/** Idle sockets. Longer than the request timeout, so that a slow request is answered rather than cut. */
const CONNECTION_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 30_000;
/** How often Node looks for connections over their time. */
const CHECK_INTERVAL_MS = 1_000;
const MAX_HEADER_BYTES = 16_384;
/** Longest path parameter: a domain name has 253 characters. Longer ones name nothing. */
const MAX_PARAM_LENGTH = 255;
/** Where a route sets no limit it takes no body worth the name. */
const DEFAULT_BODY_LIMIT = 1_024;
const LOGGED_URL = 256;

/** How the server is set up: every limit that is not a route's own. Forwarded headers are never believed. */
export function serverOptions(deps: AppDeps) {
  return {
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Checked by `refuseAmbiguousRequests`, whose refusal is a problem document.
      requireHostHeader: false,
    },
    trustProxy: false,
    requestIdHeader: false,
    genReqId: () => deps.registry.newId(),
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, querystringParser: readQuery },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void answerError(deps.config, error, request, reply);
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => refuseConnection(deps, error, socket),
    logger: {
      level: deps.config.logLevel,
      redact: ['req.headers', '*.authorization', '*.client_assertion', '*.jws'],
      serializers: { req: describeRequest },
    },
  } satisfies FastifyHttpOptions<Server>;
}

/** What the log says of a request: no headers, no body, and of the address only its beginning. */
const describeRequest = (request: FastifyRequest) => ({
  method: request.method,
  url: request.url.slice(0, LOGGED_URL),
  remoteAddress: request.ip,
});

/** Wire statuses for what never became a request. The code says only that it was malformed. */
const WIRE_STATUS: ReadonlyMap<string, [number, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', [431, 'Request Header Fields Too Large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'Request Timeout']],
]);

/** Answers bytes that are no HTTP request, then closes. */
function refuseConnection(deps: AppDeps, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = WIRE_STATUS.get(error.code ?? '') ?? [400, 'Bad Request'];
  const refusal = new RegistryError('request_invalid', 'not an HTTP request this server can read');
  const occurrence = { origin: deps.config.origin, requestId: deps.registry.newId() };
  const body = JSON.stringify({ ...problemOf(refusal, occurrence), status });
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json\r\nconnection: close\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
