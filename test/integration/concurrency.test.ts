import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { countersign } from '../../src/registry/countersign.ts';
import type { Ledger, Stores } from '../../src/registry/ports.ts';
import { submitAudit } from '../../src/registry/submit-audit.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, auditBody, declare, headSeq, leavesOf, member, typesOf } from '../support/journey.ts';
import { addKey, chainHead } from '../support/key-operations.ts';
import {
  createTestRegistry,
  opinionBody,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

/** Makes the n-th store call of every write fail; 0 lets all pass. Counts the calls of the last write. */
const fault = { at: 0, calls: 0 };
class Crash extends Error {}

function failing(ledger: Ledger): Ledger {
  return { ...ledger, write: (work) => ledger.write((tx) => work(faulty(tx))) };
}

function faulty(tx: Stores): Stores {
  fault.calls = 0;
  const guard = <S extends object>(store: S): S =>
    new Proxy(store, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member === 'object' && member !== null) return guard(member);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          fault.calls += 1;
          const result: unknown = await Reflect.apply(member, target, args);
          if (fault.calls === fault.at) throw new Crash();
          return result;
        };
      },
    });
  return guard(tx);
}

let registry: TestRegistry;
let auditor: TestParty;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS, wrap: failing });
  auditor = await registerAuditor(registry, 'lumen');
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

describe('at the same time', () => {
  test('twenty times the same bytes are one acceptance and one leaf', async () => {
    const org = await registerProved(registry, 'eager');
    const bytes = await registry.sign(org, 'cms-audit+jwt', auditBody('eager'));
    const leaves = await leavesOf(registry, async () => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => submitAudit(registry.deps, bytes)));
      expect(outcomes.map((one) => one.status).sort()).toEqual([...Array(19).fill(200), 201]);
      const answers = new Set(outcomes.map((one) => JSON.stringify(one.answer)));
      expect(answers.size).toBe(1);
    });
    expect(typesOf(leaves)).toEqual(['audit.declared']);
  });

  test('different parties get one dense order', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `parallel-${index}`);
    const before = await headSeq(registry);
    const orgs = await Promise.all(ids.map((id) => registerProved(registry, id)));
    const outcomes = await Promise.all(orgs.map((org) => declare(registry, org)));
    const seqs = outcomes.map((one) => Number(one.answer['seq'])).sort((a, b) => a - b);
    expect(new Set(seqs).size).toBe(12);
    expect(await headSeq(registry)).toBe(before + 36);
  });

  test('two operations on one chain: one link, one refusal', async () => {
    const org = await registerProved(registry, 'forked');
    const prev = await chainHead(registry, 'forked');
    const both = await Promise.allSettled([addKey(registry, org, { prev }), addKey(registry, org, { prev })]);
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ code: 'key_chain' });
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('two parties with one domain: one holder', async () => {
    const both = await Promise.allSettled(
      ['claim-a', 'claim-b'].map((id) => registerProved(registry, id, { domain: 'contested.example' })),
    );
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ code: 'domain_taken' });
  });

  test('opinions of many auditors issue one certificate', async () => {
    const org = await registerProved(registry, 'popular');
    const audit = member(await declare(registry, org), 'digest');
    const auditors = await Promise.all(
      Array.from({ length: 4 }, (_, index) => registerAuditor(registry, `auditor-${index}`)),
    );
    const opinions = await Promise.all(
      auditors.map((one) => registry.sign(one, 'cms-countersignature+jwt', opinionBody(audit))),
    );
    const outcomes = await Promise.all(opinions.map((bytes) => countersign(registry.deps, audit, bytes)));
    expect(outcomes.filter((one) => one.answer['certificate_id'] !== null)).toHaveLength(1);
  });
});

describe('a crash at any point of a countersignature', () => {
  const TABLES = [
    'log_pending',
    'log_head',
    'statements',
    'refusals',
    'opinions',
    'audits',
    'certificates',
    'cases',
    'history',
    'listing',
  ];
  /** The content of every table the transaction writes. */
  const snapshot = async (): Promise<string> => {
    const parts = TABLES.map((table) => `(select string_agg(t::text, '|' order by t::text) from ${table} t)`);
    const { rows } = await registry.database.pool.query(`select md5(concat(${parts.join(', ')})) as sum`);
    return rows[0].sum;
  };

  test('leaves no trace, and the same bytes succeed afterwards', async () => {
    const org = await registerProved(registry, 'unlucky');
    const audit = member(await declare(registry, org), 'digest');
    const bytes = await registry.sign(auditor, 'cms-countersignature+jwt', opinionBody(audit));
    const before = await snapshot();
    let crashes = 0;
    for (fault.at = 1; crashes === fault.at - 1; fault.at += 1) {
      const outcome = await countersign(registry.deps, audit, bytes).catch((error: unknown) => error);
      if (!(outcome instanceof Crash)) {
        expect(outcome).toMatchObject({ status: 201, answer: { decision: { tier: 'Bronze' } } });
        break;
      }
      crashes += 1;
      expect(await snapshot()).toBe(before);
    }
    fault.at = 0;
    expect(crashes).toBeGreaterThan(30);
    expect(await snapshot()).not.toBe(before);
    expect((await countersign(registry.deps, audit, bytes)).status).toBe(200);
  });
});
