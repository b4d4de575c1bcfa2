import readXlsxFile from 'read-excel-file/node';
import {
  type Get,
  headerSeq,
  membersIn,
  membersOf,
  type Said,
  type Surface,
  seqIn,
  standing,
  stands,
  type Truth,
  textIn,
} from './surfaces.ts';

/** Registered beside whoever is decided about: two are needed to compare. */
export const BYSTANDER = 'bystander';

const STATE_OF_EVENT: Readonly<Record<string, string>> = {
  'certificate.issued': 'active',
  'certificate.active': 'active',
  'certificate.reinstated': 'active',
  'certificate.watch': 'watch',
  'certificate.suspended': 'suspended',
  'certificate.superseded': 'superseded',
  'certificate.withdrawn': 'withdrawn',
  'certificate.expired': 'expired',
};

/** Every event about an organisation, page by page. */
async function eventsOf(get: Get, party: string) {
  const found = [];
  let seq: number | null = null;
  for (let after = 0; ; ) {
    const page = membersOf(await get(`/v1/events?after=${after}&organisation=${party}`));
    const items = membersIn(page['items']);
    found.push(...items);
    seq = seqIn(page);
    const next = Number(page['next_after']);
    if (items.length === 0 || next <= after) return { seq, found };
    after = next;
  }
}

async function claimed(get: Get, truth: Truth): Promise<Said> {
  const { domain, tier, composite, state } = truth;
  if (domain === null || tier === null) return { seq: null };
  const claim = { domain, tier, composite_percent: composite };
  const answer = membersOf(await get('/v1/claims/check', claim));
  const [parts] = membersIn([answer['parts']]);
  const isTrue = (part: string) => parts?.[part] === 'true';
  const said = { tier: isTrue('tier') ? tier : null, composite: isTrue('composite_percent') ? composite : null };
  return {
    seq: seqIn(answer),
    isShown: true,
    ...said,
    state: isTrue('tier') === stands(state) ? state : 'contradicted',
  };
}

/** What is made of the listing and the log for one purpose each. */
export const DERIVED: readonly Surface[] = [
  {
    name: 'workbook',
    read: async (get, { party }) => {
      const answer = await get('/v1/organisations.xlsx?state=all');
      const sheets = await readXlsxFile(answer.bytes);
      const rows = sheets[0]?.data ?? [];
      const head = rows.findIndex((row) => row.some((cell) => cell === 'party_id'));
      const column = (name: string) => rows[head]?.indexOf(name) ?? -1;
      const row = rows.find((one) => one[column('party_id')] === party);
      if (row === undefined) return { seq: headerSeq(answer), isShown: false };
      return {
        seq: headerSeq(answer),
        isShown: true,
        tier: textIn(row[column('tier')]),
        state: textIn(row[column('state')]),
      };
    },
  },
  {
    name: 'comparison',
    read: async (get, { party }) => {
      const answer = membersOf(await get(`/v1/compare?ids=${party},${BYSTANDER}`));
      const item = membersIn(answer['items']).find(({ party_id }) => party_id === party);
      if (item === undefined) return { seq: seqIn(answer), isShown: false };
      const [tier, composite, state] = ['tier', 'composite_percent', 'state'].map((name) => textIn(item[name]));
      return {
        seq: seqIn(answer),
        isShown: true,
        tier: tier ?? null,
        composite: composite ?? null,
        state: state ?? null,
      };
    },
  },
  { name: 'claim check', read: claimed, expected: standing },
  {
    name: 'events',
    read: async (get, { party, certificate }) => {
      const { seq, found } = await eventsOf(get, party);
      const states = found
        .filter(({ certificate_id }) => certificate_id === certificate)
        .flatMap(({ type }) => STATE_OF_EVENT[String(type)] ?? []);
      return certificate === null ? { seq } : { seq, isShown: true, state: states.at(-1) ?? null };
    },
  },
  ...['/feed.atom', '/feed.json', '/v1/statistics', '/v1/facets', '/statistics'].map(
    (address): Surface => ({ name: address, read: async (get) => ({ seq: headerSeq(await get(address)) ?? -1 }) }),
  ),
  {
    name: 'badge PNG',
    read: async (get, { party }) => ({ seq: headerSeq(await get(`/badges/${party}.png`)) ?? -1 }),
  },
];
