import { gunzipSync } from 'node:zlib';
import { isJsonObject } from '../../src/core/json.ts';
import { parseBundle } from '../../src/log/bundle.ts';
import { DERIVED } from './surface-list-derived.ts';
import {
  footSeq,
  type Get,
  headerSeq,
  isMembers,
  type Members,
  membersIn,
  membersOf,
  type Said,
  type Surface,
  type SurfaceAnswer,
  saidIn,
  seqIn,
  standing,
  stands,
  type Truth,
  textIn,
  textOf,
  textOfClass,
} from './surfaces.ts';

const ALL = 'state=all&limit=200';

/** What a row of the listing says; undefined is a listing without it. */
const saidByRow = (seq: number | null, row: Members | undefined): Said =>
  row === undefined
    ? { seq, isShown: false }
    : {
        seq,
        isShown: true,
        tier: textIn(row['tier']),
        composite: textIn(row['composite_percent']),
        state: textIn(row['state']),
      };

const ofParty = (rows: readonly Members[], { party }: Truth): Members | undefined =>
  rows.find(({ party_id }) => party_id === party);

const JSON_SURFACES: readonly Surface[] = [
  {
    name: 'organisation JSON',
    read: async (get, { party }) => {
      const answer = await get(`/v1/organisations/${party}`);
      return answer.status === 404 ? { seq: null, isShown: false } : organisationSaid(membersOf(answer));
    },
  },
  {
    name: 'listing JSON',
    read: async (get, truth) => {
      const page = membersOf(await get(`/v1/organisations?${ALL}`));
      return saidByRow(seqIn(page), ofParty(membersIn(page['items']), truth));
    },
  },
  {
    name: 'listing CSV',
    read: async (get, truth) => {
      const answer = await get('/v1/organisations.csv?state=all');
      const [header = [], ...rows] = answer.text.split('\r\n').map((line) => line.split(','));
      const named = rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at]])));
      return saidByRow(headerSeq(answer), ofParty(named, truth));
    },
  },
  {
    name: 'listing JSON Lines',
    read: async (get, truth) => {
      const answer = await get('/v1/organisations.jsonl?state=all');
      const rows = answer.text.split('\n').filter((line) => line !== '');
      return saidByRow(headerSeq(answer), ofParty(membersIn(rows.map((line) => JSON.parse(line))), truth));
    },
  },
  {
    name: 'certificate',
    read: async (get, { certificate }) => {
      if (certificate === null) return { seq: null };
      const view = membersOf(await get(`/v1/certificates/${certificate}`));
      return { ...saidByRow(seqIn(view), view), composite: compositeOf(view['score']) };
    },
  },
  {
    name: 'look-up by domain',
    read: async (get, { domain }) => {
      if (domain === null) return { seq: null };
      const answer = membersOf(await get(`/v1/lookup?domain=${domain}`));
      const certificate = answer['certificate'];
      const isShown = answer['status'] !== 'unknown';
      if (!isMembers(certificate)) return { seq: seqIn(answer), isShown, tier: null, state: null };
      const isCertified = answer['status'] === 'certified';
      const state = textIn(certificate['state']);
      // The verdict and the state beside it must not contradict each other.
      return {
        ...saidByRow(seqIn(answer), certificate),
        isShown,
        state: isCertified === stands(state) ? state : 'contradicted',
      };
    },
  },
];

function organisationSaid(view: Members): Said {
  const certificate = view['certificate'];
  const said = saidByRow(seqIn(view), view);
  if (!isMembers(certificate)) return said;
  // Row and certificate stand in one document.
  const agrees = certificate['state'] === said.state && certificate['tier'] === said.tier;
  return agrees && compositeOf(certificate['score']) === said.composite ? said : { ...said, state: 'contradicted' };
}

const compositeOf = (score: unknown): string | null => (isMembers(score) ? textIn(score['composite_percent']) : null);

const PAGES: readonly Surface[] = [
  {
    name: 'listing page',
    read: async (get, { party }) => {
      const { text } = await get(`/?${ALL}`);
      const rows = text.match(/<tr[^>]* data-row[^>]*>.*?<\/tr>/gs) ?? [];
      const row = rows.find((one) => one.includes(`"/organisations/${party}"`));
      if (row === undefined) return { seq: footSeq(text), isShown: false };
      const { state, tier } = saidIn(textOf(row.replace(/<title>.*?<\/title>/gs, ' ')));
      return { seq: footSeq(text), isShown: true, state, tier, composite: numberIn(textOfClass(row, 'composite')) };
    },
  },
  {
    name: 'organisation page',
    read: async (get, { party }) => {
      const answer = await get(`/organisations/${party}`);
      if (answer.status === 404) return { seq: null, isShown: false };
      const { text } = answer;
      const { state } = saidIn(textOfClass(text, 'verdict'));
      const marks = textOfClass(text, 'marks').replace(/\S.* until then/, '');
      const composite = text.includes('big-number') ? numberIn(textOfClass(text, 'big-number')) : null;
      return { seq: footSeq(text), isShown: true, state, tier: saidIn(marks).tier, composite };
    },
    expected: (truth) => ({ ...standing(truth), composite: truth.composite }),
  },
];

