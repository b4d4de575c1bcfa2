import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshnessOf } from '../../src/core/freshness.ts';
import { isPartyId, type PartyId } from '../../src/core/ids.ts';
import { liveHolders } from '../../src/demo/story/live-holders.ts';
import { replayRegistry } from '../../src/sdk/replay/replay-registry.ts';
import { createDemoRegistry, type DemoRegistry } from '../support/demo-registry.ts';
import { ORIGIN } from '../support/registry.ts';
import { startServer } from '../support/server.ts';

/** What became of the Silver of each of the two audits. */
const SUPERSEDED = 'Silver superseded successor_issued';
const NOW = new Date('2026-11-25T12:07:00Z');

let registry: DemoRegistry;
beforeAll(async () => {
  registry = await createDemoRegistry({ now: NOW.toISOString(), officersRequired: 2 });
}, 240_000);
afterAll(() => registry.close());

function partyId(text: string): PartyId {
  if (!isPartyId(text)) throw new Error(text);
  return text;
}

/** The certificates of a party, oldest first, and what its newest evaluation says. */
async function standing(party: string) {
  return registry.deps.ledger.read(async (tx) => {
    const id = partyId(party);
    const certificates = (await tx.certificates.of(id)).sort((a, b) => a.leaf - b.leaf);
    const end = (await tx.attestations.lastEnds([id])).get(id);
    return { certificates, view: (await tx.live.newest(id))?.view, freshness: freshnessOf(end, NOW) };
  });
}

const told = (certificates: Awaited<ReturnType<typeof standing>>['certificates']) =>
  certificates.map(({ record, state, reason }) => `${record.tier} ${state} ${reason}`);

test.each(liveHolders().map((holder) => [holder.party.party_id, holder.ending] as const))(
  '%s ends as its story says',
  async (party, ending) => {
    const { certificates } = await standing(party);
    const newest = certificates.at(-1);
    const state = newest?.state === 'active' ? 'certified' : newest?.state;
    expect({ state, tier: newest?.record.tier }).toEqual(ending);
  },
);

test('VelocityTech is Obsidian Prime since three months, at exactly 231/250 live', async () => {
  const { certificates, view, freshness } = await standing('velocitytech');
  expect(told(certificates)).toEqual([SUPERSEDED, SUPERSEDED, 'Obsidian Prime active upgrade']);
  expect(certificates.at(-1)?.record.valid_from).toBe('2026-08-21T00:30:00Z');
  expect(view).toMatchObject({
    day: '2026-11-24',
    telemetry_days: 304,
    telemetry_coverage: '1/1',
    registry_grid_share: '1/1',
    invisible_share: '1/500',
    window: { days: 56 },
  });
  expect(view?.score.composite_pow4).toBe('2847396321/3906250000');
  expect(view?.surveillance_delta_points).toMatch(/^0(\/1)?$/);
  expect(freshness).toBe('live');
});

test('the others are what a live tier can be', async () => {
  const stale = await standing('osprey-mobility');
  expect([stale.freshness, stale.view?.silent_days]).toEqual(['stale', 3]);
  const forked = await standing('greywacke-hosting');
  expect([told(forked.certificates).at(-1), forked.freshness]).toEqual(['Obsidian suspended chain_fork', 'live']);
  const watched = await standing('larkfield-insurance');
  expect(told(watched.certificates).at(-1)).toBe('Obsidian watch hold_band');
  const collecting = await standing('beacon-telehealth');
  expect(collecting.view?.progress).toEqual({ tier: 'Obsidian', days: 19, of: 28 });
  for (const party of ['tidewater-clearing', 'marram-cloud']) {
    const { certificates, freshness } = await standing(party);
    expect([told(certificates), freshness]).toEqual([[SUPERSEDED, SUPERSEDED, 'Obsidian active upgrade'], 'live']);
  }
});

test('no more is sent than the story needs', async () => {
  const { rows } = await registry.database.pool.query<{ n: string }>('select count(*) as n from attestations');
  expect(Number(rows[0]?.n)).toBeLessThan(26_000);
});

test('whoever replays the log comes to the same registry', async () => {
  const { signers, origin } = registry.deps.log;
  const server = await startServer(registry);
  try {
    const [signer] = signers;
    if (signer === undefined) throw new Error(`the log ${origin} has no key`);
    const fetch = (url: string) => globalThis.fetch(`${server.address}${new URL(url).pathname}${new URL(url).search}`);
    const replayed = await replayRegistry(ORIGIN, { key: signer.key, fetch });
    expect(replayed).toMatchObject({ kind: 'replayed', findings: [], unchecked: [] });
  } finally {
    await server.close();
  }
}, 120_000);
