import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/core/errors.ts';
import { authenticate } from '../../src/registry/authenticate.ts';
import { changeKey } from '../../src/registry/change-key.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { lookUp } from '../../src/registry/look-up.ts';
import { readCertificate } from '../../src/registry/read-documents.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { registerWorkloads } from '../../src/registry/register-workloads.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { generateSigningKey } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, declare, giveOpinion, headSeq, member, newestCase } from '../support/journey.ts';
import { addKey } from '../support/key-operations.ts';
import { signText } from '../support/raw-jws.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
let org: TestParty;
let auditor: TestParty;
let audit: string;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  org = await registerProved(registry, 'nordhafen', { name: 'Nordhafen' });
  auditor = await registerAuditor(registry, 'lumen');
  audit = member(await declare(registry, org, { auditors: ['umbra', 'twin'] }), 'digest');
  await registerProved(registry, 'twin-a', { name: 'Twin', lei: '529900T8BM49AURSDO55' });
});
/** Statements that were refused first and accepted later. */
const retried: string[] = [];
afterEach(() => checkRegistry(registry, retried));
afterAll(() => registry.close());

const submit = (bytes: Uint8Array) => submitAudit(registry.deps, bytes);
const signed = () => registry.sign(org, 'cms-audit+jwt', auditBody('nordhafen'));
const segmentsOf = async () =>
  Buffer.from(await signed())
    .toString()
    .split('.');
/** The audit with another header, its signature kept. */
const withHeader = async (header: unknown): Promise<Uint8Array> => {
  const [, payload, signature] = await segmentsOf();
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  return Buffer.from([Buffer.from(text).toString('base64url'), payload, signature].join('.'));
};
const headerOf = async (): Promise<{ alg: string; kid: string; typ: string }> => {
  const [header = ''] = await segmentsOf();
  return JSON.parse(Buffer.from(header, 'base64url').toString());
};
const raw = (payload: string) => signText(org, 'cms-audit+jwt', payload);

/** One way to each refusal that a use case can give; what only the transport or a later class of statement gives is not here. */
const CASES: readonly [ErrorCode, string, () => Promise<unknown>][] = [
  [
    'too_large',
    'a body over the limit of its class',
    () => registerWorkloads(registry.deps, Buffer.alloc(262_145, 65)),
  ],
  ['jws_structure', 'two segments', async () => submit(Buffer.from((await segmentsOf()).slice(0, 2).join('.')))],
  ['jws_structure', 'an empty body', () => submit(new Uint8Array())],
  ['jws_encoding', 'padding', async () => submit(Buffer.from(`${Buffer.from(await signed()).toString()}=`))],
  [
    'jws_encoding',
    'a trailing newline',
    async () => submit(Buffer.from(`${Buffer.from(await signed()).toString()}\n`)),
  ],
  ['jws_header', 'a fourth member', async () => submit(await withHeader({ ...(await headerOf()), crit: ['b64'] }))],
  ['jws_header', 'a duplicate member', async () => submit(await withHeader('{"alg":"EdDSA","alg":"EdDSA","typ":"x"}'))],
  [
    'jws_kid_format',
    'a kid that is no thumbprint',
    async () => submit(await withHeader({ ...(await headerOf()), kid: 'k1' })),
  ],
  ['jws_alg', 'alg none', async () => submit(await withHeader({ ...(await headerOf()), alg: 'none' }))],
  ['jws_alg', 'an alg of another key', async () => submit(await withHeader({ ...(await headerOf()), alg: 'ES256' }))],
  ['jws_typ', 'a statement of another class', async () => registerWorkloads(registry.deps, await signed())],
  [
    'key_unknown',
    'a key nobody registered',
    async () => declare(registry, { id: 'nordhafen', key: await generateSigningKey() }),
  ],
  [
    'jws_signature',
    'another header than was signed',
    async () => submit(await withHeader({ ...(await headerOf()), alg: 'Ed25519' })),
  ],
  ['payload_invalid', 'a duplicate claim', () => raw('{"iss":"nordhafen","iss":"nordhafen"}').then(submit)],
  ['payload_invalid', 'a number with a fraction', () => raw('{"iat":1.5}').then(submit)],
  ['payload_invalid', 'a prototype', () => raw('{"body":{"__proto__":{}}}').then(submit)],
  ['claims_invalid', 'claims that are missing', () => raw('{"iss":"nordhafen"}').then(submit)],
  [
    'claims_invalid',
    'another audience',
    async () => submit(await registry.signWith(org, 'cms-audit+jwt', {}, { aud: 'https://x.example' })),
  ],
  [
    'claims_invalid',
    'a window that ended',
    async () => submit(await registry.signWith(org, 'cms-audit+jwt', {}, { iat: 0, exp: 60 })),
  ],
  ['iat_future', 'a clock that runs ahead', async () => submit(await ahead(61))],
  [
    'iss_mismatch',
    'another issuer than the key’s',
    async () => submit(await registry.signWith(org, 'cms-audit+jwt', {}, { iss: 'lumen' })),
  ],
  [
    'iss_mismatch',
    'a key operation at another party',
    async () => changeKey(registry.deps, 'lumen', await registry.sign(org, 'cms-key+jwt', {})),
  ],
  ['document_invalid', 'an empty document', async () => submit(await registry.sign(org, 'cms-audit+jwt', {}))],
  ['jti_reused', 'a jti of another statement', async () => submit(await reused())],
  ['party_id_taken', 'an id in use', () => registerOnly(registry, 'nordhafen')],
  ['domain_taken', 'a domain another party proved', () => checkDomain(registry.deps, 'lumen', 'nordhafen.example')],
  ['key_chain', 'a stale link', () => addKey(registry, org, { prev: 'A'.repeat(43) })],
  ['key_role', 'an audit by an auditor', () => declare(registry, auditor)],
  ['audit_rejected', 'a window of 54 days', () => declare(registry, org, { days: 54, siteId: 'short' })],
  [
    'implausible',
    'a level the audit does not have',
    async () => giveOpinion(registry, await named(), audit, { level: 4 }),
  ],
  ['request_invalid', 'a position in no form', () => readPosition(registry.deps, 'now')],
  ['at_future', 'a position to come', () => readPosition(registry.deps, '123456')],
  ['token_invalid', 'an assertion that is none', () => authenticate(registry.deps, FORM)],
  ['not_accredited', 'an opinion by an organisation', () => giveOpinion(registry, org, audit)],
  ['not_permitted_by_holder', 'an auditor not named', () => giveOpinion(registry, auditor, audit)],
  ['conflict_of_interest', 'an auditor with the holder’s legal id', () => conflicted()],
  ['state_conflict', 'an opinion on a superseded audit', () => superseded()],
  [
    'not_found',
    'an unknown certificate',
    async () => readCertificate(registry.deps, 'x', await readPosition(registry.deps)),
  ],
  ['name_ambiguous', 'a name two bear', () => twins()],
];

