import { parseMicro } from '../../core/decimal.ts';
import { type Attestation, parseAttestation } from '../../core/documents/attestation.ts';
import { RegistryError } from '../../core/errors.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import { parseStatement, verifyStatement } from '../../core/statement.ts';
import type { AcceptedInterval } from '../../core/telemetry/accepted-interval.ts';
import { chainIssues, endOf, type Head, isCounted, isLate, placeOf } from '../../core/telemetry/chain.ts';
import { decodeBase64 } from '../../log/base64.ts';
import { verifyCheckpoint } from '../../log/checkpoint.ts';
import { leafHash } from '../../log/hash.ts';
import { parseLeaf } from '../../log/leaf.ts';
import type { VerifierKey } from '../../log/note.ts';
import { verifyInclusion } from '../../log/tree.ts';
import { parseWindow, verifyWindow } from '../../log/window.ts';
import type { LogSource } from '../replay/sources.ts';
import type { ChainFile, ChainItem } from './chain-file.ts';
import { type ChainFault, type CheckedInterval, checkRows } from './check-rows.ts';
import { isAbout } from './leaves-about.ts';
import { type PlacedLeaf, type PublicFacts, readFacts } from './public-facts.ts';

/** What checking raw attestations came to. */
export interface ChainReport {
  readonly faults: readonly ChainFault[];
  readonly attestations: number;
  /** Rows of sites that were worked out again. */
  readonly rows: number;
  /** Attestations that no closed window holds yet. */
  readonly waiting: number;
  /** Whether the whole log was compared, so that no statement can have been left out. */
  readonly isComplete: boolean;
}

/**
 * Checks an organisation's raw attestations against what is public: signatures, chains, registers, windows, and that the
 * committed rows are exactly what the attestations give (statements section 7).
 *
 * @param key of the log, from elsewhere than the file
 * @param log the whole log, where it is at hand: then nothing about the organisation can have been left out
 */
export async function checkChain(file: ChainFile, key: VerifierKey, log?: LogSource): Promise<ChainReport> {
  const faults: ChainFault[] = [];
  const leaves = await provedLeaves(file, key, faults);
  if (log !== undefined) await compareLog(file, log, faults);
  const facts = await readFacts([...leaves.values()], file.statements);
  for (const { index, leaf } of facts.missing)
    faults.push({ where: `leaf ${index}`, text: `the statement of this ${leaf.t} is not in the file` });
  const intervals = await readIntervals(file, facts, leaves, faults);
  checkOrder(intervals, faults);
  const rows = checkRows(file, intervals, facts, leaves, faults);
  const waiting = intervals.filter(({ window }) => window === undefined).length;
  return { faults, attestations: file.items.length, rows, waiting, isComplete: log !== undefined };
}

async function provedLeaves(
  { checkpoint: note, leaves }: ChainFile,
  key: VerifierKey,
  faults: ChainFault[],
): Promise<ReadonlyMap<number, PlacedLeaf>> {
  const proved = new Map<number, PlacedLeaf>();
  const opened = await verifyCheckpoint(note, key.name, [key]);
  if (!opened.ok) {
    faults.push({ where: 'checkpoint', text: opened.reason });
    return proved;
  }
  for (const { index, leaf: text, path } of leaves) {
    const leaf = parseLeaf(text);
    const hashes = path.map((hash) => decodeBase64(hash) ?? new Uint8Array());
    const isIn = verifyInclusion({ index, hash: leafHash(Buffer.from(text, 'latin1')) }, opened.value, hashes);
    if (leaf !== undefined && isIn) proved.set(index, { index, leaf });
    else faults.push({ where: `leaf ${index}`, text: 'its path does not lead to the checkpoint' });
  }
  return proved;
}

async function compareLog({ leaves, organisation }: ChainFile, log: LogSource, faults: ChainFault[]): Promise<void> {
  const held = new Map(leaves.map(({ index, leaf }) => [index, leaf]));
  const audits = new Set<string>();
  let index = 0;
  for await (const text of log.leaves()) {
    const known = held.get(index);
    const isDue = isAbout(text, organisation, audits) !== undefined;
    if (known === undefined && isDue) faults.push({ where: `leaf ${index}`, text: 'is not in the file' });
    if (known !== undefined && known !== text) faults.push({ where: `leaf ${index}`, text: 'is another in the log' });
    index += 1;
  }
}

const nameOf = ({ site_id, start }: ChainItem): string => `${site_id} ${start}`;

