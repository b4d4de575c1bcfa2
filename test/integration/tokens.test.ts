import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { authenticate, type TokenRequest } from '../../src/registry/authenticate.ts';
import { readMe } from '../../src/registry/read-me.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { generateSigningKey, newClaims, signClientAuth } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, declare, giveOpinion, headSeq, member } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  act,
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
let org: TestParty;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  org = await registerProved(registry, 'nordhafen');
  auditor = await registerAuditor(registry, 'lumen', { alg: 'ES256' });
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const ASSERTION = {
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
};

const assertionBy = (party: TestParty, claims: { readonly [claim: string]: unknown } = {}) =>
  signClientAuth({
    privateJwk: party.key,
    iss: party.id,
    aud: ORIGIN,
    ...newClaims(registry.deps.now(), randomBytes(16), 60),
    ...claims,
  });

const ask = async (party: TestParty, form: TokenRequest = {}) =>
  authenticate(registry.deps, { ...ASSERTION, client_assertion: await assertionBy(party), ...form });

const officer = (): TestParty => {
  const [first] = registry.officers;
  if (first === undefined) throw new Error('no officer');
  return first;
};

describe('an assertion', () => {
  test('says who asks, and needs no scope', async () => {
    const before = await headSeq(registry);
    expect(await ask(org)).toEqual({ party: 'nordhafen', scopes: ['party'] });
    expect(await headSeq(registry)).toBe(before);
  });

  test('buys one token', async () => {
    const client_assertion = await assertionBy(org);
    await ask(org, { client_assertion });
    await expect(ask(org, { client_assertion })).rejects.toMatchObject({ code: 'token_invalid' });
  });

  test('buys one token, however many ask at once', async () => {
    const client_assertion = await assertionBy(org);
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => ask(org, { client_assertion })));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['for another audience', { aud: 'https://other.example' }],
    ['by another party', { iss: 'lumen' }],
    ['that lives longer than a minute', { exp: Date.parse(AFTER_56_DAYS) / 1000 + 61 }],
    ['that is over', { iat: 0, exp: 60 }],
    ['from the future', { iat: Date.parse(AFTER_56_DAYS) / 1000 + 61, exp: Date.parse(AFTER_56_DAYS) / 1000 + 62 }],
    ['with a jti of its own kind', { jti: 'one' }],
  ])('%s is not acceptable, and does not say why', async (_what, claims) => {
    const client_assertion = await assertionBy(org, claims);
    await expect(ask(org, { client_assertion })).rejects.toMatchObject({
      code: 'token_invalid',
      message: 'the client assertion is not acceptable',
    });
  });

  test('by an unknown or revoked key looks the same', async () => {
    const stranger = { id: 'nordhafen', key: await generateSigningKey() };
    const { added } = await addKey(registry, org);
    await revokeKey(registry, org, added.key);
    for (const party of [stranger, added]) {
      await expect(ask(party)).rejects.toMatchObject({
        code: 'token_invalid',
        message: 'the client assertion is not acceptable',
      });
    }
  });

  test.each(['', 'a.b.c', '\u0000', 'x'.repeat(400_000)])(
    'that is no statement is refused',
    async (client_assertion) => {
      await expect(ask(org, { client_assertion })).rejects.toMatchObject({ code: 'token_invalid' });
    },
  );

  test('of another class is refused', async () => {
    const client_assertion = Buffer.from(await registry.sign(org, 'cms-audit+jwt', {})).toString();
    await expect(ask(org, { client_assertion })).rejects.toMatchObject({ code: 'token_invalid' });
  });

  test.each([
    [{ grant_type: 'password' }],
    [{ client_assertion_type: 'urn:other' }],
    [{ scope: 'root' }],
    [{ scope: 'party  party' }],
    [{ scope: '' }],
  ])('%j is a wrong form', async (form) => {
    await expect(ask(org, form)).rejects.toMatchObject({ code: 'request_invalid' });
  });
});

describe('scopes', () => {
  test('auditor only while accredited, officer only for the registry', async () => {
    expect(await ask(auditor, { scope: 'party auditor' })).toEqual({ party: 'lumen', scopes: ['party', 'auditor'] });
    expect(await ask(officer(), { scope: 'officer' })).toEqual({ party: 'registry', scopes: ['officer'] });
    await expect(ask(org, { scope: 'auditor' })).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(ask(org, { scope: 'officer' })).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(ask(officer(), { scope: 'party' })).rejects.toMatchObject({ code: 'request_invalid' });
    registry.setNow(new Date('2030-01-01T00:00:00Z'));
    await expect(ask(auditor, { scope: 'auditor' })).rejects.toMatchObject({ code: 'request_invalid' });
    registry.setNow(new Date(AFTER_56_DAYS));
    await act(registry, 0, { action: 'suspend_accreditation', subject: 'lumen' });
    await expect(ask(auditor, { scope: 'auditor' })).rejects.toMatchObject({ code: 'request_invalid' });
    await act(registry, 0, { action: 'accredit', subject: 'lumen', levels: [1], valid_to: '2030-01-01T00:00:00Z' });
  });
});

