import { afterEach, describe, expect, test } from 'vitest';
import { restorePublicKey } from '../../src/core/keys.ts';
import { checkReadiness } from '../../src/registry/check-readiness.ts';
import { openRegistry } from '../../src/registry/open-registry.ts';
import { scoreAudit } from '../../src/registry/score-audit.ts';
import { generateSigningKey, kidOf, publicJwkOf } from '../../src/sdk/sign.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, certify, declare, headSeq, leavesOf } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  type RegistryOptions,
  registerAuditor,
  registerOnly,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

let registry: TestRegistry;
const open = async (options: RegistryOptions = {}) => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS, ...options });
};
afterEach(() => registry.close());

const identityOf = (officers: readonly TestParty[]) => ({
  ...registry.identity,
  officers: officers.map((officer) => restorePublicKey(publicJwkOf(officer.key))),
});

describe('opening', () => {
  test('writes the genesis leaf once, on however many instances', async () => {
    await open();
    const identity = identityOf(registry.officers);
    await Promise.all([1, 2, 3, 4].map(() => openRegistry(registry.deps, identity)));
    const { rows } = await registry.database.pool.query('select type from log_pending');
    expect(rows).toEqual([{ type: 'registry.genesis' }]);
    expect(await checkReadiness(registry.deps)).toEqual({ database: true, seq: 0, log: 'ok', high_water_mark: 1 });
    await checkRegistry(registry);
  });

  test('an officer’s key no longer configured signs nothing; a new one has its leaf first', async () => {
    await open();
    const [first, second] = registry.officers;
    const third = { id: 'registry', key: await generateSigningKey() };
    if (first === undefined || second === undefined) throw new Error('no officers');
    await registerProved(registry, 'lumen', { kind: 'auditor' });
    const leaves = await leavesOf(registry, () => openRegistry(registry.deps, identityOf([second, third])));
    expect(leaves).toHaveLength(3);
    expect(leaves[0]).toMatchObject({ t: 'registry.key', use: 'officer', op: 'add', kid: kidOf(third.key) });
    const retired = expect.objectContaining({ t: 'registry.key', op: 'retire', kid: kidOf(first.key) });
    expect(leaves.slice(1)).toEqual(expect.arrayContaining([retired]));
    const members = { action: 'accredit', subject: 'lumen', levels: [1], valid_to: '2030-01-01T00:00:00Z' };
    await expect(act(registry, 0, members)).rejects.toMatchObject({ code: 'key_not_active' });
    expect((await act(registry, 1, members)).status).toBe(201);
    await openRegistry(registry.deps, identityOf(registry.officers));
    await expect(act(registry, 0, members)).rejects.toMatchObject({ code: 'key_not_active' });
    await checkRegistry(registry);
  });

  test('readiness is a value, never an error', async () => {
    await open();
    const broken = {
      ...registry.deps,
      ledger: { ...registry.deps.ledger, read: () => Promise.reject(new Error('gone')) },
    };
    expect(await checkReadiness(broken)).toMatchObject({ database: false, seq: null });
  });
});

describe('production', () => {
  test('takes 20 audits of a party a day', async () => {
    await open({ mode: 'production' });
    const org = await registerOnly(registry, 'busy');
    for (let index = 0; index < 20; index += 1) await declare(registry, org);
    await expect(declare(registry, org)).rejects.toMatchObject({ code: 'rate_limited' });
    registry.setNow(new Date('2026-03-04T12:00:01Z'));
    expect((await declare(registry, org)).status).toBe(201);
    await checkRegistry(registry);
  });
});

describe('the dry run of a score', () => {
  const dry = (body: object | string) =>
    scoreAudit(registry.deps, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

  test('says what a submission would, and stores nothing', async () => {
    await open();
    const org = await registerProved(registry, 'curious');
    const before = await headSeq(registry);
    const tried = await dry(auditBody('curious'));
    expect(await headSeq(registry)).toBe(before);
    const { answer } = await declare(registry, org);
    expect(tried).toMatchObject({
      rejected: false,
      tier: 'Bronze',
      score: answer['score'],
      findings: answer['findings'],
      claim: answer['claim'],
      assumes: { level: 1, countersigned: true, scope_share: '1', telemetry_days: 0 },
    });
    await checkRegistry(registry);
  });

  test('shows the findings of what a submission would refuse', async () => {
    await open();
    const body = auditBody('curious', { days: 54 });
    expect(await dry(body)).toMatchObject({
      rejected: true,
      tier: null,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'R02' })]),
    });
  });

  test('refuses what it cannot read', async () => {
    await open();
    for (const text of ['', 'null', '[]', '{"a":1,"a":2}', '{"a":1.5}', '\u0000', '{"a":"b"}', '['.repeat(40)]) {
      await expect(dry(text), text).rejects.toMatchObject({ code: 'document_invalid' });
    }
  });
});

describe('the check of the registry itself', () => {
  const TAMPERED: readonly [what: string, change: string, back: string][] = [
    ['a leaf count', 'update log_head set next_seq = next_seq + 1', 'update log_head set next_seq = next_seq - 1'],
    ['a state', "update certificates set state = 'suspended'", "update certificates set state = 'active'"],
    [
      'a tier',
      `update certificates set record = replace(record, '"Bronze"', '"Silver"')`,
      `update certificates set record = replace(record, '"Silver"', '"Bronze"')`,
    ],
    [
      'a score',
      `update audits set evaluation = replace(evaluation, '0.747103', '0.947103')`,
      `update audits set evaluation = replace(evaluation, '0.947103', '0.747103')`,
    ],
    [
      'an entry of the listing',
      `update listing set row = replace(row, '74.7', '94.7') where to_seq is null`,
      `update listing set row = replace(row, '94.7', '74.7') where to_seq is null`,
    ],
    [
      'the span of a version',
      'update listing set to_seq = to_seq + 1 where to_seq is not null',
      'update listing set to_seq = to_seq - 1 where to_seq is not null',
    ],
    ['a standing', 'update opinions set standing = false', 'update opinions set standing = true'],
    ['a key', 'update keys set revoked_seq = 0', 'update keys set revoked_seq = null'],
  ];

  test('sees what somebody changed behind its back', async () => {
    await open();
    const org = await registerProved(registry, 'tampered');
    await certify(registry, org, await registerAuditor(registry, 'lumen'));
    for (const [what, change, back] of TAMPERED) {
      await checkRegistry(registry);
      await registry.database.pool.query(change);
      await expect(checkRegistry(registry), what).rejects.toThrow();
      await registry.database.pool.query(back);
    }
    await checkRegistry(registry);
  });

  test.each([
    "update log_pending set leaf = ''",
    'delete from log_pending',
    'truncate log_pending',
    "update statements set jws = ''",
  ])('the database refuses %j', async (statement) => {
    await open();
    await registerProved(registry, 'safe');
    await expect(registry.database.pool.query(statement)).rejects.toThrow(/append-only/);
  });
});
