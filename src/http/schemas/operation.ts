import type { TSchema } from 'typebox';
import { closed } from '../../core/documents/schema.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { PROBLEMS } from '../problem-table.ts';
import { ref } from './common.ts';

/** The answer of an operation that went well. */
export interface Success {
  readonly status?: 200 | 201;
  readonly description: string;
  /** Schema by media type. */
  readonly content: Readonly<Record<string, TSchema>>;
  /** The answer while the log has yet to publish the leaf: described like `content`. */
  readonly pending?: { readonly description: string; readonly content: Readonly<Record<string, TSchema>> };
}

export interface OperationWords {
  readonly operationId: string;
  readonly tag: 'statements' | 'log' | 'listing' | 'documents' | 'badges' | 'access' | 'service';
  readonly summary: string;
  readonly description?: string;
  readonly success: Success;
  /** Refusals beside those every operation has. */
  readonly codes?: readonly ErrorCode[];
}

/** What any operation may refuse with. */
const EVERYWHERE = [
  'request_invalid',
  'rate_limited',
  'internal',
  'overloaded',
] as const satisfies readonly ErrorCode[];
/** What the gate refuses before a statement is read (statements section 2). */
export const GATE_CODES = [
  'too_large',
  'media_type',
  'jws_structure',
  'jws_encoding',
  'jws_header',
  'jws_kid_format',
  'jws_alg',
  'jws_typ',
  'key_unknown',
  'key_not_active',
  'jws_signature',
  'iat_future',
  'key_role',
  'iss_mismatch',
  'payload_invalid',
  'claims_invalid',
  'document_invalid',
  'jti_reused',
  'read_only',
] as const satisfies readonly ErrorCode[];

/** The words of an operation for the OpenAPI document. A query is refused unless the route names its own. */
export function operation(words: OperationWords) {
  const { operationId, tag, summary, description, success, codes = [] } = words;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    querystring: closed({}),
    response: responsesOf(success, [...EVERYWHERE, ...codes]),
  };
}

/** One answer as JSON. */
export const json = (description: string, schema: TSchema, status: 200 | 201 = 200): Success => ({
  status,
  description,
  content: { 'application/json': schema },
});

/** An accepted statement: its answer with the receipt, or without while the log has yet to publish its leaf. */
export const acceptance = (description: string, schema: TSchema): Success => ({
  ...json(description, schema, 201),
  pending: {
    description:
      'accepted; its leaf is not published yet, or the client prefers not to wait. The other members are as in 201; Location is where the receipt will be',
    content: { 'application/json': ref('Pending') },
  },
});

/** `unknown`: the framework checks request parts by it, and answers are finished texts anyway. */
function responsesOf(success: Success, codes: readonly ErrorCode[]): unknown {
  const content = contentOf(success.content);
  const refusals = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    refusals.set(status, [...(refusals.get(status) ?? []), code]);
  }
  const problems = [...refusals].map(([status, some]) => [status, problemResponse(some)]);
  const answers =
    success.status === 201
      ? { 200: { description: REPLAYED, content }, 201: { description: success.description, content } }
      : { 200: { description: success.description, content } };
  const { pending } = success;
  const later = pending && { 202: { description: pending.description, content: contentOf(pending.content) } };
  return { ...answers, ...later, ...Object.fromEntries(problems) };
}

const contentOf = (content: Success['content']) =>
  Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));

/** Statements section 3: sending the same bytes again is how a client recovers from a time-out. */
const REPLAYED = 'the same bytes were accepted before: the original answer';

const problemResponse = (codes: readonly ErrorCode[]) => ({
  description: codes.map((code) => `\`${code}\` ${PROBLEMS[code].title.toLowerCase()}`).join(' · '),
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
});
