import { Type } from 'typebox';
import { ERROR_CODES } from '../../core/errors.ts';
import { component, described, object } from './common.ts';

const Issue = object({
  pointer: described('RFC 6901 pointer into the body, or /query/name; empty: the whole request'),
  code: described('stable code of the fault'),
  detail: Type.String(),
  hint: described('what to do about it'),
});

/** RFC 9457. */
export const ProblemSchema = component(
  'Problem',
  object({
    type: Type.String({ format: 'uri', description: 'resolves to a page about the code' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.Enum([...ERROR_CODES]),
    instance: described('urn:uuid: and the id of the request; quote it when you report a failure'),
    errors: Type.Array(Issue, { minItems: 1, description: 'all faults at once' }),
    expected: Type.Optional(Type.Unknown({ description: 'with key_chain and chain_gap: what comes next' })),
    accepted: Type.Optional(described('with chain_replayed and chain_fork: digest of what was accepted there')),
    findings: Type.Optional(
      Type.Array(Type.Unsafe({ $ref: 'Finding#' }), {
        description: 'with audit_rejected, and implausible attestations',
      }),
    ),
    candidates: Type.Optional(Type.Array(Type.Unknown(), { description: 'with name_ambiguous' })),
  }),
  'A refusal (RFC 9457). `code` is one of a closed union; further members may stand beside these.',
);
