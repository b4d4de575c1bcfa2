import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ListingQuery, ListingRow, ListingSort } from '../../src/core/views.ts';
import { LISTING_SORTS } from '../../src/core/views.ts';
import { listOrganisations } from '../../src/registry/list-organisations.ts';
import type { ListingEntry } from '../../src/registry/ports/records.ts';
import type { Deps } from '../../src/registry/ports.ts';
import { readPosition } from '../../src/registry/read-position.ts';
import { checkRegistry } from '../support/check-registry.ts';
import { AFTER_56_DAYS, certify, declare } from '../support/journey.ts';
import { act, createTestRegistry, registerAuditor, registerProved, type TestRegistry } from '../support/registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry({ now: AFTER_56_DAYS });
});
afterEach(() => checkRegistry(registry));
afterAll(() => registry.close());

const QUERY: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50 };
const ids = (rows: readonly ListingRow[]): string[] => rows.map((row) => row.party_id);

/** Rows no audit could make so quickly, put into the listing for the length of one test and then undone. */
class Undo extends Error {}
async function withEntries(entries: readonly ListingEntry[], work: (deps: Deps) => Promise<void>): Promise<void> {
  const { ledger } = registry.deps;
  const undone = ledger.write(async (tx) => {
    for (const entry of entries) await tx.listing.publish(entry, 0);
    await work({ ...registry.deps, ledger: { ...ledger, read: (inner) => inner(tx) } });
    throw new Undo();
  });
  await undone.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

interface Made {
  readonly key?: string | null;
  readonly state?: ListingRow['state'];
  readonly tier?: ListingRow['tier'];
  readonly name?: string;
  readonly country?: string;
  readonly sector?: string;
  readonly assurance?: number;
  readonly certifiedAt?: string | null;
  readonly vat?: string;
}

function made(id: string, given: Made = {}): ListingEntry {
  const { key = '0.5', state = 'active', tier = 'Bronze', name = `Company ${id}`, certifiedAt = AFTER_56_DAYS } = given;
  const row: ListingRow = {
    party_id: id,
    name,
    domain: `${id}.example`,
    country: given.country ?? 'DE',
    sector: given.sector ?? 'J',
    tier,
    composite_percent: null,
    composite_6: null,
    mirrors: null,
    assurance_level: given.assurance ?? 1,
    live: 'none',
    state,
    certificate_id: null,
    certified_at: certifiedAt,
    valid_to: certifiedAt,
  };
  const legal_ids = given.vat === undefined ? {} : { vat: given.vat };
  const nothing = {
    certificate: null,
    submetrics: null,
    scope: null,
    invisible_workloads: [],
    failing: null,
    audit: null,
    live_evaluation: null,
    disputes: [],
  };
  const view = { ...row, website: `https://${id}.example/`, legal_ids, ...nothing };
  return { row, view, compositeKey: key, nameSkeleton: name, lei: null, domains: [`${id}.example`] };
}

const position = { seq: 0, as_of: AFTER_56_DAYS };

async function allPages(deps: Deps, query: ListingQuery): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null && pages < 100; pages += 1) {
    const page = await listOrganisations(deps, { ...query, ...(cursor === '' ? {} : { cursor }) }, position);
    seen.push(...ids(page.items));
    cursor = page.next;
  }
  return seen;
}

describe('pages by key', () => {
  /** 70 rows, many alike in every sort key, some without any. */
  const entries = Array.from({ length: 70 }, (_, index) =>
    made(`p-${index.toString().padStart(2, '0')}`, {
      key: index % 9 === 0 ? null : `0.${(index % 5) + 1}`,
      certifiedAt: index % 7 === 0 ? null : `2026-0${(index % 4) + 1}-01T00:00:0${index % 3}Z`,
      name: `Firm ${index % 6}`,
    }),
  );
  const keyOf: Record<string, (entry: ListingEntry) => string> = {
    composite: (entry) => entry.compositeKey ?? '',
    name: (entry) => entry.row.name,
    certified_at: (entry) => entry.row.certified_at ?? '',
    valid_to: (entry) => entry.row.valid_to ?? '',
  };

  function sorted(sort: ListingSort): string[] {
    const key = keyOf[sort.replace('-', '')];
    if (key === undefined) throw new Error(`no key for ${sort}`);
    const sign = sort.startsWith('-') ? -1 : 1;
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    const byId = (a: ListingEntry, b: ListingEntry): number => order(a.row.party_id, b.row.party_id);
    return ids([...entries].sort((a, b) => sign * order(key(a), key(b)) || byId(a, b)).map((entry) => entry.row));
  }

  test.each(LISTING_SORTS)('sorted by %s see every row once, in order', async (sort) => {
    await withEntries(entries, async (deps) => {
      for (const limit of [1, 7, 50, 200]) {
        expect(await allPages(deps, { ...QUERY, sort, limit }), `limit ${limit}`).toEqual(sorted(sort));
      }
    });
  });

  test('say how many there are, on every page', async () => {
    await withEntries(entries, async (deps) => {
      const first = await listOrganisations(deps, { ...QUERY, limit: 7 }, position);
      expect(first).toMatchObject({ total: 70, total_is_exact: true, seq: 0, as_of: AFTER_56_DAYS });
      const cursor = first.next ?? '';
      expect(await listOrganisations(deps, { ...QUERY, limit: 7, cursor }, position)).toMatchObject({ total: 70 });
    });
  });

  test.each(['{}', '[]', '[1,2]', '["1"]', 'null'])('refuse the cursor %s', async (cursor) => {
    const refused = listOrganisations(registry.deps, { ...QUERY, cursor }, position);
    await expect(refused).rejects.toMatchObject({ code: 'request_invalid' });
  });
});

