import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../src/core/errors.ts';
import { generateSigningKey, kidOf, type PrivateJwk } from '../../src/sdk/sign.ts';
import { auditBody, declare, member } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import { ORIGIN, registerAuditor, registerProved, type TestParty } from '../support/registry.ts';
import { type Request, statementTo } from './client.ts';
import { forge, headerOf, segment } from './forge.ts';
import { AUDIT, type Forger, forgerOf } from './forger.ts';
import { expectRefused } from './refusal.ts';
import { LEI, openWorld, stateDigest, type World } from './world.ts';

/** One forgery at least for each code of the strict gate and of the use cases behind it (statements section 2). */

let world: World;
let state: string;
let revoked: TestParty;
let telemetry: TestParty;
let sibling: TestParty;
let newcomer: PrivateJwk;
let named: string;
let usedJti: string;
let applicant: TestParty;
let f: Forger;
beforeAll(async () => {
  world = await openWorld();
  const { registry, acme } = world;
  revoked = (await addKey(registry, acme)).added;
  telemetry = (await addKey(registry, acme, { use: 'telemetry', siteId: 'acme-1' })).added;
  await revokeKey(registry, acme, revoked.key);
  sibling = await registerAuditor(registry, 'sibling-audit', { lei: LEI });
  applicant = await registerProved(registry, 'applicant', { kind: 'auditor' });
  newcomer = await generateSigningKey();
  named = member(await declare(registry, world.namesake, { auditors: ['applicant'] }), 'digest');
  f = forgerOf(world);
  const { rows } = await registry.database.pool.query<{ jti: string }>('select jti from statements where iss = $1', [
    'acme',
  ]);
  usedJti = rows[0]?.jti ?? '';
  state = await stateDigest(registry);
});
afterAll(() => world.close());

type Make = () => Request | Promise<Request>;
const A43 = 'A'.repeat(43);
const honest = (): string => forge(world.acme.key, headerOf(world.acme.key, AUDIT), f.claims('acme', {}));
const jose = (body: string | Uint8Array) => statementTo('/v1/audits', body);
const claimed = (more: object) => f.audit(f.claims('acme', {}, more));
const documented = (body: unknown) => f.audit(f.claims('acme', body));
const check = (party: string, domain: string): Request => ({
  method: 'POST',
  path: `/v1/parties/${party}/domains/${domain}/check`,
});
const SUSPEND = { action: 'suspend_accreditation', subject: 'clearwater' };
const ACCREDIT = { action: 'accredit', subject: 'clearwater', levels: [4], valid_to: '2030-01-01T00:00:00Z' };
const NO_SERIES = { action: 'grid_series', subject: 'registry', zone: 'DE', sha256: '0'.repeat(64) };
const duplicate = `{"alg":"EdDSA","alg":"EdDSA","kid":"${A43}","typ":"${AUDIT}"}`;
const infinite = () => JSON.stringify(f.claims('acme', {})).replace(/"exp":\d+/, '"exp":1e400');

