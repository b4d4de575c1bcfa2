import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { bodyOf, passGate, readVectors } from './gate-walk.ts';

const refusal = async (work: Promise<unknown>): Promise<RegistryError> => {
  const error: unknown = await work.then(
    () => new Error('was accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof RegistryError) return error;
  throw error;
};

describe('valid vectors pass the gate', () => {
  test.each(readVectors('valid'))('$file: $vector.desc', async ({ vector }) => {
    expect(await passGate(bodyOf(vector), vector.typ)).toBe(vector.wantDigest);
  });
});

describe('invalid vectors are refused with their code', () => {
  const vectors = readVectors('invalid');

  test.each(vectors)('$file: $vector.desc', async ({ vector }) => {
    const error = await refusal(passGate(bodyOf(vector), vector.typ));
    expect(error.code).toBe(vector.wantError);
    for (const pointer of vector.wantPointers ?? [])
      expect(error.issues.map((issue) => issue.pointer)).toContain(pointer);
  });

  test('there is one for every code the gate can give', () => {
    const codes = new Set(vectors.map(({ vector }) => vector.wantError));
    const gate =
      'too_large jws_structure jws_encoding jws_header jws_alg jws_kid_format jws_typ key_unknown key_role jws_signature payload_invalid claims_invalid iss_mismatch iat_future document_invalid';
    expect([...codes].sort()).toEqual(gate.split(' ').sort());
  });

  test('every refused signature gets the same answer', async () => {
    const broken = vectors.filter(({ vector }) => vector.wantError === 'jws_signature');
    const answers = await Promise.all(broken.map(({ vector }) => refusal(passGate(bodyOf(vector), vector.typ))));
    expect(new Set(answers.map(({ message }) => message)).size).toBe(1);
    expect(answers.every(({ issues }) => issues.length === 0)).toBe(true);
  });
});
