import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../src/registry/accept.ts';
import { acceptAttestation, acceptAttestations } from '../../src/registry/accept-attestations.ts';
import type { IntakeStore } from '../../src/registry/ports/intake.ts';
import type { Deps, Ledger } from '../../src/registry/ports.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { createTestRegistry, registerProved, type TestParty, type TestRegistry } from '../support/registry.ts';
import { chainWriter, telemetryKey, type WrittenLink } from '../support/telemetry.ts';

const MORNING = new Date('2026-03-03T00:00:00Z');

let registry: TestRegistry;
let org: TestParty;
const sites: WrittenLink[][] = [];
beforeAll(async () => {
  registry = await createTestRegistry({ now: '2026-03-03T12:00:00Z' });
  org = await registerProved(registry, 'meridian');
  for (let n = 0; n < 12; n++) {
    const device = await telemetryKey(registry, org, `desk-${n}`);
    sites.push(await chainWriter(registry, device, MORNING).take(3));
  }
  // Two that make the same room at once may have to try again.
  await registry.deps.ledger.intake((tx) => tx.chains.ensureMonths([MORNING]));
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const link = (site: number, at: number): WrittenLink => {
  const found = sites[site]?.[at];
  if (found === undefined) throw new Error(`nothing was written for ${site}, ${at}`);
  return found;
};
const bytes = (one: WrittenLink): Uint8Array => Buffer.from(one.jws);

/** The registry with its intake in the hands of the test. */
function withIntake(intake: Ledger['intake']): Deps {
  return { ...registry.deps, ledger: { ...registry.deps.ledger, intake } };
}

test('whoever comes while both connections are busy travels together', async () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let transactions = 0;
  let verified = 0;
  const gate = withIntake(async (work) => {
    transactions += 1;
    await opened;
    return registry.deps.ledger.intake(work);
  });
  // The clock is read once for the claims of each, when its signature is verified.
  const now = (): Date => {
    verified += 1;
    return registry.deps.now();
  };
  const deps = { ...gate, now };
  const send = (site: number): Promise<Outcome> => acceptAttestation(deps, bytes(link(site, 0)));
  const first = [send(0)];
  await expect.poll(() => transactions).toBe(1);
  first.push(send(1));
  await expect.poll(() => transactions).toBe(2);
  // Of the sites under way one more each: they wait for theirs, not for a connection.
  const rest = [
    ...[2, 3, 4, 5, 6, 7].map(send),
    ...[0, 1].map((site) => acceptAttestation(deps, bytes(link(site, 1)))),
  ];
  await expect.poll(() => verified).toBe(10);
  expect(transactions).toBe(2);
  open();
  const outcomes = await Promise.all([...first, ...rest]);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(transactions).toBeLessThanOrEqual(4);
});

test('a site is in one transaction at a time, in the order of its chain', async () => {
  const underWay = new Set<string>();
  const clashes: string[] = [];
  const deps = withIntake((work) =>
    registry.deps.ledger.intake(async (tx) => {
      const mine: string[] = [];
      const watched: IntakeStore = {
        ...tx,
        chains: {
          ...tx.chains,
          lockHeads: (names) => {
            for (const { siteId } of names) {
              if (underWay.has(siteId)) clashes.push(siteId);
              underWay.add(siteId);
              mine.push(siteId);
            }
            return tx.chains.lockHeads(names);
          },
        },
      };
      const result = await work(watched);
      for (const site of mine) underWay.delete(site);
      return result;
    }),
  );
  const all = [8, 9].flatMap((site) => [0, 1, 2].map((at) => bytes(link(site, at))));
  // Sent beside each other they arrive in any order; what came too early comes again.
  await Promise.all(all.map((one) => acceptAttestations(deps, [one])));
  expect(clashes).toEqual([]);
  const again = await acceptAttestations(deps, all);
  expect(again.every(({ result }) => 'outcome' in result)).toBe(true);
});

test('what breaks a transaction, and is no refusal, spoils nobody else', async () => {
  const poison = link(10, 0);
  let transactions = 0;
  const deps = withIntake((work) => {
    transactions += 1;
    return registry.deps.ledger.intake((tx) =>
      work({
        ...tx,
        arrivals: {
          ...tx.arrivals,
          insert: async (rows) => {
            if (rows.some(({ digest }) => String(digest) === poison.digest))
              throw new Error('the disk said something odd');
            return tx.arrivals.insert(rows);
          },
        },
      }),
    );
  });
  const batch = [link(11, 0), poison, link(2, 1), link(11, 1)];
  const results = await acceptAttestations(deps, batch.map(bytes));
  expect(results.map(({ result }) => ('outcome' in result ? result.outcome.status : String(result.error)))).toEqual([
    201,
    'Error: the disk said something odd',
    201,
    201,
  ]);
  expect(transactions).toBe(2 + batch.length);
  expect(await acceptAttestation(registry.deps, bytes(poison))).toMatchObject({ status: 201 });
});

test('one that fails once is tried again, and nobody hears of it', async () => {
  let failures = 1;
  const deps = withIntake((work) => {
    failures -= 1;
    return registry.deps.ledger.intake(async (tx) => {
      const result = await work(tx);
      if (failures >= 0) throw new Error('deadlock detected');
      return result;
    });
  });
  expect(await acceptAttestation(deps, bytes(link(10, 1)))).toMatchObject({ status: 201 });
});
