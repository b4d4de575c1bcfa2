import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeDeps } from '../../src/compose.ts';
import { restorePublicKey } from '../../src/core/keys.ts';
import type { StatementTyp } from '../../src/core/statement.ts';
import { createSequencerLoop, type SequencerLoop } from '../../src/jobs/sequencer-loop.ts';
import { jwsSigner } from '../../src/keys/jws-signer.ts';
import { logIdentity } from '../../src/keys/log-identity.ts';
import { keysInUse } from '../../src/keys/registry-identity.ts';
import type { Outcome } from '../../src/registry/accept.ts';
import { checkDomain } from '../../src/registry/check-domain.ts';
import { openRegistry, type RegistryIdentity } from '../../src/registry/open-registry.ts';
import { performAct } from '../../src/registry/perform-act.ts';
import type { HighWaterMark, Witness } from '../../src/registry/ports/log.ts';
import type { Deps, DomainProver, Ledger } from '../../src/registry/ports.ts';
import { registerParty } from '../../src/registry/register-party.ts';
import {
  type FreshClaims,
  generateSigningKey,
  newClaims,
  type PrivateJwk,
  publicJwkOf,
  signStatement,
} from '../../src/sdk/sign.ts';
import { openLedger, type PostgresLedger } from '../../src/store/ledger.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type PartyOptions, partyBody } from './party-body.ts';
import { makeTestKeys, type TestKeys } from './registry-keys.ts';

export const ORIGIN = 'http://localhost:3000';

/** A party as a test holds it: its id and its private key. */
export interface TestParty {
  readonly id: string;
  readonly key: PrivateJwk;
}

export interface TestRegistry {
  readonly deps: Deps;
  readonly database: TestDatabase;
  /** Where grid series go. */
  readonly gridFolder: string;
  readonly officers: readonly TestParty[];
  /** Private keys of the registry's own. */
  readonly keys: TestKeys;
  /** What it was opened with. */
  readonly identity: RegistryIdentity;
  /** Sets the registry's clock. */
  setNow(now: Date): void;
  /** Signs a statement whose `iat` is the registry's now. */
  sign(party: TestParty, typ: StatementTyp, body: unknown): Promise<Uint8Array>;
  /** Signs with claims of the test's own choice. */
  signWith(
    party: TestParty,
    typ: StatementTyp,
    body: unknown,
    claims: Partial<FreshClaims & { readonly iss: string; readonly aud: string }>,
  ): Promise<Uint8Array>;
  /** Publishes what was committed, as far as one tick goes. */
  tick(): Promise<void>;
  /** The sequencer's loop, not started. */
  readonly sequencer: SequencerLoop;
  /** The high-water mark, which a test may read and spoil. */
  readonly mark: MemoryMark;
  close(): Promise<void>;
}

/** A high-water mark in memory. */
export interface MemoryMark extends HighWaterMark {
  note: string | undefined;
}

export interface RegistryOptions {
  readonly officersRequired?: number;
  readonly mode?: Deps['mode'];
  /** Where the clock stands at first. */
  readonly now?: string;
  readonly domainProver?: DomainProver;
  readonly witnesses?: readonly Witness[];
  /** Puts something between the use cases and the database, to make it fail. */
  wrap?(ledger: PostgresLedger): Ledger;
  /** `each` (default) publishes after every committed write; `manual` leaves it to `tick`. */
  readonly sequencing?: 'each' | 'manual';
  /** Opens the registry in another way, such as with a seed. */
  open?(deps: Deps, identity: RegistryIdentity, officers: readonly TestParty[], gridFolder: string): Promise<void>;
}

