import type { FastifyRequest } from 'fastify';
import { assertThat } from '../core/errors.ts';

/**
 * Hook: refuses requests that two readers could read in two ways. Node itself refuses contradicting lengths.
 *
 * @throws RegistryError request_invalid, media_type for a coded body (nothing here unpacks what strangers send)
 */
export async function refuseAmbiguousRequests(request: FastifyRequest): Promise<void> {
  const { raw, headers } = request;
  assertThat(raw.url?.startsWith('/') === true, 'request_invalid', 'the request target must be a path');
  const hosts = countHeader(raw.rawHeaders, 'host');
  const isHosted = hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0');
  assertThat(isHosted, 'request_invalid', 'send exactly one Host header');
  const coding = headers['content-encoding'];
  assertThat(coding === undefined || coding === 'identity', 'media_type', 'send the body without content coding');
}

/** How often a header was sent, in whatever case. `rawHeaders` alternates names and values. */
export const countHeader = (rawHeaders: readonly string[], name: string): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
