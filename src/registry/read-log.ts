import { assertThat } from '../core/errors.ts';
import { isDigest } from '../core/ids.ts';
import { formatUtcInstant } from '../core/instant.ts';
import type { CosignerView, LogDay, LogEntryDetail, LogEntryView, LogParty, LogView } from '../core/log-view.ts';
import { encodeBase64 } from '../log/base64.ts';
import { leafHash } from '../log/hash.ts';
import { type LeafType, type ParsedLeaf, parseLeaf } from '../log/leaf.ts';
import { formatVerifierKey } from '../log/note.ts';
import { TILE_WIDTH } from '../log/tile.ts';
import { describeLeaf } from './describe-leaf.ts';
import { soundLeaves } from './log-integrity.ts';
import { logKeys } from './log-keys.ts';
import type { Checkpoint } from './ports/log.ts';
import type { Deps, Stores } from './ports.ts';
import { isPublic } from './publish.ts';

/* The log for people: its head, its growth, its newest entries in words, who else has signed it. */

/** How many decisions are told, and among how many of the newest entries they are looked for. */
const TOLD = 30;
const LOOKED_AT = 2_000;
/** What the registry does by the clock and decides nothing. */
const ROUTINE: readonly LeafType[] = [
  'certificate.reissued',
  'status.list',
  'listing.snapshot',
  'telemetry.window',
  'telemetry.day',
];
const DAYS = 90;
const DAY_MS = 86_400_000;
const MAX_COSIGNERS = 50;

/** The log as it is published now, also while nothing is signed. Shows what is stored; the proofs are the reader's. */
export function readLog(deps: Deps): Promise<LogView> {
  const identity = {
    origin: deps.log.origin,
    vkeys: deps.log.signers.map(({ key }) => formatVerifierKey(key)),
    fault: deps.publication.fault() ?? null,
  };
  return deps.ledger.read(async (tx) => {
    const head = await tx.tree.head();
    if (head === undefined) return { ...identity, head: null, days: [], entries: [], cosigners: [] };
    const newest = await tx.log.at(head.size - 1);
    return {
      ...identity,
      head: { size: head.size, root: encodeBase64(head.root), as_of: newest ? formatUtcInstant(newest.at) : null },
      days: newest === undefined ? [] : await growth(tx, head, newest.at),
      entries: await newestDecisions(tx, head),
      cosigners: await cosigners(tx),
    };
  });
}

/**
 * One published entry, after it was found under the signed root.
 *
 * @throws RegistryError not_found, log_damaged
 */
export function readLogEntry(deps: Deps, index: number): Promise<LogEntryDetail> {
  return deps.ledger.read(async (tx) => {
    const head = await tx.tree.head();
    assertThat(head !== undefined && index < head.size, 'not_found', 'the published log has no such entry');
    const leaves = await soundLeaves(tx.tree, head, Math.floor(index / TILE_WIDTH));
    const leaf = leaves[index % TILE_WIDTH] ?? '';
    const entry = await entryView(tx, leaf, index);
    const digest = entry.receipt ?? '';
    const isStatement = isDigest(digest) && (await tx.statements.indexOf(digest)) !== undefined;
    return { entry, leaf, hash: encodeBase64(leafHash(Buffer.from(leaf, 'utf8'))), isStatement, size: head.size };
  });
}

/** Verifier keys of all heads there ever were, those that sign now first. */
export const readVerifierKeys = (deps: Deps): Promise<readonly string[]> =>
  deps.ledger.read(async (tx) => [...new Set((await logKeys(tx, deps)).map(formatVerifierKey))]);

/** Told even on the day something is damaged: then more than ever somebody will look here. */
async function newestDecisions(tx: Stores, { size }: Checkpoint): Promise<LogEntryView[]> {
  const question = { below: size, within: LOOKED_AT, without: ROUTINE, limit: TOLD };
  const parties = new Map<string, LogParty>();
  const entries: LogEntryView[] = [];
  for (const { index, leaf } of await tx.logOverview.newest(question))
    entries.push(await entryView(tx, leaf, index, parties));
  return entries;
}

const DAMAGED = 'What is stored in this place is not an entry of this registry.';

/** @param parties those that were looked up already */
async function entryView(
  tx: Stores,
  text: string,
  index: number,
  parties: Map<string, LogParty> = new Map(),
): Promise<LogEntryView> {
  const leaf = parseLeaf(text);
  if (leaf === undefined) return { index, at: null, type: null, text: DAMAGED, party: null, receipt: null };
  const [party, receipt] = [await partyOf(tx, leaf, parties), await receiptOf(tx, leaf, index)];
  return { index, at: leaf.at, type: leaf.t, text: describeLeaf(leaf), party, receipt };
}

async function partyOf(tx: Stores, leaf: ParsedLeaf, parties: Map<string, LogParty>): Promise<LogParty | null> {
  const id = leaf['org'] ?? leaf['party'] ?? leaf['subject'];
  if (typeof id !== 'string') return null;
  const party = parties.get(id) ?? (await findParty(tx, id));
  parties.set(id, party);
  return party;
}

async function findParty(tx: Stores, id: string): Promise<LogParty> {
  const found = await tx.parties.find(id);
  const isShown = found !== undefined && (await isPublic(tx, found));
  return { id, known: isShown ? { kind: found.kind, name: found.legalName } : null };
}

/** A leaf may name statements that have leaves of their own: only the receipt that leads to this one counts. */
async function receiptOf(tx: Stores, { o, d }: ParsedLeaf, index: number): Promise<string | null> {
  const digest = o ?? d;
  if (typeof digest !== 'string' || !isDigest(digest)) return null;
  const named = (await tx.statements.indexOf(digest)) ?? (await tx.log.naming(digest));
  return named === index ? digest : null;
}

async function cosigners(tx: Stores): Promise<CosignerView[]> {
  const rows = await tx.logOverview.cosigners(MAX_COSIGNERS);
  return rows.map(({ time, ...cosigner }) => ({ ...cosigner, at: formatUtcInstant(new Date(time * 1000)) }));
}

/** The last days up to that of the newest entry, each with what came in it. The published head bounds them all. */
async function growth(tx: Stores, { size }: Checkpoint, newestAt: Date): Promise<LogDay[]> {
  const today = Math.floor(newestAt.getTime() / DAY_MS) * DAY_MS;
  const starts = Array.from({ length: DAYS + 1 }, (_, at) => new Date(today + (at + 1 - DAYS) * DAY_MS));
  const sizes = (await tx.logOverview.sizesAt(starts)).map((one) => Math.min(one, size));
  return starts.slice(0, -1).map((start, at) => {
    const [before = 0, after = size] = sizes.slice(at, at + 2);
    return { day: formatUtcInstant(start).slice(0, 10), entries: after - before, size: after };
  });
}