const FORGERIES: Readonly<Partial<Record<ErrorCode, readonly [status: number, Readonly<Record<string, Make>>]>>> = {
  too_large: [
    413,
    {
      'a party of 256 KiB and a byte': () => statementTo('/v1/parties', 'a'.repeat(262_145)),
      'an audit of 8 MiB and a byte': () => jose('a'.repeat(8_388_609)),
    },
  ],
  jws_structure: [
    400,
    {
      nothing: () => jose(''),
      'four segments': () => jose(`${honest()}.AA`),
      'JSON serialisation': () => jose('{"payload":"","signatures":[]}'),
      'a detached payload': () => jose(honest().replace(/\..*\./, '..')),
      '100,000 dots': () => jose('.'.repeat(100_000)),
    },
  ],
  jws_encoding: [
    400,
    {
      'a line feed at the end': () => jose(`${honest()}\n`),
      padding: () => jose(`${honest()}==`),
      'a byte order mark': () => jose(`\ufeff${honest()}`),
      'a NUL': () => jose(`${honest()}\0`),
      'Latin-1': () => jose(Buffer.from(`${honest()}é`, 'latin1')),
    },
  ],
  jws_header: [
    400,
    {
      'a duplicate member': () => f.audit(undefined, duplicate),
      'an embedded key': () => f.altered({ jwk: {} }),
      crit: () => f.altered({ crit: ['b64'], b64: false }),
      'a kid that is an object': () => f.altered({ kid: { $ne: null } }),
      'deep nesting': () => f.audit(undefined, '['.repeat(100_000)),
    },
  ],
  jws_kid_format: [
    400,
    {
      'a kid that is a path': () => f.altered({ kid: '../../etc/passwd' }),
      'a kid that is SQL': () => f.altered({ kid: "' OR '1'='1" }),
    },
  ],
  jws_alg: [
    400,
    {
      none: () => f.altered({ alg: 'none' }),
      HS256: () => f.altered({ alg: 'HS256' }),
      'ES256 for an Ed25519 key': () => f.altered({ alg: 'ES256' }),
    },
  ],
  jws_typ: [
    400,
    { 'a party sent as an audit': () => f.altered({ typ: 'cms-party+jwt' }), JWT: () => f.altered({ typ: 'JWT' }) },
  ],
  key_unknown: [401, { 'a key nobody registered': () => f.auditBy(newcomer) }],
  key_not_active: [401, { 'a revoked key': () => f.auditBy(revoked.key) }],
  jws_signature: [
    401,
    {
      'a signature by somebody else': () =>
        jose(forge(newcomer, headerOf(world.acme.key, AUDIT), f.claims('acme', {}))),
      'another payload': () => jose(honest().replace(/\..*\./, `.${segment(f.claims('acme', { a: 1 }))}.`)),
      'sixty-four zero bytes': () => jose(honest().replace(/[^.]*$/, segment(Buffer.alloc(64)))),
      'no bytes but two': () => jose(honest().replace(/[^.]*$/, 'AAA')),
    },
  ],
  iat_future: [401, { 'a clock ahead': () => claimed({ iat: f.nowS() + 361, exp: f.nowS() + 400 }) }],
  key_role: [
    403,
    {
      'an audit by a telemetry key': () => f.auditBy(telemetry.key),
      'an audit by an officer': () => f.auditBy(f.officer.key, 'registry'),
      'an act by an organisation': () => f.act(SUSPEND, world.acme),
      'an auditor accrediting itself': () => f.act(ACCREDIT, world.auditor),
      'a dry run by an organisation': () => f.act(SUSPEND, world.acme, '?dry_run=true'),
    },
  ],
  iss_mismatch: [
    403,
    {
      'an audit in another name': () => f.audit(f.claims('acme-too', {})),
      'a registration in another name': () => f.party('newcomer', newcomer, { party_id: 'other' }),
      'keys of another party': async () => ({ ...(await f.operation({})), path: '/v1/parties/acme-too/keys' }),
    },
  ],
  payload_invalid: [
    400,
    {
      'duplicate claims': () => f.audit(`{"iss":"acme","iss":"acme-too"}`),
      'an infinite exp': () => f.audit(infinite()),
      'a prototype': () => f.audit('{"__proto__":{"iss":"acme"}}'),
      'half a surrogate': () => f.audit('{"iss":"\\ud800"}'),
      'bad UTF-8': () => f.audit(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])),
    },
  ],
  claims_invalid: [
    400,
    {
      'two audiences': () => claimed({ aud: [ORIGIN, 'https://evil.test'] }),
      'another audience': () => claimed({ aud: `${ORIGIN}/` }),
      'no end': () => claimed({ exp: undefined }),
      ended: () => claimed({ iat: f.nowS() - 100, exp: f.nowS() }),
      'an extra claim': () => claimed({ role: 'officer' }),
      'a jti with SQL': () => claimed({ jti: "'; drop table statements;--" }),
    },
  ],
  document_invalid: [
    400,
    {
      'an empty audit': () => documented({}),
      'an audit of another organisation': () => documented(auditBody('acme-too')),
      'registry facts of one’s own': () => documented({ ...auditBody('acme'), registry_facts: {} }),
      'mass assignment': () => f.party('newcomer', newcomer, { role: 'officer', tier: 'Obsidian', accredited: true }),
      'a private key': () => f.party('newcomer', newcomer, { jwk: newcomer }),
      'an opinion on another audit': () => ({
        ...f.opinion(world.auditor),
        path: `/v1/audits/${A43}/countersignatures`,
      }),
    },
  ],
  jti_reused: [409, { 'a jti used before': () => f.audit(f.claims('acme', auditBody('acme'), { jti: usedJti })) }],
  party_id_taken: [
    409,
    { 'an id in use': () => f.party('acme', newcomer), 'a reserved id': () => f.party('officer', newcomer) },
  ],
  state_conflict: [
    409,
    {
      'a key in use': () => f.party('newcomer', world.acme.key),
      'a key revoked twice': () => f.operation({ kid: kidOf(revoked.key) }),
    },
  ],
  domain_taken: [409, { 'a domain somebody proved': () => check('acme-too', 'acme.example') }],
  key_chain: [409, { 'a key operation out of order': () => f.operation({ prev: A43 }) }],
  audit_rejected: [422, { 'an audit of days to come': () => documented(auditBody('acme', { start: '2026-06-01' })) }],
  implausible: [
    422,
    {
      'a series nobody has': () => f.act(NO_SERIES),
      'the same, tried first': () => f.act(NO_SERIES, f.officer, '?dry_run=true'),
    },
  ],
  request_invalid: [
    400,
    {
      'a dry run spelled otherwise': () => f.act(SUSPEND, f.officer, '?dry_run=1'),
      'a domain that is none': () => check('acme', 'localhost'),
    },
  ],
  not_accredited: [
    403,
    {
      'an opinion by an organisation': () => f.opinion(world.namesake),
      'an opinion by an applicant': () => f.opinion(applicant),
    },
  ],
  not_permitted_by_holder: [403, { 'an opinion not asked for': () => f.opinion(world.auditor, { audit: named }) }],
  conflict_of_interest: [403, { 'an opinion within the family': () => f.opinion(sibling) }],
  not_found: [
    404,
    {
      'an opinion on nothing': () => f.opinion(world.auditor, { audit: A43 }),
      'an act on nobody': () => f.act({ ...SUSPEND, subject: 'nobody' }),
      'a confirmation of nothing': () => f.act({ action: 'confirm', subject: 'acme', act: A43 }),
      'a domain of nobody': () => check('nobody', 'x.example'),
    },
  ],
};

const ROWS = Object.entries(FORGERIES).flatMap(([code, [status, makes]]) =>
  Object.entries(makes).map(([what, make]) => ({ code, status, what, make })),
);

test.each(ROWS)('$code $status: $what', async ({ code, status, make }) => {
  expect(await expectRefused(world, await make(), state)).toMatchObject({ code, status });
});

test('every code has a forgery', () => {
  /** Elsewhere: transport, queries, tokens. Attestations are not taken yet; the rest is no fault of a client. */
  const others: readonly string[] = [
    ...['media_type', 'at_future', 'token_invalid', 'method_not_allowed', 'name_ambiguous', 'rate_limited'],
    ...[
      'chain_gap',
      'chain_fork',
      'chain_replayed',
      'internal',
      'overloaded',
      'read_only',
      'log_damaged',
      'format_unsupported',
      'not_comparable',
    ],
  ];
  expect(ERROR_CODES.filter((code) => FORGERIES[code] === undefined && !others.includes(code))).toEqual([]);
});
