import { encodeBase64url, sha256Base64url } from '../core/base64url.ts';
import { RegistryError } from '../core/errors.ts';
import { isJsonObject, parseStrictJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { failed, passed, type Verdict } from './checkpoint.ts';
import type { ParsedLeaf } from './leaf.ts';
import { windowRoot } from './window.ts';

/*
 * The archive of a month: one JSON object a line, in the order of the log. A line with `jws` is an attestation of the month; one
 * without stands for an attestation of another month in the same window, so that every window is whole and can be checked.
 */

/** Place of an attestation in the log: its window's leaf, and where under that leaf's root. */
export interface ArchivePlace {
  readonly digest: string;
  readonly window: { readonly leaf: number; readonly index: number };
}

export interface ArchivedAttestation extends ArchivePlace {
  readonly party: string;
  readonly site: string;
  readonly epoch: number;
  readonly seq: number;
  /** RFC 3339, milliseconds. */
  readonly accepted_at: string;
  readonly late: boolean;
  readonly counted: boolean;
  /** The exact compact JWS. */
  readonly jws: string;
}

export const archiveLine = (entry: ArchivePlace | ArchivedAttestation): string => JSON.stringify(entry);

/** What an archive holds, once it is found whole. */
export interface CheckedArchive {
  readonly attestations: number;
  readonly windows: number;
}

/**
 * Checks an archive against the log: each attestation is what its digest names and says what its line says, and the digests of
 * every window, in their places without a gap, have the root that the window's leaf states. Signatures are not looked at: the
 * registry accepted none that did not verify, and the leaf fixes every byte of what was signed.
 *
 * @param lines may be hostile; one window is held at a time
 * @param leafAt reads a leaf that is proved to be in the log
 */
export async function checkArchive(
  lines: AsyncIterable<string>,
  leafAt: (index: number) => Promise<ParsedLeaf | undefined>,
): Promise<Verdict<CheckedArchive>> {
  let [attestations, windows, number] = [0, 0, 0];
  let open: { readonly leaf: number; readonly digests: Uint8Array[] } | undefined;
  for await (const line of lines) {
    number += 1;
    const entry = parseLine(line);
    if (entry === undefined) return failed(`line ${number} is not one an archive has`);
    const fault = entry.jws === undefined ? undefined : jwsFault(entry, entry.jws);
    if (fault !== undefined) return failed(`line ${number}: ${fault}`);
    if (open !== undefined && entry.leaf !== open.leaf) {
      const whole = await checkWindow(open, leafAt);
      if (!whole.ok) return whole;
      if (entry.leaf < open.leaf) return failed(`line ${number} is out of order`);
      open = undefined;
    }
    if (open === undefined) windows += 1;
    open ??= { leaf: entry.leaf, digests: [] };
    if (entry.index !== open.digests.length) return failed(`line ${number} is not the next of leaf ${entry.leaf}`);
    open.digests.push(Buffer.from(entry.digest, 'base64url'));
    if (entry.jws !== undefined) attestations += 1;
  }
  const last = open === undefined ? undefined : await checkWindow(open, leafAt);
  return last === undefined || last.ok ? passed({ attestations, windows }) : last;
}

async function checkWindow(
  { leaf: index, digests }: { readonly leaf: number; readonly digests: readonly Uint8Array[] },
  leafAt: (index: number) => Promise<ParsedLeaf | undefined>,
): Promise<Verdict<undefined>> {
  const leaf = await leafAt(index);
  if (leaf?.t !== 'telemetry.window') return failed(`leaf ${index} of the log is not that of a window`);
  const isSame = leaf['n'] === digests.length && leaf['root'] === encodeBase64url(windowRoot(digests));
  return isSame ? passed(undefined) : failed(`the digests are not those of the window of leaf ${index}`);
}

interface Entry {
  readonly digest: string;
  readonly leaf: number;
  readonly index: number;
  readonly jws: string | undefined;
  readonly line: JsonObject;
}

function parseLine(text: string): Entry | undefined {
  const line = parseObject(Buffer.from(text, 'utf8'));
  const { digest, window, jws } = line ?? {};
  if (line === undefined || typeof digest !== 'string' || !isJsonObject(window)) return undefined;
  const { leaf, index } = window;
  if (!isCount(leaf) || !isCount(index) || (jws !== undefined && typeof jws !== 'string')) return undefined;
  return { digest, leaf, index, jws, line };
}

const isCount = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Why the attestation is not the one its line names. */
function jwsFault({ digest, line }: Entry, jws: string): string | undefined {
  if (sha256Base64url(jws.slice(0, jws.lastIndexOf('.'))) !== digest) return 'the attestation has another digest';
  const payload = parseObject(Buffer.from(jws.split('.')[1] ?? '', 'base64url'));
  const body = payload?.['body'];
  const chain = isJsonObject(body) ? body['chain'] : undefined;
  if (!isJsonObject(body) || !isJsonObject(chain)) return 'the attestation cannot be read';
  const says = [payload?.['iss'], body['site_id'], chain['epoch'], chain['seq']];
  const told = [line['party'], line['site'], line['epoch'], line['seq']];
  return says.every((value, at) => value === told[at]) ? undefined : 'the line says otherwise than its attestation';
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseStrictJson(bytes, 'payload_invalid');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}
