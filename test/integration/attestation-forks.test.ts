import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { composeDeps } from '../../src/compose.ts';
import { RegistryError } from '../../src/core/errors.ts';
import type { Digest, Kid, PartyId } from '../../src/core/ids.ts';
import type { Outcome } from '../../src/registry/accept.ts';
import { acceptAttestation, acceptAttestations } from '../../src/registry/accept-attestations.ts';
import { closeWindow } from '../../src/registry/close-window.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { kidOf } from '../../src/sdk/sign.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, headSeq, type Leaf, leavesOf, typesOf } from '../support/journey.ts';
import { addKey, revokeKey } from '../support/key-operations.ts';
import {
  createTestRegistry,
  registerAuditor,
  registerProved,
  type TestParty,
  type TestRegistry,
} from '../support/registry.ts';
import {
  attestAll,
  chainWriter,
  refusalOf,
  type TestDevice,
  telemetryKey,
  type WrittenLink,
} from '../support/telemetry.ts';

const MORNING = new Date('2026-03-03T00:00:00Z');

let registry: TestRegistry;
let org: TestParty;
let second: { readonly deps: Deps; readonly ledger: PostgresLedger };
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
  org = await registerProved(registry, 'meridian');
  second = secondInstance();
});
afterEach(() => checkRegistry(registry));
afterAll(async () => {
  await second.ledger.close();
  await registry.close();
});

/** Another process of the same registry, as far as the database can tell. */
function secondInstance(): { readonly deps: Deps; readonly ledger: PostgresLedger } {
  const ledger = openLedger(registry.database.url, () => undefined);
  const { deps, gridFolder, sequencer } = registry;
  return { ledger, deps: composeDeps({ ...deps, ledger, gridFolder, publication: sequencer, now: () => deps.now() }) };
}

const send = ({ jws }: WrittenLink, deps: Deps = registry.deps): Promise<Outcome> =>
  acceptAttestation(deps, Buffer.from(jws));

const forksOf = (party: TestParty) => registry.deps.ledger.write((tx) => tx.intake.forks.of(party.id as PartyId));
const forkLeaves = (leaves: readonly Leaf[]) => leaves.filter(({ t }) => t === 'telemetry.fork');

/** Signs another statement for the place of a link. */
async function twinOf(
  device: TestDevice,
  link: WrittenLink,
  members: Record<string, unknown> = {},
): Promise<WrittenLink> {
  const jws = Buffer.from(await registry.sign(device, 'cms-attestation+jwt', { ...link.body, ...members })).toString(
    'latin1',
  );
  return { ...link, jws };
}