const FORM = {
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: 'a.b.c',
};

function ahead(seconds: number): Promise<Uint8Array> {
  const iat = Math.floor(registry.deps.now().getTime() / 1000) + seconds;
  return registry.signWith(org, 'cms-audit+jwt', auditBody('nordhafen'), { iat, exp: iat + 60 });
}

async function reused(): Promise<Uint8Array> {
  const { rows } = await registry.database.pool.query<{ jti: string }>(
    "select jti from statements where iss = 'nordhafen' limit 1",
  );
  return registry.signWith(org, 'cms-audit+jwt', auditBody('nordhafen'), { jti: rows[0]?.jti ?? '' });
}

const named = () => registerAuditor(registry, 'umbra');

async function conflicted(): Promise<unknown> {
  const lei = '5299000J2N45DDNE4Y28';
  const holder = await registerProved(registry, 'conflicted', { lei });
  const digest = member(await declare(registry, holder), 'digest');
  return giveOpinion(registry, await registerAuditor(registry, 'friend', { lei }), digest);
}

async function superseded(): Promise<unknown> {
  const holder = await registerProved(registry, 'hasty');
  const digest = member(await declare(registry, holder), 'digest');
  await declare(registry, holder);
  return giveOpinion(registry, auditor, digest);
}

/** Two proved organisations with one name: the second was allowed by an officer. */
async function twins(): Promise<unknown> {
  await registerProved(registry, 'twin-b', { name: 'TWIN' });
  const subject = 'twin-b';
  await act(registry, 0, { action: 'resolve', subject, case: await newestCase(registry, subject), outcome: 'allow' });
  return lookUp(registry.deps, { name: 'twin' }, await readPosition(registry.deps));
}

describe('each refusal has its code', () => {
  test.each(CASES)('%s: %s', async (code, _what, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ name: 'RegistryError', code });
  });
});

test('a refused statement consumes nothing: the same bytes succeed once they may', async () => {
  const early = await ahead(3_600);
  const before = await headSeq(registry);
  await expect(submit(early)).rejects.toMatchObject({ code: 'iat_future' });
  expect(await headSeq(registry)).toBe(before);
  registry.setNow(new Date(Date.parse(AFTER_56_DAYS) + 3_600_000));
  const outcome = await submit(early);
  expect(outcome.status).toBe(201);
  retried.push(member(outcome, 'digest'));
});
