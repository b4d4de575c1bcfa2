import { generateKeyPairSync } from 'node:crypto';
import type { Kid } from '../../src/core/ids.ts';
import { facetsOf } from '../../src/core/listing-facets.ts';
import type { HistoryItem, ListingRow, StoredOrganisation } from '../../src/core/views.ts';
import { createApp } from '../../src/http/app.ts';
import type { App, AppDeps } from '../../src/http/app-deps.ts';
import type { Publication, RegistryKeyRow } from '../../src/registry/ports/log.ts';
import type { DomainRow, Party } from '../../src/registry/ports/parties.ts';
import type { ListingEntry } from '../../src/registry/ports/records.ts';
import type { Deps, Stores } from '../../src/registry/ports.ts';
import { singleFlight } from '../../src/registry/single-flight.ts';

export const ORIGIN = 'https://registry.example';
export const NOW = new Date('2026-11-25T12:00:00Z');
export const HEAD = { seq: 41, at: new Date('2026-11-25T11:59:00Z') };
/** RFC 7638 thumbprint of nothing; only its form counts. */
export const KID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' as Kid;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
export const SESSION = {
  privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  kid: 'session',
};

type Loose = { readonly [K in keyof Stores]?: Partial<Stores[K]> };

/** The one key of the stubbed registry. */
const REGISTRY_KEY: RegistryKeyRow = {
  kid: KID,
  use: 'answers',
  jwk: JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }),
  addedSeq: 0,
  retiredSeq: null,
};

/** What a test wants to happen instead of a database. */
export interface Stub {
  readonly stores?: Loose;
  readonly mode?: AppDeps['config']['mode'];
  readonly publication?: Partial<Publication>;
  /** Called with each transaction: counts, or throws. */
  readonly onRead?: () => void;
}

/** A store whose methods exist where the test gave them; any other use is the test's mistake and throws. */
function storesOf(given: Loose): Stores {
  const log = { head: async () => HEAD, at: async (seq: number) => ({ ...HEAD, seq }), lastUntil: async () => HEAD };
  const defaults: Loose = {
    log,
    tree: { head: async () => ({ size: HEAD.seq + 1, root: new Uint8Array(32), note: '' }) },
    listing: {
      find: async () => undefined,
      match: async () => [],
      page: async () => pageOf([]),
      facets: async () => facetsOf([]),
    },
    listingRows: { trends: async () => [], disputed: async () => [], spelt: async () => [] },
    parties: { find: async () => undefined },
    attestations: { lastEnds: async () => new Map(), heads: async () => [], coverage: async () => [] },
    hours: { sum: async () => ({ days: 0, sums: { it: [], unattributed: [] } }) },
    accumulators: { dayLeaves: async () => [] },
    live: { newest: async () => undefined, between: async () => [] },
    keys: { find: async () => undefined, of: async () => [] },
    registryKeys: { all: async () => [REGISTRY_KEY] },
  };
  const names = Object.keys({ ...defaults, ...given }) as (keyof Stores)[];
  const merged = Object.fromEntries(names.map((name) => [name, { ...defaults[name], ...given[name] }]));
  return merged as unknown as Stores;
}

export const pageOf = (rows: ListingRow[], next: string | null = null) => ({
  rows,
  total: rows.length,
  totalIsExact: true,
  next,
});

export const ROW: ListingRow = {
  party_id: 'acme',
  name: '=Acme, "quoted" & Co',
  domain: 'acme.example',
  country: 'DE',
  sector: 'J',
  tier: 'Silver',
  composite_percent: '62.6',
  composite_6: '0.625912',
  mirrors: { efficiency: '57.2', timing: '60.0', data_diet: '61.1', circularity: '70.0' },
  assurance_level: 2,
  live: 'none',
  state: 'active',
  certificate_id: '0192f1a0-7c00-7000-8000-000000000001',
  certified_at: '2026-08-25T00:00:00Z',
  valid_to: '2027-08-25T00:00:00Z',
};

const VIEW: StoredOrganisation = {
  ...ROW,
  website: 'https://acme.example/',
  legal_ids: {},
  certificate: null,
  submetrics: null,
  scope: null,
  invisible_workloads: [],
  failing: null,
  audit: null,
  live_evaluation: null,
  disputes: [],
};
export const ENTRY: ListingEntry = {
  row: ROW,
  view: VIEW,
  compositeKey: '0.1',
  nameSkeleton: 'acme',
  lei: null,
  domains: ['acme.example'],
};
export const CHANGE: HistoryItem = {
  seq: 40,
  type: 'certificate.issued',
  at: '2026-08-25T00:00:00Z',
  recorded_at: '2026-08-25T00:00:00Z',
  text: 'Certified Silver.',
  reason: null,
  certificate_id: ROW.certificate_id,
  audit: null,
};
/** A party as the stores hold it, public by its proved domain. */
export const PARTY = {
  partyId: 'acme',
  kind: 'organisation',
  legalName: ROW.name,
  nameUnderReview: false,
  withdrawnAt: null,
  registeredSeq: 1,
  registeredAt: NOW,
} as unknown as Party;

/** Its one domain, which it has proved. */
export const DOMAIN: DomainRow = {
  partyId: PARTY.partyId,
  domain: 'acme.example',
  proved: true,
  method: 'dns',
  checkedAt: NOW,
  provedSeq: 2,
  soundSince: NOW,
  failingSince: null,
};

export function stubDeps(stub: Stub = {}): AppDeps {
  let id = 0;
  const mode = stub.mode ?? 'sandbox';
  const transaction = async <T>(work: (tx: Stores) => Promise<T>): Promise<T> => {
    stub.onRead?.();
    return work(storesOf(stub.stores ?? {}));
  };
  const absent = () => Promise.reject(new Error('not in this test'));
  const registry: Deps = {
    origin: ORIGIN,
    mode,
    officersRequired: 1,
    methodologySha256: 'ab'.repeat(32),
    now: () => NOW,
    newId: () => `0192f1a0-7c00-7000-8000-${String(++id).padStart(12, '0')}`,
    ledger: { write: transaction, read: transaction, sequence: absent, intake: absent, notify: absent },
    log: { origin: 'registry.example/log', signers: [] },
    publication: { waitFor: async () => true, wake: () => undefined, fault: () => undefined, ...stub.publication },
    highWater: { read: async () => undefined, write: absent },
    witnesses: [],
    random: (size) => new Uint8Array(size),
    credentialSigner: { kid: REGISTRY_KEY.kid, alg: 'RS256', sign: absent },
    answersSigner: { kid: REGISTRY_KEY.kid, alg: 'EdDSA', sign: async () => 'signed.look.up' },
    gridFiles: { has: absent, open: async () => undefined, read: async () => undefined },
    domainProver: { prove: absent },
    checksUnderWay: singleFlight(),
  };
  return {
    registry,
    config: { origin: ORIGIN, mode, logLevel: 'silent' },
    sessionKey: SESSION,
    cursorSecret: new Uint8Array(32).fill(7),
  };
}

/** The application on a stubbed registry. Close it, or let the worker end. */
export const stubApp = (stub: Stub = {}): Promise<App> => createApp(stubDeps(stub));
