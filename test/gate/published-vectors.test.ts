import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { isJsonObject, parseStrictJson } from '../../src/core/json.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { publicJwkIssues } from '../../src/core/jwk-check.ts';
import { isPublicJwk, parsePublicJwk, restorePublicKey, verifyBytes } from '../../src/core/keys.ts';
import { legalNameIssues, skeleton } from '../../src/core/names.ts';
import { parseStatement } from '../../src/core/statement.ts';

/** Published test vectors, read where they lie beside the repository and never copied; skipped where they are absent. */
const folder = new URL('../../../shared/vectors/', import.meta.url);
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no published vectors at ${folder.pathname}`);

const readBytes = (name: string): Buffer => readFileSync(new URL(name, folder));
const readJson = (name: string) => JSON.parse(readBytes(name).toString('utf8'));
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

interface SignatureCase {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}
type JwkOfCase = { readonly [member: string]: JsonValue };
interface JoseCase {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: 'valid' | 'invalid';
}

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
};

describe.skipIf(!present)('wycheproof signatures', () => {
  test('ed25519_test: 151 of 151 as labelled', async () => {
    const { testGroups } = readJson('wycheproof/ed25519_test.json');
    let checked = 0;
    for (const group of testGroups) {
      const x = Buffer.from(group.publicKey.pk, 'hex').toString('base64url');
      const key = restorePublicKey({ kty: 'OKP', crv: 'Ed25519', x });
      for (const vector of group.tests as SignatureCase[]) {
        const verdict = await verifyBytes(key, hex(vector.msg), hex(vector.sig));
        expect(verdict ? 'valid' : 'invalid', `tcId ${vector.tcId} ${vector.comment}`).toBe(vector.result);
        checked++;
      }
    }
    expect(checked).toBe(151);
  });

  test('ecdsa_secp256r1_sha256_p1363_test: 262 of 262 as labelled', async () => {
    const { testGroups } = readJson('wycheproof/ecdsa_secp256r1_sha256_p1363_test.json');
    let checked = 0;
    for (const group of testGroups) {
      const point = Buffer.from(group.publicKey.uncompressed, 'hex');
      const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((bytes) => bytes.toString('base64url'));
      const key = restorePublicKey({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' });
      for (const vector of group.tests as SignatureCase[]) {
        const verdict = await verifyBytes(key, hex(vector.msg), hex(vector.sig));
        expect(verdict ? 'valid' : 'invalid', `tcId ${vector.tcId} ${vector.comment}`).toBe(vector.result);
        checked++;
      }
    }
    expect(checked).toBe(262);
  });
});

describe.skipIf(!present)('wycheproof JOSE', () => {
  test('json_web_signature_test: the gate refuses every invalid case of an algorithm it accepts, and 360, 365, 368, 375', async () => {
    const { testGroups } = readJson('wycheproof/json_web_signature_test.json');
    const refused: number[] = [];
    const taken: number[] = [];
    for (const group of testGroups) {
      for (const { tcId, jws, result } of group.tests as JoseCase[]) {
        const { d: _, ...jwk } = group.public ?? group.private;
        const accepted = await acceptsJws(String(jws), jwk);
        if (result === 'invalid') expect(accepted, `tcId ${tcId}`).toBe(false);
        (accepted ? taken : refused).push(tcId);
      }
    }
    expect(refused).toEqual(expect.arrayContaining([360, 365, 368, 375]));
    expect(taken, 'the valid ES256 cases').toHaveLength(2);
  });

  test('the malformed base64 cases are refused as such, whatever their algorithm', async () => {
    const { testGroups } = readJson('wycheproof/json_web_signature_test.json');
    const cases: JoseCase[] = testGroups.flatMap((group: { tests: JoseCase[] }) => group.tests);
    for (const { tcId, jws } of cases.filter(({ tcId }) => [360, 365, 368, 375].includes(tcId))) {
      const code = await codeOf(() => parseStatement(Buffer.from(jws), 'cms-audit+jwt'));
      expect(code, `tcId ${tcId}`).toBe('jws_encoding');
    }
  });

  test('json_web_key_test: at registration no secret, foreign, mismatched or off-curve key is taken', () => {
    const { testGroups } = readJson('wycheproof/json_web_key_test.json');
    for (const { private: secret, public: shown, tests } of testGroups) {
      for (const jwk of keysOf(secret)) expect(publicJwkIssues(jwk, ''), JSON.stringify(jwk)).not.toEqual([]);
      // Without its secret and its label a whole P-256 key is fine; with a wrong alg, use or point it is not.
      for (const jwk of keysOf(shown ?? secret).filter(isJsonObject)) {
        const { kid: _label, d: _secret, ...rest } = jwk;
        const isWhole = tests[0]?.tcId === 1 && jwk['kty'] === 'EC';
        expect(publicJwkIssues(rest, '').length === 0, `tcId ${tests[0]?.tcId} ${JSON.stringify(rest)}`).toBe(isWhole);
      }
    }
  });
});

/**
 * The cases' headers are not ours (no thumbprint, no typ) and cannot be signed anew, so the three steps that decide are
 * asked one by one: form, registration of the key (its label `kid` aside), signature.
 */
async function acceptsJws(jws: string, { kid: _, ...jwk }: JwkOfCase): Promise<boolean> {
  const form = await codeOf(() => parseStatement(Buffer.from(jws, 'utf8'), 'cms-audit+jwt'));
  if (form === 'jws_structure' || form === 'jws_encoding') return false;
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  if (alg !== 'ES256' || publicJwkIssues(jwk, '').length > 0 || !isPublicJwk(jwk)) return false;
  const message = Buffer.from(`${header}.${payload}`);
  return verifyBytes(restorePublicKey(jwk), message, Buffer.from(signature, 'base64url'));
}

const keysOf = (value: { keys?: JsonValue[] } | undefined): JsonValue[] => value?.keys ?? [];

describe.skipIf(!present)('CCTV ed25519', () => {
  test('every key of low or mixed order is refused at registration, and honest keys are not', async () => {
    const vectors: { key: string; flags: string[] | null }[] = readJson('cctv/ed25519vectors.json');
    const flagged = new Set(
      vectors
        .filter(({ flags }) => flags?.some((flag) => /^low_order_(component_)?A$/.test(flag)))
        .map(({ key }) => key),
    );
    expect(flagged.size).toBeGreaterThan(10);
    for (const { key } of vectors) {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key, 'hex').toString('base64url') };
      const code = await codeOf(() => parsePublicJwk(jwk, '/jwk'));
      if (flagged.has(key)) expect(code, key).toBe('document_invalid');
    }
  });
});

describe.skipIf(!present)('JSONTestSuite', () => {
  const names = present ? readdirSync(new URL('jsontestsuite/test_parsing/', folder)) : [];
  const verdict = (name: string) =>
    codeOf(() =>
      parseStrictJson(readBytes(`jsontestsuite/test_parsing/${encodeURIComponent(name)}`), 'request_invalid'),
    );

  test('every n_ is refused', async () => {
    const refused = names.filter((name) => name.startsWith('n_'));
    expect(refused.length).toBe(188);
    for (const name of refused) expect(await verdict(name), name).toBe('request_invalid');
  });

  test('every y_ is accepted but duplicates (I-JSON) and numbers that are not plain integers (ours)', async () => {
    for (const name of names.filter((name) => name.startsWith('y_'))) {
      const text = readBytes(`jsontestsuite/test_parsing/${encodeURIComponent(name)}`).toString('utf8');
      const narrower = /duplicated_key/.test(name) || /[0-9][.eE]/.test(text.replace(/"([^"\\]|\\.)*"/g, '""'));
      expect(await verdict(name), name).toBe(narrower ? 'request_invalid' : 'accepted');
    }
  });

  test('no i_ crashes', async () => {
    for (const name of names.filter((name) => name.startsWith('i_'))) {
      expect(['accepted', 'request_invalid'], name).toContain(await verdict(name));
    }
  });
});

describe.skipIf(!present)('Big List of Naughty Strings', () => {
  test('as a legal name each is accepted or refused, never a crash, and its skeleton is stable', () => {
    for (const name of readJson('blns/blns.json') as string[]) {
      const issues = legalNameIssues(name, '/legal_name');
      expect(issues.every(({ pointer }) => pointer === '/legal_name')).toBe(true);
      expect(skeleton(skeleton(name))).toBe(skeleton(name));
    }
  });
});
