import type { ErrorCode } from '../core/errors.ts';

/** How a refusal looks on the wire: one status and one title per code, when it is given and what to do. */
export interface ProblemRow {
  readonly status: number;
  readonly title: string;
  /** When it is given. Plain text, shown at `/problems/{code}` before the hint. */
  readonly detail: string;
  /** What to do about it, one sentence: the hint of every fault that has none of its own. */
  readonly hint: string;
}

/**
 * The one table from codes to statuses (statements section 2). A code without a row does not compile. It stays in one file,
 * longer than others, because it is one thing.
 */
export const PROBLEMS: Readonly<Record<ErrorCode, ProblemRow>> = {
  too_large: {
    status: 413,
    title: 'Request body too large',
    detail: 'Audits may have 8 MiB, other statements 256 KiB, a batch 1,000 items.',
    hint: 'Shorten the body or split it.',
  },
  media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Each address that takes a body takes one media type, and no content coding.',
    hint: 'Send statements as application/jose, dry runs and look-ups as application/json, token requests as application/x-www-form-urlencoded, notes as text/plain.',
  },
  jws_structure: {
    status: 400,
    title: 'Not a compact JWS',
    detail: 'The body is exactly three base64url segments joined by two dots, with nothing before or after.',
    hint: 'Send the compact JWS alone: no quotes, no JSON around it, no final newline.',
  },
  jws_encoding: {
    status: 400,
    title: 'Not canonical base64url',
    detail: 'A segment has padding, white space, a foreign character or stray bits at its end.',
    hint: 'Encode each segment as base64url without padding (RFC 7515 section 2).',
  },
  jws_header: {
    status: 400,
    title: 'Protected header not acceptable',
    detail: 'The header has exactly the members alg, kid and typ, all of them strings, each once.',
    hint: 'Sign again with a header of alg, kid and typ only.',
  },
  jws_kid_format: {
    status: 400,
    title: 'Key id not a thumbprint',
    detail: 'kid is the RFC 7638 SHA-256 thumbprint of the public key: 43 base64url characters.',
    hint: 'Compute kid from the public key as RFC 7638 says.',
  },
  jws_alg: {
    status: 400,
    title: 'Algorithm not acceptable',
    detail: 'alg is EdDSA, Ed25519 or ES256, and fits the registered key.',
    hint: 'Sign with EdDSA for an Ed25519 key, with ES256 for one on P-256.',
  },
  jws_typ: {
    status: 400,
    title: 'Wrong class of statement',
    detail: 'Each endpoint accepts one typ, for example cms-audit+jwt at /v1/audits.',
    hint: 'Send the statement to the address of its class, or sign it again with the typ of this one.',
  },
  key_unknown: {
    status: 401,
    title: 'Key not registered',
    detail: 'No key with this thumbprint was ever registered.',
    hint: 'Register the party, or add the key, first.',
  },
  key_not_active: {
    status: 401,
    title: 'Key not active',
    detail: 'The key was revoked.',
    hint: 'Sign with an active key, or add one with the recovery key.',
  },
  jws_signature: {
    status: 401,
    title: 'Signature does not verify',
    detail: 'The signature is not one by this key over exactly these bytes.',
    hint: 'Sign the first two segments exactly as they are sent, with the key that kid names.',
  },
  iat_future: {
    status: 401,
    title: 'Issued in the future',
    detail: 'iat is more than 60 seconds ahead of the registry.',
    hint: 'Set your clock and sign again.',
  },
  key_role: {
    status: 403,
    title: 'Key may not sign this',
    detail: 'Each use of a key signs its own classes of statement: a telemetry key signs no audits.',
    hint: 'Sign with a key of the use that this class of statement asks for.',
  },
  iss_mismatch: {
    status: 403,
    title: 'Issuer is not the holder of the key',
    detail: 'iss, the owner of the key, and the party named in the document or the address must be the same.',
    hint: 'Sign with a key of the party that iss names, and address that party.',
  },
  payload_invalid: {
    status: 400,
    title: 'Payload is not strict JSON',
    detail: 'UTF-8, no duplicate members, depth at most 32, no fractions, no exponents, no lone surrogates.',
    hint: 'Write the payload as plain JSON, each member once, decimals as strings, and sign again.',
  },
  claims_invalid: {
    status: 400,
    title: 'Claims not acceptable',
    detail: 'Exactly iss, aud, jti, iat, exp and body; aud is this registry’s origin; exp lies ahead, but not too far.',
    hint: 'Sign again with claims made now and for this registry, none missing, none added.',
  },
  document_invalid: {
    status: 400,
    title: 'Document not acceptable',
    detail: 'The document does not follow its schema. errors lists every fault with a pointer.',
    hint: 'Correct the member that pointer names; /openapi.json has the schemas.',
  },
  jti_reused: {
    status: 409,
    title: 'jti used before',
    detail: 'This party sent another statement with this jti.',
    hint: 'Retry with the same bytes, or give a new statement a new jti.',
  },
  party_id_taken: {
    status: 409,
    title: 'Party id not available',
    detail: 'The id is in use or reserved.',
    hint: 'Choose another party id.',
  },
  domain_taken: {
    status: 409,
    title: 'Domain proved by another party',
    detail: 'The first proof holds until its holder fails a re-check beyond the days of grace.',
    hint: 'Prove a domain that is yours alone.',
  },
  key_chain: {
    status: 409,
    title: 'Key operation out of order',
    detail: 'prev names the party’s previous key operation, or its registration. expected says which.',
    hint: 'Sign again with the prev that expected names.',
  },
  chain_gap: {
    status: 409,
    title: 'Attestation out of order',
    detail: 'The next attestation of this site is the one that expected describes.',
    hint: 'Resume at the attestation that expected describes.',
  },
  chain_fork: {
    status: 409,
    title: 'Attestation contradicts an accepted one',
    detail: 'Two different readings were signed for one position of the chain. Both digests are kept as evidence.',
    hint: 'Go on from the reading that was accepted first.',
  },
  chain_replayed: {
    status: 409,
    title: 'Attestation accepted before',
    detail: 'The same reading was accepted already under the digest given.',
    hint: 'Go on with the next attestation.',
  },
  state_conflict: {
    status: 409,
    title: 'Not possible in the present state',
    detail: 'What the request is about has moved on: the audit is superseded, say, or the act is effective already.',
    hint: 'Read the present state, then decide anew.',
  },
  audit_rejected: {
    status: 422,
    title: 'Audit rejected',
    detail: 'At least one finding is a REJECT. findings lists all of them.',
    hint: 'Correct the audit and send it again.',
  },
  implausible: {
    status: 422,
    title: 'Not plausible',
    detail: 'The statement is well formed but cannot be true, or comes too late. findings or detail say why.',
    hint: 'Correct what detail names and sign again.',
  },
  request_invalid: {
    status: 400,
    title: 'Request not acceptable',
    detail: 'A parameter is unknown, repeated, malformed or out of range. errors names each one.',
    hint: 'Correct the request; /docs lists what every address takes.',
  },
  at_future: {
    status: 400,
    title: 'Time not reached',
    detail: 'at names a position or time the log has not reached yet.',
    hint: 'Leave at out for the present state.',
  },
  token_invalid: {
    status: 401,
    title: 'Access token or assertion not acceptable',
    detail: 'The access token or client assertion is missing, wrong, expired or used before.',
    hint: 'Ask for a new token at /v1/token with a new assertion.',
  },
  not_accredited: {
    status: 403,
    title: 'Auditor not accredited',
    detail: 'The auditor holds no accreditation in force for the level of the opinion.',
    hint: 'Ask the registry for an accreditation, or state a level that yours covers.',
  },
  not_permitted_by_holder: {
    status: 403,
    title: 'Not permitted by the organisation',
    detail: 'The audit names the auditors who may countersign it, and this is none of them.',
    hint: 'Ask the organisation to name this auditor in an audit.',
  },
  conflict_of_interest: {
    status: 403,
    title: 'Conflict of interest',
    detail: 'Auditor and organisation are the same party, or share a proved domain, a legal id or a key.',
    hint: 'Let an independent auditor give the opinion.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing public at this address. What is not public does not exist for strangers.',
    hint: 'Check the spelling of the address and of the id in it.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'The address exists, but not for this method.',
    hint: 'Use a method that Allow lists.',
  },
  name_ambiguous: {
    status: 409,
    title: 'Several organisations bear this name',
    detail: 'Several organisations bear the name; candidates lists them.',
    hint: 'Ask again by domain or legal id.',
  },
  not_comparable: {
    status: 409,
    title: 'Scores must not be ranked',
    detail:
      'The scores rest on different methodologies, periods or scopes, or on no standing certificate. comparability says which.',
    hint: 'Leave strict out to see the figures side by side with the differences named.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many requests came from this address.',
    hint: 'Wait as many seconds as Retry-After says.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'The registry failed, not the request. Nothing was stored, unless a retry of the bytes says otherwise.',
    hint: 'Retry later; quote the instance when you report it.',
  },
  format_unsupported: {
    status: 501,
    title: 'Format not supported',
    detail: 'The answer cannot be had in the format that was asked for.',
    hint: 'Ask for one of the formats the documentation lists: oEmbed answers as json and xml.',
  },
  overloaded: {
    status: 503,
    title: 'Overloaded',
    detail: 'The registry sheds load.',
    hint: 'Retry the same request after the seconds Retry-After says.',
  },
  read_only: {
    status: 503,
    title: 'Read only at the moment',
    detail: 'The registry answers reads but takes no statements now.',
    hint: 'Retry the same bytes later.',
  },
  log_damaged: {
    status: 503,
    title: 'Damaged part of the log',
    detail: 'What is stored here is not what was published, so it is not served.',
    hint: 'Use a copy somebody else keeps of the log, and tell the registry.',
  },
};
