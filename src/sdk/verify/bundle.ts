import { decodeBase64url } from '../../core/base64url.ts';
import { assertThat } from '../../core/errors.ts';
import { BUNDLE, isLiveEntry, readEntryName } from '../../core/evidence-bundle.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json-value.ts';
import { maxStatementBytes, type StatementTyp } from '../../core/statement.ts';
import type { KeyStatements } from './examination.ts';
import { kidOfJwk, type ParsedJwt, parseJwt, readObject } from './jwt.ts';
import { payloadOf } from './keys.ts';
import { isStatementTyp } from './leaf-of-statement.ts';
import { openPace } from './pace.ts';
import type { Source } from './trust.ts';
import { listZip, MAX_ARTEFACT_BYTES, type ZipEntry } from './zip.ts';

/** A statement of a bundle, by the digest its name states. */
export interface BundledStatement {
  readonly digest: string;
  readonly jws: string;
  /** Undefined where its header names no class of statement. */
  readonly typ: StatementTyp | undefined;
}

/** An evidence bundle, read and not verified. */
export interface Bundle {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** The credential; undefined where it is missing or not of the form of one. */
  readonly credential: ParsedJwt | undefined;
  /** The decision record; undefined where it is missing or no strict JSON object. */
  readonly certificate: JsonObject | undefined;
  readonly statements: readonly BundledStatement[];
  /** Digests there are receipts of. */
  readonly receipts: readonly string[];
  /** Its entries at the addresses where the registry serves them. */
  readonly source: Source;
}

/** @throws RegistryError request_invalid, too_large for what is no archive that is read here */
export async function readBundle(bytes: Uint8Array): Promise<Bundle> {
  const entries = await readEntries(bytes);
  const record = entries.get(BUNDLE.certificate);
  const names = [...entries.keys()].map(readEntryName);
  return {
    entries,
    credential: readJwt(entries.get(BUNDLE.credential)),
    certificate: record && readObject(record.bytes),
    statements: names.flatMap((name) =>
      name?.statement === undefined ? [] : [readStatement(entries, name.statement)],
    ),
    receipts: names.flatMap((name) => name?.receipt ?? []),
    source: sourceOf(entries),
  };
}

const KIB = 1024;
/** Largest entries: a statement is an audit at most; a series holds some years of hours. */
const MAX_BYTES = {
  statement: maxStatementBytes('cms-audit+jwt'),
  series: 4 * KIB * KIB,
  receipt: 128 * KIB,
  /** A day of a site has as many rows of workloads as it named. */
  rows: MAX_ARTEFACT_BYTES,
  other: 256 * KIB,
};

function limitOf(name: string): number {
  const entry = readEntryName(name);
  if (entry?.statement !== undefined) return MAX_BYTES.statement;
  if (entry?.receipt !== undefined) return MAX_BYTES.receipt;
  if (isLiveEntry(name)) return MAX_BYTES.rows;
  return name.endsWith('.csv') ? MAX_BYTES.series : MAX_BYTES.other;
}

async function readEntries(bytes: Uint8Array): Promise<Map<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  const pace = openPace();
  for (const packed of listZip(bytes)) {
    assertThat(packed.size <= limitOf(packed.name), 'too_large', `${packed.name} is larger than such an entry may be`);
    entries.set(packed.name, packed.unpack());
    await pace(packed.size);
  }
  return entries;
}

function readJwt(entry: ZipEntry | undefined): ParsedJwt | undefined {
  const text = textOf(entry);
  return text === undefined ? undefined : parseJwt(text);
}

function readStatement(entries: ReadonlyMap<string, ZipEntry>, digest: string): BundledStatement {
  const jws = textOf(entries.get(BUNDLE.statement(digest))) ?? '';
  const [header = ''] = jws.split('.', 1);
  const typ = readObject(decodeBase64url(header.slice(0, MAX_HEADER)) ?? new Uint8Array())?.['typ'];
  return { digest, jws, typ: isStatementTyp(typ) ? typ : undefined };
}

const MAX_HEADER = 2048;

/** Longer than any statement about keys (statements section 2). */
const MAX_KEY_STATEMENT = 262_144;

/** The statements that bring or end keys, by those keys. Each is read once: there may be many. */
export async function keyStatements({ statements }: Bundle): Promise<KeyStatements> {
  const introducing = new Map<string, string[]>();
  const revoking = new Map<string, string[]>();
  const pace = openPace();
  const about = statements.filter(({ typ }) => typ === 'cms-party+jwt' || typ === 'cms-key+jwt');
  for (const { jws } of about.filter((one) => one.jws.length <= MAX_KEY_STATEMENT)) {
    const { body } = payloadOf(jws);
    await pace(jws.length);
    if (!isJsonObject(body)) continue;
    for (const kid of [kidOfJwk(body['jwk']), kidOfJwk(body['recovery_jwk'])]) addTo(introducing, kid, jws);
    if (body['op'] === 'revoke' && typeof body['kid'] === 'string') addTo(revoking, body['kid'], jws);
  }
  return { introducing, revoking };
}

function addTo(map: Map<string, string[]>, kid: string | undefined, jws: string): void {
  if (kid !== undefined) map.set(kid, [...(map.get(kid) ?? []), jws]);
}

/** What is no UTF-8 stays wrong: a replacement character is in nothing that was ever signed. */
const textOf = (entry: ZipEntry | undefined): string | undefined => entry && Buffer.from(entry.bytes).toString('utf8');

const STATUS = /^\/status\/[0-9]{1,9}$/;

/** Where each entry is served, for those that stand at one address whatever the bundle is of. */
const PLACES: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/^\/v1\/statements\/([A-Za-z0-9_-]{43})\.jws$/, BUNDLE.statement],
  [/^\/v1\/receipts\/([A-Za-z0-9_-]{43})\.tlog-proof$/, BUNDLE.receipt],
  [/^\/v1\/grid\/([0-9a-f]{64})\.csv$/, BUNDLE.grid],
  [/^\/\.well-known\/jwks\.json()$/, () => BUNDLE.keys],
  [/^\/log\/vkey()$/, () => BUNDLE.logKeys],
];

function sourceOf(entries: ReadonlyMap<string, ZipEntry>): Source {
  const statusList = entries.get(BUNDLE.statusList);
  const listId = readJwt(statusList)?.payload['id'];
  const find = (path: string): ZipEntry | undefined => {
    // A list that cannot be read is found all the same: then it is what is wrong, not absent.
    if (STATUS.test(path)) return listId === undefined || String(listId).endsWith(path) ? statusList : undefined;
    for (const [place, name] of PLACES) {
      const match = place.exec(path)?.[1];
      if (match !== undefined) return entries.get(name(match));
    }
    return undefined;
  };
  return {
    readText: async (path) => textOf(find(path)),
    readBytes: async (path) => find(path)?.bytes,
  };
}