describe('a party’s own view', () => {
  const me = async (party: TestParty) => {
    if (!isPartyId(party.id)) throw new Error('no party id');
    return readMe(registry.deps, party.id satisfies PartyId, ['party']);
  };
  const broken = {
    alter: (audit: ReturnType<typeof auditBody>) => {
      for (const site of audit.sites) site.heat_reused_kwh = '999999999';
    },
  };

  test('shows the last success, refusals with their faults, and since when all fails', async () => {
    const party = await registerProved(registry, 'failing');
    expect(await me(party)).toMatchObject({
      party_id: 'failing',
      kind: 'organisation',
      attempts: { last_success: { typ: 'cms-party+jwt' }, last_refusal: null, failing_since: null, refusals: [] },
      domains: [{ domain: 'failing.example', proved: true, method: 'sandbox' }],
      cases: [],
      audit: null,
      failing: null,
    });
    for (const now of ['2026-03-03T13:00:00Z', '2026-03-03T14:00:00Z']) {
      registry.setNow(new Date(now));
      await expect(declare(registry, party, broken)).rejects.toMatchObject({ code: 'audit_rejected' });
    }
    expect(await me(party)).toMatchObject({
      attempts: {
        last_success: { at: '2026-03-03T12:00:00Z' },
        last_refusal: {
          at: '2026-03-03T14:00:00Z',
          code: 'audit_rejected',
          errors: [{ code: 'R18' }, { code: 'R24' }],
        },
        failing_since: '2026-03-03T13:00:00Z',
        refusals: [{ typ: 'cms-audit+jwt' }, { typ: 'cms-audit+jwt' }],
      },
    });
    registry.setNow(new Date('2026-03-03T15:00:00Z'));
    const digest = member(await declare(registry, party), 'digest');
    expect(await me(party)).toMatchObject({
      attempts: { last_success: { digest }, failing_since: null },
      sites: [{ site_id: 'failing-1', chain: null, last_interval_end: null, freshness: 'none', minutes: null }],
      next_tier: {
        tier: 'Bronze',
        from: 'audit',
        failing: [{ code: 'countersignature' }, { code: 'assurance_level' }],
      },
      audit: { digest, status: 'declared', decision: { tier: null } },
      failing: { Bronze: [{ code: 'countersignature' }, { code: 'assurance_level' }] },
    });
  });

  test('a refusal is seen by the key’s owner alone, never by a party it only names', async () => {
    const party = await registerProved(registry, 'careful');
    const forged = await registry.signWith(party, 'cms-audit+jwt', auditBody('careful'), { iss: 'nordhafen' });
    await expect(submitAudit(registry.deps, forged)).rejects.toMatchObject({ code: 'iss_mismatch' });
    const unsigned = Buffer.from(`${Buffer.from(forged).toString().slice(0, -8)}AAAAAAAA`);
    await expect(submitAudit(registry.deps, unsigned)).rejects.toMatchObject({ code: 'jws_signature' });
    expect(await me(party)).toMatchObject({ attempts: { refusals: [{ code: 'iss_mismatch' }] } });
    expect(await me(org)).toMatchObject({ attempts: { refusals: [] } });
  });

  test('keeps the newest hundred refusals', async () => {
    const party = await registerProved(registry, 'stubborn');
    const refused = async () => {
      const bytes = await registry.sign(party, 'cms-audit+jwt', auditBody('somebody-else'));
      await expect(submitAudit(registry.deps, bytes)).rejects.toMatchObject({ code: 'document_invalid' });
    };
    for (let batch = 0; batch < 21; batch += 1) await Promise.all(Array.from({ length: 5 }, refused));
    const { rows } = await registry.database.pool.query(
      "select count(*)::int as n from refusals where party_id = 'stubborn'",
    );
    expect(rows).toEqual([{ n: 100 }]);
  });

  test('of a held claim names the case', async () => {
    const party = await registerProved(registry, 'inflated');
    const claim = { composite_percent: '99' };
    const declared = await declare(registry, party, { alter: (audit) => void Object.assign(audit, { claim }) });
    const digest = member(declared, 'digest');
    await giveOpinion(registry, auditor, digest);
    expect(await me(party)).toMatchObject({
      cases: [{ kind: 'claim_held', audit: digest }],
      audit: { status: 'held', decision: { tier: null, reasons: ['claim_held'] } },
    });
  });
});
