import { type ErrorCode, type Issue, RegistryError } from '../core/errors.ts';
import { PROBLEMS } from './problem-table.ts';

/** A problem document (RFC 9457). Further members (`expected`, `findings`, `candidates`) stand beside these. */
export interface Problem {
  /** `{origin}/problems/{code}`: resolves to a page. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  /** Names this one occurrence, `urn:uuid:` and the request's id. */
  readonly instance: string;
  /** All faults at once, at least one; each with a hint. */
  readonly errors: readonly Required<Issue>[];
  readonly [member: string]: unknown;
}

/** Where a problem occurred. */
export interface Occurrence {
  readonly origin: string;
  readonly requestId: string;
}

/** The document for a refusal. One without faults of its own is itself the fault, of the whole request. */
export function problemOf(error: RegistryError, { origin, requestId }: Occurrence): Problem {
  const { code, issues, members, message } = error;
  const { status, title, hint } = PROBLEMS[code];
  const faults = issues.length === 0 ? [{ pointer: '', code, detail: message }] : issues;
  return {
    ...members,
    type: `${origin}/problems/${code}`,
    title,
    status,
    detail: message,
    code,
    instance: `urn:uuid:${requestId}`,
    errors: faults.map((fault) => ({ ...fault, hint: fault.hint ?? hint })),
  };
}

/** Statuses of the framework's own refusals, as the registry's codes. */
const BY_STATUS: ReadonlyMap<number, [ErrorCode, string]> = new Map([
  [400, ['request_invalid', 'the request is malformed']],
  [404, ['not_found', 'there is nothing at this address']],
  [413, ['too_large', 'the body is larger than this address takes']],
  [414, ['not_found', 'there is nothing at this address']],
  [415, ['media_type', 'this address does not take that media type']],
  [429, ['rate_limited', 'too many requests from this address']],
  [503, ['overloaded', 'the registry is busy']],
]);

/**
 * Anything thrown as the registry's own error. A refusal by the framework keeps its meaning and loses its words, which
 * quote the input; everything else is a surprise: `internal`, and nothing of it is told.
 */
export function toRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  const known = isFrameworkError(error) ? BY_STATUS.get(error.statusCode) : undefined;
  if (known !== undefined) return new RegistryError(known[0], known[1]);
  return new RegistryError('internal', 'the registry failed; quote the instance when you report it');
}

/** Fastify's own errors and its plugins' have codes `FST_…` and a status; so has a body that its sender broke off. */
function isFrameworkError(error: unknown): error is Error & { readonly code: string; readonly statusCode: number } {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return false;
  if (typeof error.code !== 'string' || typeof error.statusCode !== 'number') return false;
  return error.code.startsWith('FST_') || error.code === 'ECONNRESET';
}
