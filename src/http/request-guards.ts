import type { FastifyReply, FastifyRequest } from 'fastify';
import { RegistryError } from '../core/errors.ts';

/**
 * Hook: refuses requests that two readers could read in two ways, and lets the connection go with them. Node itself refuses
 * contradicting lengths.
 *
 * @throws RegistryError request_invalid
 */
export async function refuseAmbiguousRequests(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const fault = framingFault(request);
  if (fault !== undefined) {
    void reply.header('connection', 'close');
    throw new RegistryError('request_invalid', fault);
  }
}

function framingFault({ raw, headers }: FastifyRequest): string | undefined {
  if (raw.httpVersion !== '1.1' && raw.httpVersion !== '1.0') return 'the version must be HTTP/1.1 or HTTP/1.0';
  if (raw.rawHeaders.length > 2 * MAX_HEADERS) return `send at most ${MAX_HEADERS} headers`;
  if (raw.url?.startsWith('/') !== true) return 'the request target must be a path';
  const hosts = countHeader(raw.rawHeaders, 'host');
  if (hosts !== 1 && !(hosts === 0 && raw.httpVersion === '1.0')) return 'send exactly one Host header';
  const transfer = headers['transfer-encoding'];
  if (transfer !== undefined && !CHUNKED.test(transfer)) return 'the only transfer coding is chunked';
  return undefined;
}

/** Node drops what comes after some 2,000 without a word. */
const MAX_HEADERS = 200;
/** RFC 9112 section 6.1: a coding nobody here undoes is not passed on as the body. */
const CHUNKED = /^chunked$/i;

/** How often a header was sent, in whatever case. `rawHeaders` alternates names and values. */
export const countHeader = (rawHeaders: readonly string[], name: string): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
