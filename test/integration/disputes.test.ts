import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newClaims, signClientAuth } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, headSeq, leavesOf, typesOf } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  ORIGIN,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import { startServer, type TestServer } from '../support/server.ts';

let registry: TestRegistry;
let server: TestServer;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  server = await startServer(registry);
  auditor = await registerAuditor(registry, 'lumen');
});
beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await server.close();
  await registry.close();
});

let count = 0;
async function certified(): Promise<{ org: string; party: TestParty; certificate: string }> {
  const party = await registerProved(registry, `org-${++count}`);
  return { org: party.id, party, certificate: (await certify(registry, party, auditor)).certificate };
}

const evidenceOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const PRIVATE = { grounds: 'The meter of hall 2 was moved. Ask Ms. Example.', contact: 'someone@example.org' };
const objection = (members: Record<string, unknown>) => ({
  ...PRIVATE,
  evidence_sha256: evidenceOf(randomBytes(8).toString('hex')),
  ...members,
});

async function file(body: unknown, headers: Record<string, string> = {}) {
  const reply = await fetch(`${server.address}/v1/disputes`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: reply.status, body: await reply.json(), headers: reply.headers };
}
async function get(path: string, headers: Record<string, string> = {}) {
  const reply = await fetch(`${server.address}${path}`, { headers });
  return { status: reply.status, body: await reply.json() };
}
async function tokenOf(party: TestParty, scope: string): Promise<Record<string, string>> {
  const fresh = newClaims(registry.deps.now(), randomBytes(16), 60);
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signClientAuth({ privateJwk: party.key, iss: party.id, aud: ORIGIN, ...fresh }),
    scope,
  };
  const reply = await fetch(`${server.address}/v1/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { authorization: `Bearer ${(await reply.json()).access_token}` };
}
const resolve = (org: string, id: string, outcome: 'allow' | 'deny', reason: string) =>
  act(registry, 0, { action: 'resolve', subject: org, case: id, outcome, reason });
const pageOf = async (org: string): Promise<string> => (await fetch(`${server.address}/organisations/${org}`)).text();

describe('a dispute', () => {
  test('is filed without a token: no leaf, nothing shown, and a clock', async () => {
    const { org } = await certified();
    let filed: Awaited<ReturnType<typeof file>> | undefined;
    const leaves = await leavesOf(registry, async () => {
      filed = await file(objection({ organisation: org }));
    });
    expect(leaves).toEqual([]);
    expect(filed).toMatchObject({
      status: 201,
      body: {
        state: 'filed',
        organisation: org,
        certificate_id: null,
        filed_at: AFTER_56_DAYS,
        deadlines: {
          admission: '2026-03-08T12:00:00Z',
          answer: '2026-03-22T12:00:00Z',
          decision: '2026-04-07T12:00:00Z',
        },
      },
    });
    expect(JSON.stringify(filed?.body)).not.toContain('Ms. Example');
    expect((await get(`/v1/disputes/${filed?.body.id}`)).status).toBe(404);
    expect((await get(`/v1/organisations/${org}`)).body.disputes).toEqual([]);
  });

  test('is admitted, shown, decided and kept', async () => {
    const { org, certificate } = await certified();
    const { body: filed } = await file(objection({ certificate_id: certificate }));
    const before = await headSeq(registry);
    const admitted = await leavesOf(registry, () => resolve(org, filed.id, 'allow', 'The evidence is coherent.'));
    expect(typesOf(admitted)).toEqual(['act.signed', 'act.effective', 'case.opened']);
    expect(admitted.at(-1)).toMatchObject({ id: filed.id, kind: 'dispute', org });

    const open = await get(`/v1/disputes/${filed.id}`);
    expect(open).toMatchObject({
      status: 200,
      body: {
        id: filed.id,
        party_id: org,
        certificate_id: certificate,
        evidence_sha256: filed.evidence_sha256,
        state: 'open',
        outcome: null,
        admission_reason: 'The evidence is coherent.',
        decision_reason: null,
        seq: before + 3,
      },
    });
    const { body: organisation } = await get(`/v1/organisations/${org}`);
    expect(organisation.disputes).toEqual([expect.objectContaining({ id: filed.id, state: 'open' })]);
    expect(organisation.state).toBe('active');
    expect(await pageOf(org)).toContain(filed.id);

    registry.setNow(new Date('2026-03-20T12:00:00Z'));
    const closed = await leavesOf(registry, () => resolve(org, filed.id, 'deny', 'The meter was moved indeed.'));
    expect(closed.at(-1)).toMatchObject({ t: 'case.closed', id: filed.id, kind: 'dispute', outcome: 'deny' });
    const upheld = { state: 'closed', outcome: 'deny', decision_reason: 'The meter was moved indeed.' };
    expect((await get(`/v1/disputes/${filed.id}`)).body).toMatchObject(upheld);
    expect((await get(`/v1/organisations/${org}`)).body.disputes).toMatchObject([upheld]);
    // The past shows what was known then.
    const then = { state: 'open', outcome: null, closed_at: null, decision_reason: null };
    expect((await get(`/v1/disputes/${filed.id}?at=${before + 3}`)).body).toMatchObject(then);
    expect((await get(`/v1/organisations/${org}?at=${before + 3}`)).body.disputes).toMatchObject([then]);
    expect((await get(`/v1/organisations/${org}?at=${before}`)).body.disputes).toEqual([]);
    expect((await get(`/v1/disputes/${filed.id}?at=${before}`)).status).toBe(404);
    await expect(resolve(org, filed.id, 'allow', 'again')).rejects.toMatchObject({ code: 'state_conflict' });
  });

  test('publishes nothing of its author, and forgets how to reach him', async () => {
    const { org } = await certified();
    const { body: filed } = await file(objection({ organisation: org }));
    const officer = registry.officers[0];
    if (officer === undefined) throw new Error('no officer');
    const desk = async () => {
      const { body } = await get('/v1/officer/disputes', await tokenOf(officer, 'officer'));
      return body.items.find((one: { id: string }) => one.id === filed.id);
    };
    expect(await desk()).toMatchObject({ ...PRIVATE, filed_by: null, organisation: org });
    await resolve(org, filed.id, 'allow', 'admitted');
    expect(await desk()).toBeUndefined();
    const shown = [
      JSON.stringify((await get(`/v1/disputes/${filed.id}`)).body),
      JSON.stringify((await get(`/v1/organisations/${org}`)).body),
      await pageOf(org),
    ];
    for (const text of shown) for (const secret of Object.values(PRIVATE)) expect(text).not.toContain(secret);
    await resolve(org, filed.id, 'allow', 'set aside');
    const { rows } = await registry.database.pool.query('select contact from disputes where id = $1', [filed.id]);
    expect(rows).toEqual([{ contact: null }]);
  });

  test('that is refused never was', async () => {
    const { org } = await certified();
    const { body: filed } = await file(objection({ organisation: org }));
    const leaves = await leavesOf(registry, () => resolve(org, filed.id, 'deny', 'the file is empty'));
    expect(typesOf(leaves)).toEqual(['act.signed', 'act.effective']);
    expect((await get(`/v1/disputes/${filed.id}`)).status).toBe(404);
    expect((await get(`/v1/organisations/${org}`)).body.disputes).toEqual([]);
    await expect(resolve(org, filed.id, 'allow', 'after all')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of a party names it to officers alone', async () => {
    const { org } = await certified();
    const { party: rival } = await certified();
    const { status, body: filed } = await file(objection({ organisation: org }), await tokenOf(rival, 'party'));
    expect(status).toBe(201);
    const { rows } = await registry.database.pool.query('select filed_by from disputes where id = $1', [filed.id]);
    expect(rows).toEqual([{ filed_by: rival.id }]);
    await resolve(org, filed.id, 'allow', 'admitted');
    expect(JSON.stringify((await get(`/v1/disputes/${filed.id}`)).body)).not.toContain(rival.id);
  });

  test('with the same evidence is the same dispute while it waits', async () => {
    const { org } = await certified();
    const body = objection({ organisation: org });
    const first = await file(body);
    const second = await file({ ...body, grounds: 'in other words' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });
});

describe('refused at the door', () => {
  const valid = { grounds: 'g', evidence_sha256: 'a'.repeat(64) };
  test.each([
    ['no JSON', '{', 400, 'document_invalid'],
    ['a doubled member', '{"organisation":"a","organisation":"b"}', 400, 'document_invalid'],
    ['about nothing', valid, 400, 'document_invalid'],
    ['an unknown member', { ...valid, organisation: 'lumen', anger: 9 }, 400, 'document_invalid'],
    ['no digest', { organisation: 'lumen', grounds: 'g', evidence_sha256: 'see attachment' }, 400, 'document_invalid'],
    ['a zero-width space', { ...valid, organisation: 'lumen', grounds: 'a\u200bb' }, 400, 'document_invalid'],
    ['too long', { ...valid, organisation: 'lumen', grounds: 'x'.repeat(2_001) }, 400, 'document_invalid'],
    ['nobody', { ...valid, organisation: 'globex' }, 404, 'not_found'],
    ['an auditor', { ...valid, organisation: 'lumen' }, 404, 'not_found'],
    ['no certificate', { ...valid, certificate_id: 'none' }, 404, 'not_found'],
  ])('%s', async (_, body, status, code) => {
    const reply = await file(body);
    expect(reply).toMatchObject({ status, body: { code } });
  });

  test('a certificate of somebody else, and an organisation that is not shown', async () => {
    const { certificate } = await certified();
    const { org } = await certified();
    const other = await file(objection({ organisation: org, certificate_id: certificate }));
    expect(other).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await registerOnly(registry, 'hidden');
    expect(await file(objection({ organisation: 'hidden' }))).toMatchObject({ status: 404 });
  });

  test('a token that is none, a form, too much', async () => {
    const { org } = await certified();
    const body = objection({ organisation: org });
    expect(await file(body, { authorization: 'Bearer a.b.c' })).toMatchObject({ body: { code: 'token_invalid' } });
    expect(await file(body, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await file(`${JSON.stringify(body)}${' '.repeat(20_000)}`)).toMatchObject({ status: 413 });
  });

  test('the twenty-first about one organisation waits for an officer', async () => {
    const { org } = await certified();
    for (let n = 0; n < 20; n++) expect((await file(objection({ organisation: org }))).status).toBe(201);
    const refused = await file(objection({ organisation: org }));
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(refused.headers.get('retry-after')).toBe('86400');
    const { org: other } = await certified();
    expect((await file(objection({ organisation: other }))).status).toBe(201);
  });

  test('officers alone see what waits', async () => {
    const { party } = await certified();
    expect((await get('/v1/officer/disputes')).status).toBe(401);
    expect((await get('/v1/officer/disputes', await tokenOf(party, 'party'))).status).toBe(401);
  });
});

test('the database lets a dispute only go on', async () => {
  const { org } = await certified();
  const { body } = await file(objection({ organisation: org }));
  const change = (sql: string) => registry.database.pool.query(sql, [body.id]);
  await expect(change('update disputes set grounds = $1 where id = $1')).rejects.toThrow('only goes on');
  await expect(change("update disputes set contact = 'x' where id = $1")).rejects.toThrow('only goes on');
  await expect(change('delete from disputes where id = $1')).rejects.toThrow();
});
