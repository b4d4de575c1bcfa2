import { describe, expect, test } from 'vitest';
import { ERROR_CODES, RegistryError } from '../../src/core/errors.ts';
import { problemOf, toRegistryError } from '../../src/http/problem.ts';
import { PROBLEMS } from '../../src/http/problem-table.ts';
import { ORIGIN } from './stub-app.ts';

/** statements section 2, "Codes", as it is written there; 501 is oEmbed's own, not_comparable the comparison's. */
const STATUSES: Readonly<Record<number, string>> = {
  413: 'too_large',
  415: 'media_type',
  401: 'key_unknown key_not_active jws_signature iat_future token_invalid',
  403: 'key_role iss_mismatch not_accredited not_permitted_by_holder conflict_of_interest',
  400: 'jws_structure jws_encoding jws_header jws_kid_format jws_alg jws_typ payload_invalid claims_invalid document_invalid request_invalid at_future',
  409: 'jti_reused party_id_taken domain_taken key_chain chain_gap chain_fork chain_replayed state_conflict name_ambiguous not_comparable',
  422: 'audit_rejected implausible',
  404: 'not_found',
  405: 'method_not_allowed',
  429: 'rate_limited',
  500: 'internal',
  501: 'format_unsupported',
  503: 'overloaded read_only log_damaged',
};

describe('the table of problems', () => {
  const published = Object.entries(STATUSES).flatMap(([status, codes]) =>
    codes.split(' ').map((code) => [code, Number(status)] as const),
  );

  test('names every code once', () => {
    expect(published.map(([code]) => code).sort()).toEqual([...ERROR_CODES].sort());
  });

  test.each(published)('%s is %i', (code, status) => {
    expect(PROBLEMS).toHaveProperty(code);
    expect(Object.entries(PROBLEMS).find(([name]) => name === code)?.[1].status).toBe(status);
  });

  test('titles differ, and every row explains itself', () => {
    const rows = Object.values(PROBLEMS);
    expect(new Set(rows.map((row) => row.title)).size).toBe(rows.length);
    for (const { detail, hint } of rows) {
      expect(detail.length).toBeGreaterThanOrEqual(20);
      expect(hint).toMatch(/^[A-Z][^.]*(\.json[^.]*)?\.$/);
    }
  });
});

describe('problemOf', () => {
  const occurrence = { origin: ORIGIN, requestId: '0192f1a0-7c00-7000-8000-000000000001' };

  test('carries issues as errors and further members beside', () => {
    const issue = { pointer: '/a', code: 'missing_member', detail: 'this member is required', hint: 'add it' };
    const error = new RegistryError('key_chain', 'wrong prev', {
      issues: [issue],
      members: { expected: { prev: 'x' } },
    });
    expect(problemOf(error, occurrence)).toEqual({
      type: `${ORIGIN}/problems/key_chain`,
      title: 'Key operation out of order',
      status: 409,
      detail: 'wrong prev',
      code: 'key_chain',
      instance: 'urn:uuid:0192f1a0-7c00-7000-8000-000000000001',
      errors: [issue],
      expected: { prev: 'x' },
    });
  });

  test('a refusal without faults is itself the fault', () => {
    const { errors } = problemOf(new RegistryError('rate_limited', 'retry in a minute'), occurrence);
    const { hint } = PROBLEMS.rate_limited;
    expect(errors).toEqual([{ pointer: '', code: 'rate_limited', detail: 'retry in a minute', hint }]);
  });

  test('a fault without a hint has the code’s', () => {
    const issues = [
      { pointer: '/a', code: 'R13', detail: 'x' },
      { pointer: '/b', code: 'R14', detail: 'y', hint: 'own' },
    ];
    const { errors } = problemOf(new RegistryError('document_invalid', 'z', { issues }), occurrence);
    expect(errors.map(({ hint }) => hint)).toEqual([PROBLEMS.document_invalid.hint, 'own']);
  });

  test('members cannot replace what the registry says itself', () => {
    const error = new RegistryError('not_found', 'gone', {
      members: { status: 200, type: 'x', code: 'y', errors: [] },
    });
    expect(problemOf(error, occurrence)).toMatchObject({
      status: 404,
      code: 'not_found',
      errors: [{ code: 'not_found' }],
    });
  });
});

describe('toRegistryError', () => {
  const framework = (code: string, statusCode: number) =>
    Object.assign(new Error('secret words'), { code, statusCode });

  test.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'too_large'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'media_type'],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400, 'request_invalid'],
    ['FST_ERR_BAD_URL', 400, 'request_invalid'],
    ['FST_ERR_MAX_PARAM_LENGTH', 414, 'not_found'],
    ['FST_UNDER_PRESSURE', 503, 'overloaded'],
    ['ECONNRESET', 400, 'request_invalid'],
    ['FST_SOMETHING_NEW', 500, 'internal'],
    ['ECONNREFUSED', 400, 'internal'],
  ])('%s %i is %s', (code, status, expected) => {
    const error = toRegistryError(framework(code, status));
    expect(error.code).toBe(expected);
    expect(error.message).not.toContain('secret');
  });

  test.each([undefined, null, 'text', 7, { code: 'not_found' }, new Error('secret')])('%s is opaque', (thrown) => {
    expect(toRegistryError(thrown)).toMatchObject({ code: 'internal', members: {}, issues: [] });
  });

  test('the registry’s own errors pass', () => {
    const error = new RegistryError('not_found', 'x');
    expect(toRegistryError(error)).toBe(error);
  });
});