describe('a second statement for one place', () => {
  test('with the same body is a replay without consequence', async () => {
    const device = await telemetryKey(registry, org, 'same');
    const link = await chainWriter(registry, device, MORNING).next();
    await send(link);
    const before = await headSeq(registry);
    expect(await refusalOf(send(await twinOf(device, link)))).toMatchObject({
      code: 'chain_replayed',
      members: { accepted: link.digest },
    });
    expect(await headSeq(registry)).toBe(before);
  });

  test('with another body is a fork: evidence in the log, and the certificate is suspended', async () => {
    const holder = await registerProved(registry, 'forker');
    const auditor = await registerAuditor(registry, 'assay');
    const { certificate } = await certify(registry, holder, auditor);
    const device = await telemetryKey(registry, holder, 'forker-1');
    const links = await chainWriter(registry, device, MORNING).take(3);
    expect(await attestAll(registry, links)).toEqual([201, 201, 201]);
    const [first] = links;
    if (first === undefined) throw new Error('three were written');
    const twin = await twinOf(device, first, { facility_kwh: '90' });
    let error: RegistryError | undefined;
    const leaves = await leavesOf(registry, async () => {
      error = await refusalOf(send(twin));
    });
    expect(error).toMatchObject({ code: 'chain_fork', members: { accepted: first.digest } });
    expect(typesOf(leaves).slice(0, 3)).toEqual(['telemetry.window', 'telemetry.fork', 'certificate.suspended']);
    expect(leaves[0]).toMatchObject({ n: 3 });
    const [evidence] = await forksOf(holder);
    expect(evidence).toMatchObject({ accepted: first.digest, jws: twin.jws, siteId: 'forker-1' });
    expect(leaves[1]).toMatchObject({ org: 'forker', site: 'forker-1', digests: [first.digest, evidence?.refused] });
    expect(leaves[2]).toMatchObject({ certificate, reason: 'chain_fork' });
    const again = await leavesOf(registry, async () => {
      expect(await refusalOf(send(twin))).toMatchObject({ code: 'chain_fork', members: { accepted: first.digest } });
      expect(await refusalOf(send(twin, second.deps))).toMatchObject({ code: 'chain_fork' });
    });
    expect(again).toEqual([]);
  });

  test('of a revoked key is no fork', async () => {
    const device = await telemetryKey(registry, org, 'revoked');
    const link = await chainWriter(registry, device, MORNING).next();
    await send(link);
    const twin = await twinOf(device, link, { facility_kwh: '90' });
    await revokeKey(registry, org, device.key, { use: 'telemetry' });
    const leaves = await leavesOf(registry, async () => {
      expect(await refusalOf(send(twin))).toMatchObject({ code: 'key_not_active' });
    });
    expect(leaves).toEqual([]);
  });

  test('in the middle of a batch spoils nobody', async () => {
    const device = await telemetryKey(registry, org, 'middle');
    const beside = await telemetryKey(registry, org, 'beside');
    const [a, b, c] = await chainWriter(registry, device, MORNING).take(3);
    const [x] = await chainWriter(registry, beside, MORNING).take(1);
    if (!a || !b || !c || !x) throw new Error('four were written');
    const twin = await twinOf(device, a, { it_kwh: '70' });
    const leaves = await leavesOf(registry, async () => {
      expect(await attestAll(registry, [a, b, twin, x, c])).toEqual([201, 201, 'chain_fork', 201, 201]);
    });
    expect(forkLeaves(leaves)).toHaveLength(1);
  });
});

describe('a new epoch', () => {
  test('has a leaf after the window of the one before, and its first interval does not count', async () => {
    const device = await telemetryKey(registry, org, 'söder 1');
    const writer = chainWriter(registry, device, MORNING);
    expect(await attestAll(registry, await writer.take(2))).toEqual([201, 201]);
    writer.restart();
    const later = await writer.take(2);
    const leaves = await leavesOf(registry, async () => {
      expect(await attestAll(registry, later)).toEqual([201, 201]);
    });
    expect(leaves).toMatchObject([
      { t: 'telemetry.window' },
      { t: 'telemetry.epoch', org: 'meridian', site: 's%C3%B6der 1', epoch: 1 },
    ]);
    const rows = await registry.deps.ledger.read((tx) =>
      tx.attestations.between(org.id as PartyId, device.siteId, MORNING, registry.deps.now()),
    );
    expect(rows.map(({ chain, counted }) => [chain.epoch, chain.seq, counted])).toEqual([
      [0, 0, true],
      [0, 1, true],
      [1, 0, false],
      [1, 1, true],
    ]);
    expect(await attestAll(registry, later)).toEqual([200, 200]);
  });

  test('that is refused leaves no leaf', async () => {
    const device = await telemetryKey(registry, org, 'refused-epoch');
    const writer = chainWriter(registry, device, MORNING);
    await send(await writer.next());
    writer.restart();
    const bad = await writer.next({ matched_cfe_kwh: '101' });
    const leaves = await leavesOf(registry, async () => {
      expect(await refusalOf(send(bad))).toMatchObject({ code: 'implausible' });
    });
    expect(leaves).toEqual([]);
  });
});