describe('filters', () => {
  const exact = 0.9 ** 4;
  const entries = [
    made('at-90', { key: '0.6561', tier: 'Obsidian Prime', assurance: 4, country: 'SE', sector: 'K' }),
    made('under-90', { key: `0.6560${'9'.repeat(196)}`, tier: 'Obsidian', assurance: 3 }),
    made('low', { key: '0.04', tier: 'Bronze', vat: 'DE123456789', name: 'Löwen & Söhne 100% Öko' }),
    made('watched', { state: 'watch', tier: 'Silver', assurance: 2 }),
    made('suspended', { state: 'suspended', tier: 'Silver' }),
    made('expired', { state: 'expired', tier: 'Silver' }),
    made('declared', { state: null, tier: null, assurance: 0, certifiedAt: null }),
  ];

  test.each<[string, Partial<ListingQuery>, readonly string[]]>([
    ['by default the standing ones', {}, ['at-90', 'under-90', 'watched', 'low']],
    ['all states', { state: 'all' }, ['at-90', 'under-90', 'declared', 'expired', 'suspended', 'watched', 'low']],
    ['one state', { state: ['suspended'] }, ['suspended']],
    ['no state', { state: [] }, []],
    ['tiers', { tier: ['Silver', 'Obsidian Prime'] }, ['at-90', 'watched']],
    ['a country', { country: 'SE' }, ['at-90']],
    ['a sector', { sector: 'K' }, ['at-90']],
    ['an assurance level', { assurance: 3 }, ['under-90']],
    ['a live state', { live: 'live' }, []],
    ['a composite met exactly', { minComposite: '90' }, ['at-90']],
    ['a composite a hair above', { minComposite: '90.000001' }, []],
    ['a composite a hair below', { minComposite: '89.999999' }, ['at-90', 'under-90']],
    ['a name', { q: 'LÖWEN' }, ['low']],
    ['a misspelt name', { q: 'lowen sohne' }, ['low']],
    ['a domain', { q: 'under-90.example' }, ['under-90']],
    ['a VAT number', { q: 'de123456789' }, ['low']],
    ['a wildcard as itself', { q: '100% öko' }, ['low']],
    ['a lone wildcard finds only itself', { q: '%' }, ['low']],
    ['an underscore', { q: '_' }, []],
    ['words nobody bears', { q: "zzzz' or '1'='1" }, []],
  ])('%s', async (_what, query, expected) => {
    expect(exact).toBeCloseTo(0.6561);
    await withEntries(entries, async (deps) => {
      const { items, total } = await listOrganisations(deps, { ...QUERY, ...query }, position);
      expect(ids(items)).toEqual(expected);
      expect(total).toBe(expected.length);
    });
  });

  test.each<[string, Partial<ListingQuery>]>([
    ['a NUL in the search', { q: 'a\u0000' }],
    ['a NUL in the country', { country: '\u0000' }],
    ['words as a composite', { minComposite: 'high' }],
    ['an exponent', { minComposite: '1e2' }],
  ])('%s is refused', async (_what, query) => {
    const refused = listOrganisations(registry.deps, { ...QUERY, ...query }, position);
    await expect(refused).rejects.toMatchObject({ code: 'request_invalid' });
  });

  test.each(['\ud800', '\\', '"', "'", '((((', '\u202e', '💥'.repeat(400), ' ', '🙂'])(
    'the search %j finds nothing',
    async (q) => {
      await withEntries(entries.slice(0, 2), async (deps) => {
        const { items } = await listOrganisations(deps, { ...QUERY, q }, position);
        if (q !== ' ') expect(items).toEqual([]);
      });
    },
  );
});

describe('the listing of real organisations', () => {
  beforeEach(() => registry.setNow(new Date(AFTER_56_DAYS)));

  test('follows certificates through their states, and each older position keeps what it showed', async () => {
    const auditor = await registerAuditor(registry, 'lumen');
    const org = await registerProved(registry, 'nordhafen', { country: 'NO', sector: 'G' });
    const declared = await registerProved(registry, 'newcomer');
    await declare(registry, declared);
    const { certificate } = await certify(registry, org, auditor);
    const list = async (query: Partial<ListingQuery>, at?: string) =>
      listOrganisations(registry.deps, { ...QUERY, ...query }, await readPosition(registry.deps, at));
    const certified = await list({});
    expect(certified.items).toMatchObject([
      {
        party_id: 'nordhafen',
        name: 'Company nordhafen',
        domain: 'nordhafen.example',
        country: 'NO',
        sector: 'G',
        tier: 'Bronze',
        composite_percent: '74.7',
        composite_6: '0.747103',
        mirrors: { efficiency: '85.0', timing: '61.3', data_diet: '75.8', circularity: '78.8' },
        assurance_level: 1,
        live: 'none',
        state: 'active',
        certificate_id: certificate,
      },
    ]);
    await act(registry, 0, { action: 'suspend', subject: 'nordhafen', certificate });
    expect((await list({})).items).toEqual([]);
    expect(ids((await list({ state: ['suspended'] })).items)).toEqual(['nordhafen']);
    expect((await list({ state: 'all' })).total).toBe(2);
    expect(await list({}, String(certified.seq))).toEqual(certified);
  });
});
