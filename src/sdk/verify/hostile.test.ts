import { gzipSync, zipSync } from 'fflate';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { WORLD_ORIGIN } from '../../../test/support/evidence-steps.ts';
import { buildWorld } from '../../../test/support/evidence-world.ts';
import { flipBit } from '../../../test/support/log-fixtures.ts';
import { checkpointOf } from '../../../test/support/published-log.ts';
import { makeEd25519 } from '../../../test/support/registry-keys.ts';
import { worldSource } from '../../../test/support/world-source.ts';
import { encodeBase64url } from '../../core/base64url.ts';
import { RegistryError } from '../../core/errors.ts';
import { BUNDLE } from '../../core/evidence-bundle.ts';
import { packEvidence } from '../../registry/pack-evidence.ts';
import { ASPECTS, WORDS } from './verdict.ts';
import { verifyArtefact } from './verify.ts';
import { MAX_ARTEFACT_BYTES } from './zip.ts';

const world = await buildWorld();
const source = worldSource(world);
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');

/** The verdicts, or the code of the refusal. Anything else that is thrown fails the test. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    const verification = await verifyArtefact(bytes, world.trust, { now: world.now, source });
    const words = ASPECTS.map((aspect) => verification[aspect]);
    if (!words.every((word) => WORDS.includes(word))) throw new Error('a verdict in no known word');
    return words.join(' ');
  } catch (error) {
    if (error instanceof RegistryError) return error.code;
    throw error;
  }
}

const segment = (value: unknown): string =>
  encodeBase64url(text(typeof value === 'string' ? value : JSON.stringify(value)));
const jwt = (header: unknown, payload: unknown, signature = 'AAAA'): string =>
  `${segment(header)}.${segment(payload)}.${signature}`;
const RS256 = { alg: 'RS256', kid: `${WORLD_ORIGIN}/keys/${'A'.repeat(43)}`, typ: 'JWT' };
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('what is nothing at all is refused', () => {
  test.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['blanks', text(' '.repeat(1_000_000))],
    ['blanks within', text(`a${' '.repeat(5_000_000)}b`)],
    ['zeros', new Uint8Array(1000)],
    ['no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['text', text('hello')],
    ['a number', text('7')],
    ['an object', text('{}')],
    ['an object of another kind', text('{"tlog":1}')],
    ['a broken object', text('{"tlog_proof":')],
    ['a duplicate member', text('{"tlog_proof":"a","leaf":"b","leaf":"c"}')],
    ['deep nesting', text(nested(100_000))],
    ['a page', text('<html><body>credential verify="x"</body></html>')],
    ['dots', text('.'.repeat(100_000))],
    ['two segments', text('abc.def')],
    ['no JSON in the header', text('abcd.abcd.abcd')],
    ['a JWT of nothing', text(jwt(RS256, {}))],
    ['a type that is no list', text(jwt(RS256, { type: 'OpenBadgeCredential' }))],
    ['a deep payload', text(jwt(RS256, nested(64)))],
    ['an unknown class', text(jwt({ typ: 'cms-wish+jwt' }, {}))],
    ['a picture of another kind', Buffer.from('GIF89a')],
    ['half a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['half an archive', Buffer.from('PK\x03\x04 and then nothing', 'latin1')],
    ['a note of nobody', text('a\n\n\u2014 b AAAA\n')],
  ])('%s', async (_name, bytes) => {
    expect(await outcome(bytes)).toBe('request_invalid');
  });

  test('more than 16 MiB', async () => {
    expect(await outcome(new Uint8Array(MAX_ARTEFACT_BYTES + 1))).toBe('too_large');
  });

  test.each([
    ['certificate.json', 300_000],
    [BUNDLE.receipt('A'.repeat(43)), 200_000],
    [BUNDLE.statement('A'.repeat(43)), 9_000_000],
    [BUNDLE.grid('ab'.repeat(32)), 5_000_000],
    ['anything else', 300_000],
  ])('an archive whose %s is larger than such a thing can be', async (name, size) => {
    expect(await outcome(zipSync({ [name]: new Uint8Array(size) }))).toBe('too_large');
  });
});

describe('what has a form, and nothing behind it, is never all right', () => {
  const LIST = {
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    iss: `${WORLD_ORIGIN}/issuer`,
    id: `${WORLD_ORIGIN}/status/1`,
  };
  const bomb = `u${encodeBase64url(gzipSync(new Uint8Array(100_000_000), { level: 9 }))}`;
  const CREDENTIAL = { type: ['OpenBadgeCredential'], iss: `${WORLD_ORIGIN}/issuer` };
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['a credential of nothing', text(jwt(RS256, CREDENTIAL))],
    ['a credential without algorithm', text(jwt({ ...RS256, alg: 'none' }, CREDENTIAL))],
    ['a credential by a secret', text(jwt({ ...RS256, alg: 'HS256' }, CREDENTIAL))],
    ['a credential with its own key', text(jwt({ ...RS256, jwk: {} }, CREDENTIAL))],
    ['a credential of no origin', text(jwt(RS256, { ...CREDENTIAL, iss: 'https:///issuer' }))],
    [
      'a credential of wrong types',
      text(jwt(RS256, { ...CREDENTIAL, credentialSubject: [1], credentialStatus: 'x', evidence: 7, nbf: 'x' })),
    ],
    [
      'a status list of a bomb',
      text(
        jwt(RS256, {
          ...LIST,
          credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: bomb },
        }),
      ),
    ],
    ['a receipt of nothing', text('{"tlog_proof":7,"leaf":[]}')],
    [
      'a receipt of far away',
      text('{"tlog_proof":"c2sp.org/tlog-proof@v1\\nindex 9007199254740991\\n\\nx\\n1\\nAAAA\\n\\n","leaf":""}'),
    ],
    ['a proof of nothing', text('c2sp.org/tlog-proof@v1\n')],
    ['a certificate of nothing', text('{"audits":1,"tier":2,"organisation":3}')],
    ['a certificate of elsewhere', text('{"audits":[],"tier":"Bronze","organisation":{},"id":"../../../etc/passwd"}')],
    ['a statement of nothing', text(jwt({ alg: 'EdDSA', kid: 'A'.repeat(43), typ: 'cms-audit+jwt' }, {}))],
    [
      'a statement of a party that is a path',
      text(jwt({ alg: 'EdDSA', kid: 'A'.repeat(43), typ: 'cms-act+jwt' }, { iss: '../..', body: {} })),
    ],
    [
      'a statement of no class',
      text(jwt({ alg: 'EdDSA', kid: 'A'.repeat(43), typ: 'cms-client-auth+jwt' }, { iss: 'acme' })),
    ],
    ['a look-up of nothing', text(jwt({ alg: 'EdDSA', kid: 'A'.repeat(43), typ: 'cms-lookup+jwt' }, {}))],
    ['an empty bundle', packEvidence(new Map([['certificate.json', '{}']]))],
    [
      'a bundle of nothing',
      packEvidence(
        new Map([
          ['certificate.json', nested(1000)],
          ['credential.jwt', 'x'],
          ['jwks.json', '{"keys":7}'],
          ['log.vkey', ''],
        ]),
      ),
    ],
    [
      'a bundle of names',
      packEvidence(
        new Map([
          [BUNDLE.statement('A'.repeat(43)), ''],
          [BUNDLE.receipt('A'.repeat(43)), ''],
        ]),
      ),
    ],
  ];
  test.each(cases)('%s', async (_name, bytes) => {
    expect(await outcome(bytes)).not.toContain('ok ok ok ok');
  });

  test('a chain of keys that introduce each other', async () => {
    const [a, b] = await Promise.all([makeEd25519(), makeEd25519()]);
    const operation = async (by: typeof a, of: typeof a) => {
      const { kty, crv, x } = of.publicJwk;
      const body = {
        schema: 'cms-key/1',
        op: 'add',
        jwk: { kty, crv, x },
        use: 'statements',
        prev: 'A'.repeat(43),
        proof: 'a.b.c',
      };
      return new CompactSign(text(JSON.stringify({ iss: 'acme', aud: WORLD_ORIGIN, body })))
        .setProtectedHeader({ alg: 'EdDSA', kid: by.kid, typ: 'cms-key+jwt' })
        .sign(by.privateKey);
    };
    const jws = [await operation(a, b), await operation(b, a)];
    const entries = jws.map((one, at) => [BUNDLE.statement(String(at).repeat(42).concat('A')), one] as const);
    expect(await outcome(packEvidence(new Map(entries)))).toContain('failed');
  });
});

describe('altered at random, nothing throws and nothing becomes better', () => {
  const artefacts: readonly (readonly [string, Uint8Array])[] = [
    ['credential', text(world.credential.jws)],
    ['status list', text(world.statusList)],
    ['statement', text(world.statements.opinion.jws)],
    ['receipt', text(JSON.stringify(world.receipt(world.statements.audit.digest)))],
    ['proof', text(String(world.receipt(world.credential.digest)['tlog_proof']))],
    ['record', text(world.entries.get(BUNDLE.certificate) ?? '')],
    ['head', text(checkpointOf(world.log))],
    ['bundle', world.zip()],
  ];
  let state = 1;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  const ALTER: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
    (bytes) => flipBit(bytes, random(bytes.length * 8)),
    (bytes) => bytes.subarray(0, random(bytes.length)),
    (bytes) => bytes.subarray(random(bytes.length)),
    (bytes) => Buffer.concat([bytes.subarray(0, random(bytes.length)), bytes.subarray(random(bytes.length))]),
    (bytes) => Uint8Array.from(bytes, (byte, at) => (at % 997 === 0 ? random(256) : byte)),
  ];
  test.each(artefacts)(
    '%s',
    async (_name, bytes) => {
      const sound = (await outcome(bytes)).split(' ');
      for (let tries = 0; tries < 60; tries++) {
        const words = (await outcome(ALTER[tries % ALTER.length]?.(bytes) ?? bytes)).split(' ');
        if (words.length < sound.length) continue;
        expect(words.every((word, at) => word !== 'ok' || sound[at] === 'ok')).toBe(true);
      }
    },
    60_000,
  );
});