const numberIn = (text: string): string | null => /[0-9]+[.][0-9]/.exec(text)?.[0] ?? null;

/** A badge in words: the title of the picture, the message, the line of text. */
const badge = (
  name: string,
  address: (truth: Truth) => string,
  read: (answer: SurfaceAnswer) => [number | null, string],
): Surface => ({
  name,
  read: async (get, truth) => {
    const answer = await get(address(truth));
    const [seq, words] = read(answer);
    if (headerSeq(answer) !== seq) throw new Error(`header ${headerSeq(answer)}, picture ${seq}`);
    const isShown = !words.includes('not in this register');
    return isShown ? { seq, isShown, ...saidIn(words) } : { seq, isShown };
  },
  expected: standing,
});

const pictureWords = ({ text }: SurfaceAnswer): [number | null, string] => [
  Number(/ data-seq="([0-9]+)"/.exec(text)?.[1] ?? Number.NaN),
  textOf(/<title[^>]*>(.*?)<\/title>/s.exec(text)?.[1] ?? ''),
];
const messageWords = (answer: SurfaceAnswer): [number | null, string] => [
  headerSeq(answer),
  textIn(membersOf(answer)['message']) ?? '',
];
const lineWords = (answer: SurfaceAnswer): [number | null, string] => [headerSeq(answer), answer.text];

const BADGES: readonly Surface[] = [
  badge('badge SVG', ({ party }) => `/badges/${party}.svg`, pictureWords),
  badge('badge SVG, card', ({ party }) => `/badges/${party}.svg?style=card&theme=dark`, pictureWords),
  badge('badge JSON', ({ party }) => `/badges/${party}.json`, messageWords),
  badge('badge text', ({ party }) => `/badges/${party}.txt`, lineWords),
  {
    ...badge('badge by domain', ({ domain }) => `/badges/by-domain/${domain ?? 'nobody.example'}.svg`, pictureWords),
    expected: (truth) => (truth.domain === null ? { isShown: false } : standing(truth)),
  },
];

const STATE_OF_LEAF: Readonly<Record<string, string>> = {
  'certificate.issued': 'active',
  'certificate.active': 'active',
  'certificate.reinstated': 'active',
  'certificate.watch': 'watch',
  'certificate.suspended': 'suspended',
  'certificate.superseded': 'superseded',
  'certificate.withdrawn': 'withdrawn',
  'certificate.expired': 'expired',
};
/** States in which no credential of the certificate counts any more. */
const REVOKED = ['suspended', 'superseded', 'withdrawn'];
const BUNDLE = 256;

const PROOFS: readonly Surface[] = [
  {
    name: 'log',
    read: async (get, { certificate }) => {
      const size = Number((await get('/log/checkpoint')).text.split('\n')[1]);
      const leaves = (await readLeaves(get, size)).filter(({ certificate: id }) => id === certificate);
      const states = leaves.flatMap(({ t }) => STATE_OF_LEAF[String(t)] ?? []);
      const tier = textIn(leaves.find(({ t }) => t === 'certificate.issued')?.['tier']);
      return certificate === null ? { seq: size - 1 } : { seq: size - 1, state: states.at(-1) ?? null, tier };
    },
  },
  {
    name: 'status list',
    read: async (get, { certificate, state }) => {
      if (certificate === null) return { seq: null };
      const credential = payloadOf((await get(`/v1/certificates/${certificate}.jwt`)).text);
      const status = credential['credentialStatus'];
      if (!isMembers(status)) throw new Error('a credential without its status');
      const list = await get(new URL(String(status['statusListCredential'])).pathname);
      const isRevoked = bitOf(payloadOf(list.text), Number(status['statusListIndex']));
      return { seq: null, state: isRevoked === REVOKED.includes(state ?? '') ? state : `revoked: ${isRevoked}` };
    },
  },
];

/** Every leaf there is, by the bundles below the newest checkpoint. */
async function readLeaves(get: Get, size: number): Promise<Members[]> {
  const leaves: Members[] = [];
  for (let first = 0; first < size; first += BUNDLE) {
    const width = Math.min(BUNDLE, size - first);
    const index = String(first / BUNDLE).padStart(3, '0');
    const { bytes } = await get(`/log/tile/entries/${index}${width === BUNDLE ? '' : `.p/${width}`}`);
    for (const leaf of parseBundle(bytes) ?? []) leaves.push(JSON.parse(Buffer.from(leaf).toString()));
  }
  return leaves;
}

function payloadOf(jwt: string): Members {
  const value = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
  if (!isJsonObject(value)) throw new Error('no JWT');
  return value;
}

function bitOf(list: Members, index: number): boolean {
  const subject = list['credentialSubject'];
  const encoded = isMembers(subject) ? String(subject['encodedList']) : '';
  const bits = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'));
  return ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}

/** Everywhere. */
export const SURFACES: readonly Surface[] = [...JSON_SURFACES, ...PAGES, ...BADGES, ...PROOFS, ...DERIVED];