describe('a key operation', () => {
  test('comes after the window of everything the key signed', async () => {
    const device = await telemetryKey(registry, org, 'ordered');
    const links = await chainWriter(registry, device, MORNING).take(5);
    await attestAll(registry, links);
    const revoked = await leavesOf(registry, () => revokeKey(registry, org, device.key, { use: 'telemetry' }));
    expect(typesOf(revoked)).toEqual(['telemetry.window', 'key.revoked']);
    const other = await telemetryKey(registry, org, 'ordered-2');
    await attestAll(registry, await chainWriter(registry, other, MORNING).take(1));
    const added = await leavesOf(registry, () => addKey(registry, org, { use: 'cosign' }));
    expect(typesOf(added)).toEqual(['telemetry.window', 'key.added']);
  });

  test('while its key is used: what is accepted is before it in the log, the rest is refused', async () => {
    const device = await telemetryKey(registry, org, 'race');
    const links = await chainWriter(registry, device, MORNING).take(12);
    const sending = (async () => {
      const results: (number | string)[] = [];
      for (const link of links) {
        try {
          results.push((await send(link, second.deps)).status);
        } catch (error) {
          results.push(error instanceof RegistryError ? error.code : 'surprise');
        }
      }
      return results;
    })();
    await Promise.all([sending, revokeKey(registry, org, device.key, { use: 'telemetry' })]);
    const results = await sending;
    const accepted = results.filter((one) => one === 201).length;
    expect(results).toEqual([...Array(accepted).fill(201), ...Array(12 - accepted).fill('key_not_active')]);
    // Nothing of the key waits for a window behind its revocation.
    const left = await leavesOf(registry, () =>
      registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now())),
    );
    expect(left).toEqual([]);
  });
});

/** Something to wait for. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe('many at once', () => {
  test('two instances that send one chain store it once, in order', async () => {
    const device = await telemetryKey(registry, org, 'twice');
    const links = await chainWriter(registry, device, MORNING).take(12);
    const batch = links.map(({ jws }) => Buffer.from(jws));
    const [mine, theirs] = await Promise.all([
      acceptAttestations(registry.deps, batch),
      acceptAttestations(second.deps, batch),
    ]);
    const statuses = links.map((_, at) =>
      [mine[at], theirs[at]]
        .map((item) => (item !== undefined && 'outcome' in item.result ? item.result.outcome.status : 0))
        .sort(),
    );
    expect(statuses).toEqual(Array(12).fill([200, 201]));
    const rows = await registry.deps.ledger.read((tx) =>
      tx.attestations.between(org.id as PartyId, device.siteId, MORNING, registry.deps.now()),
    );
    expect(rows.map(({ digest }) => digest)).toEqual(links.map(({ digest }) => digest));
  });

  test('single requests of many sites, on two instances, are all taken', async () => {
    const devices: TestDevice[] = [];
    for (let n = 0; n < 6; n++) devices.push(await telemetryKey(registry, org, `crowd-${n}`));
    const chains = await Promise.all(devices.map((device) => chainWriter(registry, device, MORNING).take(6)));
    const outcomes = await Promise.all(
      chains.map(async (links, n) => {
        const statuses: number[] = [];
        for (const link of links) statuses.push((await send(link, n % 2 === 0 ? registry.deps : second.deps)).status);
        return statuses;
      }),
    );
    expect(outcomes.flat()).toEqual(Array(36).fill(201));
  });

  test('a writer that the database gives up in a deadlock with intake is tried again', async () => {
    const device = await telemetryKey(registry, org, 'deadlock');
    const site = { partyId: org.id as PartyId, siteId: device.siteId };
    const kid = kidOf(device.key) as Kid;
    const shared = signal();
    const asking = signal();
    let attempts = 0;
    const writer = registry.deps.ledger.write(async (tx) => {
      attempts += 1;
      await tx.intake.chains.lockHeads([site]);
      await shared.given;
      const held = tx.intake.chains.holdKey(kid);
      asking.give();
      await held;
    });
    await registry.deps.ledger.intake(async (tx) => {
      await tx.chains.shareKeys([kid]);
      shared.give();
      await asking.given;
      // The writer has waited the longer and is the one whose wait is looked into.
      await setTimeout(300);
      await tx.chains.lockHeads([site]);
    });
    await writer;
    expect(attempts).toBe(2);
  });

  test('the window holds all of them once, in the order of their ids', async () => {
    await registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now()));
    const device = await telemetryKey(registry, org, 'windowed');
    const links = await chainWriter(registry, device, MORNING).take(5);
    await attestAll(registry, links);
    const [leaf] = await leavesOf(registry, () =>
      registry.deps.ledger.write((tx) => closeWindow(tx, registry.deps.now())),
    );
    expect(leaf).toMatchObject({ t: 'telemetry.window', n: 5 });
    const held = await registry.deps.ledger.read((tx) => tx.windows.holding(links[0]?.digest as Digest));
    expect(held?.digests.map((digest) => Buffer.from(digest).toString('base64url'))).toEqual(
      links.map(({ digest }) => digest),
    );
  });
});
