/** Every reason for which the registry refuses something. One closed union; `http/problem.ts` maps it to statuses. */
export const ERROR_CODES = [
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
  'party_id_taken',
  'domain_taken',
  'key_chain',
  'chain_gap',
  'chain_fork',
  'chain_replayed',
  'state_conflict',
  'audit_rejected',
  'implausible',
  'request_invalid',
  'at_future',
  'token_invalid',
  'not_accredited',
  'not_permitted_by_holder',
  'conflict_of_interest',
  'not_found',
  'method_not_allowed',
  'format_unsupported',
  'name_ambiguous',
  'not_comparable',
  'rate_limited',
  'internal',
  'overloaded',
  'read_only',
  'log_damaged',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One fault inside a document. `pointer` is an RFC 6901 JSON Pointer into the body; `code` is stable, snake_case or a check code such as `R13`. */
export interface Issue {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
}

/** What a refusal carries beside its code: faults of the document, and further top-level members of the problem document. */
export interface Evidence {
  readonly issues?: readonly Issue[];
  /** Extra top-level members, e.g. `expected` (key_chain, chain_gap), `findings` (audit_rejected), `candidates` (name_ambiguous). */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The only error class of the registry. Anything else that is thrown is a surprise and becomes an opaque 500. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, evidence: Evidence = {}) {
    super(detail);
    this.code = code;
    this.issues = evidence.issues ?? [];
    this.members = evidence.members ?? {};
  }
}

/** Guard clause: throws `RegistryError(code)` unless the condition holds. */
export function assertThat(
  condition: boolean,
  code: ErrorCode,
  detail: string,
  evidence?: Evidence,
): asserts condition {
  if (!condition) throw new RegistryError(code, detail, evidence);
}