/** A registry on a database of its own: real PostgreSQL, real signatures, a clock that stands where the test puts it. */
export async function createTestRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const database = await createTestDatabase();
  const ledger = openLedger(database.url, () => undefined);
  const gridFolder = await mkdtemp(path.join(tmpdir(), 'cms-grid-'));
  let now = new Date(options.now ?? '2026-11-25T12:00:00Z');
  const officersRequired = options.officersRequired ?? 1;
  const own = await makeTestKeys();
  const log = logIdentity(ORIGIN, [own.log]);
  const mark = memoryMark();
  const wrapped = options.wrap?.(ledger) ?? ledger;
  const sequencer = createSequencerLoop({ ledger: wrapped, log, highWater: mark }, { report: () => undefined });
  const deps = composeDeps({
    origin: ORIGIN,
    mode: options.mode ?? 'sandbox',
    officersRequired,
    ledger: options.sequencing === 'manual' ? wrapped : publishing(wrapped, sequencer),
    log,
    publication: sequencer,
    highWater: mark,
    credentialSigner: jwsSigner(own.credential),
    answersSigner: jwsSigner(own.answers),
    gridFolder,
    now: () => now,
    witnesses: options.witnesses ?? [],
    ...(options.domainProver === undefined ? {} : { domainProver: options.domainProver }),
  });
  const officers = await Promise.all([1, 2, 3].map(async () => ({ id: 'registry', key: await generateSigningKey() })));
  const keys = officers.map((officer) => restorePublicKey(publicJwkOf(officer.key)));
  const identity = { officers: keys, keys: keysInUse(own) };
  await (options.open ?? openRegistry)(deps, identity, officers, gridFolder);
  await sequencer.tick();
  return {
    deps,
    database,
    gridFolder,
    officers,
    keys: own,
    identity,
    setNow: (to) => {
      now = to;
    },
    sign: (party, typ, body) => signAt(now, party, typ, body, {}),
    signWith: (party, typ, body, claims) => signAt(now, party, typ, body, claims),
    tick: async () => void (await sequencer.tick()),
    sequencer,
    mark,
    close: async () => {
      await sequencer.stop();
      await ledger.close();
      await database.drop();
      await rm(gridFolder, { recursive: true, force: true });
    },
  };
}

/** Publishes what each write committed before it resolves. */
function publishing(ledger: Ledger, sequencer: SequencerLoop): Ledger {
  return {
    ...ledger,
    write: async (work) => {
      const result = await ledger.write(work);
      await sequencer.tick();
      return result;
    },
  };
}

export function memoryMark(): MemoryMark {
  const mark: MemoryMark = {
    note: undefined,
    read: async () => mark.note,
    write: async (note) => {
      mark.note = note;
    },
  };
  return mark;
}

async function signAt(
  now: Date,
  party: TestParty,
  typ: StatementTyp,
  body: unknown,
  claims: Partial<FreshClaims & { readonly iss: string; readonly aud: string }>,
): Promise<Uint8Array> {
  const fresh = { iss: party.id, aud: ORIGIN, ...newClaims(now, randomBytes(16)), ...claims };
  return Buffer.from(await signStatement({ typ, privateJwk: party.key, body, ...fresh }));
}

/** Registers a party and proves its `.example` domain. */
export async function registerProved(
  registry: TestRegistry,
  id: string,
  options: PartyOptions = {},
): Promise<TestParty> {
  const party = await registerOnly(registry, id, options);
  await checkDomain(registry.deps, id, options.domain ?? `${id}.example`);
  return party;
}

/** Registers a party that has proved nothing yet. */
export async function registerOnly(registry: TestRegistry, id: string, options: PartyOptions = {}): Promise<TestParty> {
  const party = { id, key: await generateSigningKey(options.alg ?? 'Ed25519') };
  await registerParty(registry.deps, await registry.sign(party, 'cms-party+jwt', partyBody(id, party.key, options)));
  return party;
}

/** An auditor accredited for all levels. */
export async function registerAuditor(
  registry: TestRegistry,
  id: string,
  options: PartyOptions = {},
): Promise<TestParty> {
  const auditor = await registerProved(registry, id, { ...options, kind: 'auditor' });
  await act(registry, 0, { action: 'accredit', subject: id, levels: [1, 2, 3, 4], valid_to: '2030-01-01T00:00:00Z' });
  return auditor;
}

/** An officer's act. */
export async function act(
  registry: TestRegistry,
  officer: number,
  members: { action: string; subject: string; [member: string]: unknown },
  dryRun = false,
): Promise<Outcome> {
  const signer = registry.officers[officer];
  if (signer === undefined) throw new Error(`there is no officer ${officer}`);
  const body = { schema: 'cms-act/1', reason: 'a test', ...members };
  return performAct(registry.deps, await registry.sign(signer, 'cms-act+jwt', body), { dryRun });
}

/** An accepting `cms-countersignature/1` body. */
export const opinionBody = (audit: string, members: { readonly [member: string]: unknown } = {}) => ({
  schema: 'cms-countersignature/1',
  audit,
  result: 'accept',
  level: 1,
  scope_share: '0.62',
  measured_share_confirmed: true,
  cleared_flags: ['F10'],
  not_deferrable_confirmed: [],
  samples: { workloads: 5, sites: 1 },
  findings: [],
  ...members,
});
