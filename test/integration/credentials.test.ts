import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/core/ids.ts';
import { decodeStatusList, statusAt } from '../../src/core/status-list.ts';
import { refreshStatusLists, reissueCredentials } from '../../src/registry/maintain-credentials.ts';
import { expireCertificates } from '../../src/registry/open-registry.ts';
import type { Ledger, Stores } from '../../src/registry/ports.ts';
import { readCredential, readStatusList } from '../../src/registry/read-credentials.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { withStatusLists } from '../../src/registry/status-lists.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, headSeq, leavesOf, typesOf } from '../support/journey.ts';
import {
  act,
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';

const DAY_MS = 86_400_000;
const START = new Date(AFTER_56_DAYS);
const onDay = (days: number): Date => new Date(START.getTime() + days * DAY_MS);

/** What happens to transactions: a crash after the n-th call of a store, or certificates as they were before credentials. */
const fault = { crashAt: 0, calls: 0, isOld: false };
class Crash extends Error {}

const meddling = (ledger: Ledger): Ledger => ({
  ...ledger,
  write: (work) => ledger.write((tx) => work(fault.isOld ? withoutCredentials(tx) : crashing(tx))),
});

function crashing(tx: Stores): Stores {
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
          if (fault.calls === fault.crashAt) throw new Crash();
          return result;
        };
      },
    });
  return guard(tx);
}

/** As the registry wrote before it signed credentials: issuing leaves name none, and none is stored. */
const withoutCredentials = (tx: Stores): Stores => ({
  ...tx,
  log: { ...tx.log, append: ({ d, ...body }, now) => tx.log.append(isIssue(body.t) ? body : { ...body, d }, now) },
  credentials: { ...tx.credentials, insert: async () => undefined },
  statusLists: {
    ...tx.statusLists,
    find: async (n) => ({ n, jwt: '', digest: '' as Digest, signedAt: START, seq: 0 }),
  },
});
const isIssue = (type: string): boolean => type === 'certificate.issued';

let registry: TestRegistry;
let auditor: TestParty;
/** A registry each: its clock only goes forward. */
beforeEach(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS, wrap: meddling });
  auditor = await registerAuditor(registry, 'lumen');
});
afterEach(async () => {
  try {
    await checkRegistry(registry);
  } finally {
    await registry.close();
  }
});

let count = 0;
async function certified(): Promise<{ readonly org: TestParty; readonly certificate: string }> {
  const org = await registerProved(registry, `org-${++count}`);
  return { org, ...(await certify(registry, org, auditor)) };
}

interface Credential {
  readonly jti: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly credentialStatus: { readonly statusListIndex: string; readonly statusListCredential: string };
}

async function credentialOf(certificate: string): Promise<Credential> {
  return decodeJwt<Credential>(await readCredential(registry.deps, certificate, await readPosition(registry.deps)));
}

async function isRevoked({ credentialStatus }: Credential): Promise<boolean | undefined> {
  const n = Number(credentialStatus.statusListCredential.split('/').at(-1));
  const { credentialSubject } = decodeJwt<{ credentialSubject: { encodedList: string } }>(
    (await readStatusList(registry.deps, n)).jwt,
  );
  const bits = decodeStatusList(credentialSubject.encodedList);
  return bits && statusAt(bits, Number(credentialStatus.statusListIndex));
}

const perform = (action: string, org: TestParty, certificate: string) =>
  act(registry, 0, { action, subject: org.id, certificate });

