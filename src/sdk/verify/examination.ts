import type { Claims } from '../../core/claims.ts';
import type { KeyUse, PublicKey } from '../../core/keys.ts';
import type { VerifiedStatement } from '../../core/statement.ts';
import type { VerifiedCheckpoint } from '../../log/checkpoint.ts';
import type { ParsedLeaf } from '../../log/leaf.ts';
import { NOTE_TYPES, parseVerifierKey, type VerifierKey } from '../../log/note.ts';
import type { WindowPath } from '../../log/window.ts';
import { type OpenTrust, openTrust, type Source, type Trust } from './trust.ts';
import type { Answer, Notebook } from './verdict.ts';

/** A leaf that lies in the log of a verified checkpoint. */
export interface ProvenLeaf {
  readonly leaf: ParsedLeaf;
  /** Its exact text. */
  readonly text: string;
  readonly index: number;
  /** Of a leaf that stands for many attestations: the place of one of them, as the proof brings it. Not verified. */
  readonly window: WindowPath | undefined;
  readonly checkpoint: VerifiedCheckpoint;
  /** Names of the policy's witnesses that cosigned the checkpoint. */
  readonly cosigners: readonly string[];
}

/** A key and how it came to its party. */
export interface KnownKey {
  readonly key: PublicKey;
  readonly use: KeyUse;
  /** Index of the leaf that added it; `undefined` for officers, whom no statement introduces, and for a registration's own. */
  readonly addedAt: number | undefined;
}

/** A statement whose signature is that of a key its issuer had. */
export interface Signed {
  readonly statement: VerifiedStatement;
  readonly key: KnownKey;
}

/** Everything there is to say about one signed statement, except what follows from its content. */
export interface StatementReport {
  readonly signature: Answer<Signed>;
  readonly claims: Answer<Claims>;
  /** Of its own leaf, which agrees with it. */
  readonly log: Answer<ProvenLeaf>;
  readonly time: Answer<Date>;
}

/** One verification under way: what it believes, where it looks, what it has found. */
export interface Examination {
  readonly trust: OpenTrust;
  /** Why signatures, log and status are in doubt whatever is found: no key of the log is trusted. Undefined where one is. */
  readonly unsure: string | undefined;
  readonly now: Date;
  /** Evidence by the registry's own addresses, each read once. */
  readonly source: Source;
  readonly notebook: Notebook;
  /** Keys of parties that were looked for, by thumbprint. */
  readonly keys: Map<string, Promise<Answer<KnownKey>>>;
  /** Statements that were checked, by their text. */
  readonly reports: Map<string, Promise<StatementReport>>;
  /** Statements that bring and end keys, where the evidence is closed: an evidence bundle. */
  readonly statements: KeyStatements | undefined;
}

/** Statements by the thumbprint of the key they are about. Their word only. */
export interface KeyStatements {
  readonly introducing: ReadonlyMap<string, readonly string[]>;
  readonly revoking: ReadonlyMap<string, readonly string[]>;
}

/** What an artefact says of itself before anything is verified. */
export interface Claimed {
  readonly origin?: string | undefined;
  readonly logOrigin?: string | undefined;
  readonly statements?: KeyStatements;
}

const OFFLINE: Source = { readText: async () => undefined, readBytes: async () => undefined };

/** Sets up a verification. @throws RegistryError request_invalid for trust anchors that are none */
export async function openExamination(
  trust: Trust,
  claimed: Claimed,
  notebook: Notebook,
  { now, source = OFFLINE }: { readonly now: Date; readonly source?: Source },
): Promise<Examination> {
  const opened = openTrust(trust, claimed.origin, claimed.logOrigin);
  const once = readOnce(source);
  const common = { now, source: once, notebook, keys: new Map(), reports: new Map(), statements: claimed.statements };
  if (opened.keys.length > 0) return { ...common, trust: opened, unsure: undefined };
  const keys = await keysOf(once);
  const unsure =
    keys.length > 0
      ? 'only under a log key that the evidence itself brings: give the verifier key you trust'
      : 'no verifier key of the log is given';
  return { ...common, trust: { ...opened, keys }, unsure };
}

/** The keys by which a log calls itself. */
async function keysOf(source: Source): Promise<VerifierKey[]> {
  const lines = ((await source.readText('/log/vkey')) ?? '').split('\n', MAX_KEYS);
  return lines
    .map(parseVerifierKey)
    .filter((key) => key?.type === NOTE_TYPES.ed25519)
    .filter((key) => key !== undefined);
}

const MAX_KEYS = 100;
/** Reads one verification makes at most, whatever it is given. */
const MAX_READS = 2000;

/** Asks for each address once, and for a bounded number of them. */
function readOnce(source: Source): Source {
  const texts = new Map<string, Promise<string | undefined>>();
  const bytes = new Map<string, Promise<Uint8Array | undefined>>();
  const remember = <T>(
    known: Map<string, Promise<T | undefined>>,
    path: string,
    read: () => Promise<T | undefined>,
  ) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const reading = texts.size + bytes.size < MAX_READS ? read() : Promise.resolve(undefined);
    known.set(path, reading);
    return reading;
  };
  return {
    ...source,
    readText: (path) => remember(texts, path, () => source.readText(path)),
    readBytes: (path) => remember(bytes, path, () => source.readBytes(path)),
  };
}

/** Several sources as one: the first that has something gives it. */
export const eitherSource = (first: Source, second: Source | undefined): Source =>
  second === undefined
    ? first
    : {
        ...second,
        readText: async (path) => (await first.readText(path)) ?? second.readText(path),
        readBytes: async (path) => (await first.readBytes(path)) ?? second.readBytes(path),
      };
