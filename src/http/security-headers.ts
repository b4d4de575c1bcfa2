import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a page may load: its own files, nothing inline, nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** The API browser writes style attributes and draws from data: URLs. */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Data is no place to run anything from. SVG draws with inline styles. */
const DATA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Hook: sets what every answer carries, before anybody can answer. */
export async function setSecurityHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  void reply.headers({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': DATA_POLICY,
  });
}

/** Marks the answer as one of our pages. */
export const asPage = (reply: FastifyReply): FastifyReply =>
  reply.header('content-security-policy', PAGE_POLICY).header('cross-origin-opener-policy', 'same-origin');

/** Whether an answer was marked as one of our pages. */
export const isPage = (reply: FastifyReply): boolean => reply.hasHeader('cross-origin-opener-policy');

/** Lets other sites show the answer in their pages, as they do with badges. */
export const forAnySite = (reply: FastifyReply): FastifyReply =>
  reply.header('cross-origin-resource-policy', 'cross-origin');