async function readIntervals(
  { items, organisation }: ChainFile,
  facts: PublicFacts,
  leaves: ReadonlyMap<number, PlacedLeaf>,
  faults: ChainFault[],
): Promise<readonly CheckedInterval[]> {
  const intervals: CheckedInterval[] = [];
  for (const item of items) {
    const say = (text: string): void => void faults.push({ where: nameOf(item), text });
    const window = windowOf(item, leaves, say);
    const attestation = await readSigned(item, facts, window ?? Number.MAX_SAFE_INTEGER, organisation, say);
    if (attestation === undefined) continue;
    const interval = toInterval(item, attestation);
    if (interval.late !== isLate(attestation, interval.acceptedAt))
      say(`late is ${item.late}, its times say otherwise`);
    if (interval.counted !== isCounted(attestation, interval.acceptedAt))
      say(`counted is ${item.counted}, the rules say otherwise`);
    intervals.push({ ...interval, window });
  }
  return intervals;
}

type Say = (text: string) => void;

/** Index of the window it lies in, once its path is found to lead there. */
function windowOf({ receipt, digest }: ChainItem, leaves: ReadonlyMap<number, PlacedLeaf>, say: Say) {
  if (receipt === null) return undefined;
  const placed = leaves.get(receipt.leaf);
  const way = parseWindow({ ...receipt.window });
  if (placed === undefined || way === undefined) {
    say(`its window, leaf ${receipt.leaf}, is not proved`);
    return undefined;
  }
  const inside = verifyWindow(Buffer.from(digest, 'base64url'), way, placed.leaf);
  if (!inside.ok) say(inside.reason);
  return inside.ok ? placed.index : undefined;
}

async function readSigned(
  { jws, digest, site_id, start, chain }: ChainItem,
  { keys }: PublicFacts,
  window: number,
  organisation: string,
  say: Say,
): Promise<Attestation | undefined> {
  try {
    const parsed = parseStatement(Buffer.from(jws, 'utf8'), 'cms-attestation+jwt');
    const known = keys.get(parsed.kid);
    if (known === undefined)
      throw new RegistryError('key_unknown', `${parsed.kid} is no telemetry key of the organisation`);
    const { payload } = await verifyStatement(parsed, known.key);
    if (!isJsonObject(payload['body'])) throw new RegistryError('document_invalid', 'it has no body');
    const attestation = parseAttestation(payload['body']);
    if (parsed.digest !== digest) say('it is another statement than its digest says');
    if (payload['iss'] !== organisation) say(`it is by ${String(payload['iss'])}`);
    if (known.siteId !== attestation.site_id || attestation.site_id !== site_id) say('its key is of another site');
    if (known.addedAt > window || known.revokedAt < window) say('its key was not in force when its window closed');
    const isSame = attestation.chain.epoch === chain.epoch && attestation.chain.seq === chain.seq;
    if (!isSame || attestation.start.getTime() !== parseUtcInstant(start)?.getTime()) say('it is of another interval');
    return attestation;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    say(`${error.code}: ${error.message}`);
    return undefined;
  }
}

function toInterval(
  { digest, accepted_at, late, counted, grid }: ChainItem,
  attestation: Attestation,
): AcceptedInterval {
  const value = (text: string): bigint => parseMicro(text, true) ?? 0n;
  return {
    digest,
    attestation,
    acceptedAt: parseUtcInstant(accepted_at) ?? new Date(0),
    late,
    counted,
    grid: {
      cfeShare: value(grid.grid_cfe_share),
      carbonIntensity: value(grid.carbon_intensity_g_per_kwh),
      price: value(grid.price_per_mwh),
    },
    gridFromRegistry: grid.source === 'registry',
  };
}

/** Each continues the chain of the one before it at its site; where a file begins is its own choice. */
function checkOrder(intervals: readonly CheckedInterval[], faults: ChainFault[]): void {
  const heads = new Map<string, Head>();
  for (const { attestation, digest, acceptedAt } of intervals) {
    const { site_id, chain, start, minutes, registers } = attestation;
    const where = `${site_id} ${start.toISOString().slice(0, 19)}Z`;
    const head = heads.get(site_id);
    const place = placeOf(chain, head);
    if (head !== undefined && (place === 'gap' || place === 'behind'))
      faults.push({ where, text: 'it does not continue the chain' });
    else if (head !== undefined)
      for (const { detail } of chainIssues(attestation, place, head, acceptedAt)) faults.push({ where, text: detail });
    heads.set(site_id, {
      epoch: chain.epoch,
      seq: chain.seq,
      digest,
      start,
      end: endOf(attestation),
      minutes,
      registers,
    });
  }
}
