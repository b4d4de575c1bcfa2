import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateSigningKey, kidOf, publicJwkOf, signStatement } from '../sdk/sign.ts';
import { RegistryError } from './errors.ts';
import { type KeyUse, restorePublicKey } from './keys.ts';
import { assertRole, maxStatementBytes, parseStatement, type StatementTyp, verifyStatement } from './statement.ts';

const TYP = 'cms-workloads+jwt';
const privateJwk = await generateSigningKey();
const key = restorePublicKey(publicJwkOf(privateJwk));
const jws = await signStatement({
  typ: TYP,
  privateJwk,
  iss: 'acme',
  aud: 'https://registry.example',
  jti: '00000000-0000-4000-8000-000000000001',
  iat: 1_772_452_800,
  exp: 1_772_456_400,
  body: { schema: 'cms-workloads/1' },
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
};

describe('parseStatement', () => {
  test('keeps the text and names it by its signing input', () => {
    const parsed = parseStatement(Buffer.from(jws), TYP);
    expect(parsed).toMatchObject({ jws, typ: TYP, alg: 'EdDSA', kid: kidOf(privateJwk) });
    expect(Buffer.from(parsed.payload).toString()).toContain('"iss":"acme"');
    const twin = parseStatement(Buffer.from(`${jws.slice(0, jws.lastIndexOf('.'))}.AAAA`), TYP);
    expect(twin.digest).toBe(parsed.digest);
  });

  test('the size is looked at first, per class', () => {
    const sizes: [StatementTyp, number][] = [
      ['cms-audit+jwt', 8 * 1024 * 1024],
      ['cms-attestation+jwt', 128 * 1024],
      ['cms-party+jwt', 256 * 1024],
    ];
    for (const [typ, bytes] of sizes) {
      expect(maxStatementBytes(typ)).toBe(bytes);
      expect(codeOf(() => parseStatement(new Uint8Array(bytes + 1), typ))).toBe('too_large');
      expect(codeOf(() => parseStatement(new Uint8Array(bytes), typ))).toBe('jws_structure');
    }
  });

  test('arbitrary bytes give a RegistryError and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(codeOf(() => parseStatement(bytes, TYP))).not.toBe('accepted');
      }),
    );
  });

  test('arbitrary header JSON gives a RegistryError and nothing else', () => {
    const b64 = (text: string) => Buffer.from(text).toString('base64url');
    fc.assert(
      fc.property(fc.json(), (header) => {
        expect(codeOf(() => parseStatement(Buffer.from(`${b64(header)}.e30.AAAA`), TYP))).toMatch(/^jws_/);
      }),
    );
  });

  test('no other text is the same statement: every changed character is refused or changes the digest', async () => {
    const original = parseStatement(Buffer.from(jws), TYP);
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), fc.constantFrom(...'AZaz09-_=. \n'), async (at, character) => {
        fc.pre(jws[at] !== character);
        const changed = Buffer.from(jws.slice(0, at) + character + jws.slice(at + 1));
        const outcome = await Promise.resolve()
          .then(() => verifyStatement(parseStatement(changed, TYP), key))
          .catch((error: unknown) => error);
        expect(outcome).toBeInstanceOf(RegistryError);
        expect(original.digest).toBe(parseStatement(Buffer.from(jws), TYP).digest);
      }),
    );
  });
});

describe('verifyStatement', () => {
  test('gives the payload', async () => {
    const statement = await verifyStatement(parseStatement(Buffer.from(jws), TYP), key);
    expect(statement.payload).toMatchObject({ iss: 'acme', body: { schema: 'cms-workloads/1' } });
  });

  test('a key other than the named one is a mistake of ours', async () => {
    const other = restorePublicKey(publicJwkOf(await generateSigningKey()));
    const work = verifyStatement(parseStatement(Buffer.from(jws), TYP), other);
    await expect(work).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('assertRole', () => {
  const uses: KeyUse[] = ['statements', 'telemetry', 'cosign', 'recovery', 'officer'];
  test.each<[StatementTyp, KeyUse[]]>([
    ['cms-party+jwt', ['statements']],
    ['cms-key+jwt', ['statements', 'recovery']],
    ['cms-workloads+jwt', ['statements']],
    ['cms-audit+jwt', ['statements']],
    ['cms-inventory+jwt', ['statements']],
    ['cms-countersignature+jwt', ['statements']],
    ['cms-attestation+jwt', ['telemetry']],
    ['cms-act+jwt', ['officer']],
    ['cms-client-auth+jwt', ['statements', 'officer']],
    ['cms-key-proof+jwt', ['statements', 'telemetry', 'cosign', 'recovery']],
  ])('%s', (typ, allowed) => {
    for (const use of uses) {
      expect(
        codeOf(() => assertRole(typ, use)),
        use,
      ).toBe(allowed.includes(use) ? 'accepted' : 'key_role');
    }
  });
});