describe('a certificate', () => {
  test('has a credential from its issue on, named by the issuing leaf, valid 90 days', async () => {
    const org = await registerProved(registry, `org-${++count}`);
    let certificate = '';
    const leaves = await leavesOf(registry, async () => ({ certificate } = await certify(registry, org, auditor)));
    expect(leaves.find(({ t }) => t === 'certificate.issued')).toHaveProperty('d');
    const credential = await credentialOf(certificate);
    expect(credential).toMatchObject({
      validFrom: AFTER_56_DAYS,
      validUntil: onDay(90).toISOString().replace('.000', ''),
    });
    expect(await isRevoked(credential)).toBe(false);
  });

  test.each([
    ['suspend', 'suspended'],
    ['withdraw', 'withdrawn'],
  ])('that officers %s loses its credential in the same transaction', async (action, state) => {
    const { org, certificate } = await certified();
    const credential = await credentialOf(certificate);
    const leaves = await leavesOf(registry, () => perform(action, org, certificate));
    expect(typesOf(leaves)).toEqual(['act.signed', 'act.effective', `certificate.${state}`, 'status.list']);
    expect(leaves.at(-1)).toMatchObject({ n: 1, d: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
    expect(await isRevoked(credential)).toBe(true);
    expect(await credentialOf(certificate)).toEqual(credential);
  });

  test('that is reinstated gets another one, and the first bit stays set', async () => {
    const { org, certificate } = await certified();
    const first = await credentialOf(certificate);
    await perform('suspend', org, certificate);
    registry.setNow(onDay(10));
    const leaves = await leavesOf(registry, () => perform('reinstate', org, certificate));
    expect(typesOf(leaves)).toEqual(['act.signed', 'act.effective', 'certificate.reinstated']);
    expect(leaves.at(-1)).toHaveProperty('d');
    const second = await credentialOf(certificate);
    expect(second.credentialStatus.statusListIndex).not.toBe(first.credentialStatus.statusListIndex);
    expect([await isRevoked(first), await isRevoked(second)]).toEqual([true, false]);
    expect(second.validUntil).toBe(onDay(100).toISOString().replace('.000', ''));
    await perform('suspend', org, certificate);
    expect([await isRevoked(first), await isRevoked(second)]).toEqual([true, true]);
  });

  test('that a successor replaces loses its credential as the successor gets one', async () => {
    const { org, certificate } = await certified();
    const old = await credentialOf(certificate);
    registry.setNow(onDay(59));
    const next = await certify(registry, org, auditor, { start: '2026-03-02', siteId: `${org.id}-2` });
    expect([await isRevoked(old), await isRevoked(await credentialOf(next.certificate))]).toEqual([true, false]);
  });

  test('that expires needs no bit: its last credential ends with it', async () => {
    const { certificate } = await certified();
    registry.setNow(new Date('2027-02-20T00:00:00Z'));
    expect(await reissueCredentials(registry.deps)).toBe(1);
    const credential = await credentialOf(certificate);
    expect(credential.validUntil).toBe('2027-03-03T12:00:00Z');
    registry.setNow(new Date('2027-03-03T12:00:00Z'));
    const leaves = await leavesOf(registry, () => expireCertificates(registry.deps));
    expect(typesOf(leaves)).toEqual(['certificate.expired']);
    expect(await isRevoked(credential)).toBe(false);
  });
});

describe('re-issue', () => {
  test('comes after 60 days and not before, once, and leaves the old bit alone', async () => {
    const { org, certificate } = await certified();
    const first = await credentialOf(certificate);
    registry.setNow(onDay(60));
    expect(await reissueCredentials(registry.deps)).toBe(0);
    registry.setNow(new Date(onDay(60).getTime() + 1000));
    const leaves = await leavesOf(registry, async () => {
      expect(await reissueCredentials(registry.deps)).toBe(1);
      expect(await reissueCredentials(registry.deps)).toBe(0);
    });
    expect(leaves).toMatchObject([
      { t: 'certificate.reissued', org: org.id, reason: 'decision', in: [], d: expect.any(String) },
    ]);
    const second = await credentialOf(certificate);
    expect(second.jti).not.toBe(first.jti);
    expect([await isRevoked(first), await isRevoked(second)]).toEqual([false, false]);
    await perform('suspend', org, certificate);
    expect([await isRevoked(first), await isRevoked(second)]).toEqual([true, true]);
  });

  test('passes over what is suspended', async () => {
    const { org, certificate } = await certified();
    await perform('suspend', org, certificate);
    registry.setNow(onDay(200));
    expect(await reissueCredentials(registry.deps)).toBe(0);
  });

  test('on many instances at once signs one each', async () => {
    const { certificate } = await certified();
    registry.setNow(onDay(75));
    const leaves = await leavesOf(registry, () =>
      Promise.all([1, 2, 3, 4].map(() => reissueCredentials(registry.deps))),
    );
    expect(leaves).toMatchObject([{ t: 'certificate.reissued', certificate }]);
  });

  test('gives a certificate from before there were credentials its first one', async () => {
    fault.isOld = true;
    const { certificate } = await certified();
    fault.isOld = false;
    await expect(credentialOf(certificate)).rejects.toMatchObject({ code: 'not_found' });
    const leaves = await leavesOf(registry, () => reissueCredentials(registry.deps));
    expect(leaves.filter((leaf) => leaf['certificate'] === certificate)).toMatchObject([{ t: 'certificate.reissued' }]);
    expect(await isRevoked(await credentialOf(certificate))).toBe(false);
  });
});

describe('status bits', () => {
  test('stand at places nobody foresees, each its own', async () => {
    const places: number[] = [];
    for (let n = 0; n < 5; n++) {
      const { certificate } = await certified();
      places.push(Number((await credentialOf(certificate)).credentialStatus.statusListIndex));
    }
    expect(new Set(places).size).toBe(5);
    // Five random places lie close together, or in order of issue from the start, about never.
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(100);
  });

  test('and their leaf are written together or not at all, wherever the process dies', async () => {
    const { org, certificate } = await certified();
    const credential = await credentialOf(certificate);
    const before = await headSeq(registry);
    let crashes = 0;
    for (let at = 1; ; at++) {
      fault.crashAt = at;
      const outcome = await perform('suspend', org, certificate).catch((error: unknown) => error);
      if (!(outcome instanceof Crash)) break;
      crashes += 1;
      expect([await isRevoked(credential), await headSeq(registry)]).toEqual([false, before]);
    }
    fault.crashAt = 0;
    expect(crashes).toBeGreaterThan(10);
    expect(await isRevoked(credential)).toBe(true);
  });

  test('of a rehearsed act are not set, and the rehearsal signs nothing that stays', async () => {
    const { org, certificate } = await certified();
    const credential = await credentialOf(certificate);
    const before = await headSeq(registry);
    const tried = await act(registry, 0, { action: 'suspend', subject: org.id, certificate }, true);
    expect(tried.answer['would_change']).toMatchObject([{ t: 'certificate.suspended' }]);
    await perform('suspend', org, certificate);
    const reinstated = await act(registry, 0, { action: 'reinstate', subject: org.id, certificate }, true);
    expect(reinstated.answer['would_change']).toMatchObject([{ t: 'certificate.reinstated' }]);
    expect(await credentialOf(certificate)).toEqual(credential);
    expect((await headSeq(registry)) - before).toBe(4);
  });

  test('what is revoked or signed, no SQL takes back', async () => {
    const { org, certificate } = await certified();
    await perform('suspend', org, certificate);
    const { pool } = registry.database;
    const refused = { code: '23001' };
    await expect(
      pool.query('update credentials set revoked_seq = null where revoked_seq is not null'),
    ).rejects.toMatchObject(refused);
    await expect(
      pool.query('update credentials set index = 0 where certificate_id = $1', [certificate]),
    ).rejects.toMatchObject(refused);
    await expect(pool.query('delete from credentials')).rejects.toMatchObject(refused);
    await expect(pool.query('truncate credentials')).rejects.toMatchObject(refused);
    await expect(pool.query('delete from registry_keys')).rejects.toMatchObject(refused);
  });
});

describe('a status list', () => {
  test('is signed again every day, with a leaf, though nothing changed', async () => {
    await certified();
    const { jwt } = await readStatusList(registry.deps, 1);
    registry.setNow(onDay(400));
    expect(await refreshStatusLists(registry.deps)).toBe(1);
    const leaves = await leavesOf(registry, () => refreshStatusLists(registry.deps));
    expect(leaves).toEqual([]);
    expect((await readStatusList(registry.deps, 1)).jwt).not.toBe(jwt);
    registry.setNow(new Date(onDay(401).getTime() + 1));
    expect(typesOf(await leavesOf(registry, () => refreshStatusLists(registry.deps)))).toEqual(['status.list']);
  });

  test('waits for its leaf to be published, but not for ever', async () => {
    const slow = await createTestRegistry({ now: AFTER_56_DAYS, sequencing: 'manual' });
    try {
      await slow.tick();
      const lumen = await registerAuditor(slow, 'lumen');
      await certify(slow, await registerProved(slow, 'acme'), lumen);
      const asked = readStatusList(slow.deps, 1);
      await slow.tick();
      expect(await asked).toMatchObject({ isPublished: true, position: { seq: await headSeq(slow) } });
      await refreshStatusLists({ ...slow.deps, now: () => onDay(3) });
      expect(await readStatusList(slow.deps, 1)).toMatchObject({ isPublished: false });
      await slow.tick();
    } finally {
      await slow.close();
    }
  });

  test('is signed by the innermost of transactions in one another, at its own time', async () => {
    const { org, certificate } = await certified();
    const { deps } = registry;
    const leaves = await leavesOf(registry, () =>
      deps.ledger.write(async (tx) => {
        const inner: Ledger = { ...deps.ledger, write: (work) => work(tx), read: (work) => work(tx) };
        const then = { ...deps, now: () => onDay(1) };
        const story = { ...registry, deps: { ...then, ledger: withStatusLists(inner, then) } };
        registry.setNow(onDay(1));
        await act(story, 0, { action: 'suspend', subject: org.id, certificate });
        registry.setNow(onDay(2));
      }),
    );
    expect(typesOf(leaves)).toEqual(['act.signed', 'act.effective', 'certificate.suspended', 'status.list']);
    expect(leaves.at(-1)?.['at']).toBe(onDay(1).toISOString().replace('.000', ''));
  });

  test('that is half full is followed by the next one, signed as it begins', async () => {
    const full = await createTestRegistry({
      now: AFTER_56_DAYS,
      wrap: (ledger) => ({
        ...ledger,
        write: (work) =>
          ledger.write((tx) => {
            const open = async () => ({ n: (await tx.statusLists.open()).n, used: 65_536 });
            return work({ ...tx, statusLists: { ...tx.statusLists, open } });
          }),
      }),
    });
    try {
      const lumen = await registerAuditor(full, 'lumen');
      const org = await registerProved(full, 'acme');
      await certify(full, org, lumen);
      expect(decodeJwt((await readStatusList(full.deps, 2)).jwt)).toMatchObject({
        jti: 'http://localhost:3000/status/2',
      });
      await expect(readStatusList(full.deps, 1)).rejects.toMatchObject({ code: 'not_found' });
      await checkRegistry(full);
    } finally {
      await full.close();
    }
  });
});
