import type { PartyId } from '../../core/ids.ts';
import { isJsonObject } from '../../core/json.ts';
import { parseRow } from '../../core/telemetry/row-text.ts';
import { encodeBase64 } from '../../log/base64.ts';
import type { VerifiedCheckpoint } from '../../log/checkpoint.ts';
import { proveRows } from '../../log/day-rows.ts';
import { leafHash, nodeHash } from '../../log/hash.ts';
import { parseLeaf } from '../../log/leaf.ts';
import { proveInclusion, type ReadNodes } from '../../log/tree.ts';
import type { LogSource, StatementSource } from '../replay/sources.ts';
import type { Answered, Reply } from '../reply.ts';
import { type ChainFile, type ChainItem, parseItems } from './chain-file.ts';
import { isAbout, statementOf } from './leaves-about.ts';

/** Where everything comes from. */
export interface GatherSources {
  /** The leaves under the checkpoint, verified on the way. */
  readonly log: LogSource;
  readonly statements: StatementSource;
  /** A page of raw attestations; its address begins with `/v1/`. */
  page(path: string): Promise<Reply>;
}

/** What is asked for. */
export interface GatherRequest {
  readonly organisation: PartyId;
  /** Address of the first page, with its query. */
  readonly path: string;
  /** The signed note and what it states, verified. */
  readonly note: string;
  readonly checkpoint: VerifiedCheckpoint;
}

/** Everything it takes to check raw attestations offline, or the reply that refused a page. */
export async function gatherChain(
  sources: GatherSources,
  request: GatherRequest,
): Promise<{ readonly file: ChainFile } | { readonly refused: Exclude<Reply, Answered> }> {
  const read = await readItems(sources, request);
  if ('refused' in read) return read;
  const items = read.items.filter(({ receipt }) => receipt === null || receipt.leaf < request.checkpoint.size);
  const windows = new Set(items.flatMap(({ receipt }) => (receipt === null ? [] : [receipt.leaf])));
  const { texts, hashes } = await readLeaves(sources.log, request.organisation, windows);
  const nodes = nodesOf(hashes);
  const leaves: ChainFile['leaves'] = [];
  for (const [index, leaf] of texts)
    leaves.push({ index, leaf, path: (await proveInclusion(index, hashes.length, nodes)).map(encodeBase64) });
  const statements: string[] = [];
  for (const text of texts.values()) {
    const leaf = parseLeaf(text);
    const digest = leaf && statementOf(leaf);
    const jws = digest === undefined ? undefined : await sources.statements.statement(digest);
    if (jws !== undefined) statements.push(jws);
  }
  const rows = await readRows(sources.statements, request.organisation, texts);
  const { organisation, note } = request;
  const format = 'carbon-mirror-attestations/1';
  return { file: { format, organisation, checkpoint: note, leaves, statements, items, rows } };
}

async function readItems(
  { page }: GatherSources,
  { path }: GatherRequest,
): Promise<{ readonly items: readonly ChainItem[] } | { readonly refused: Exclude<Reply, Answered> }> {
  const items: ChainItem[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const reply = await page(next);
    if (reply.kind !== 'answered') return { refused: reply };
    const body = isJsonObject(reply.json) ? reply.json : {};
    items.push(...parseItems(body['items']));
    const { next: cursor } = body;
    next = typeof cursor === 'string' ? `${path}&cursor=${encodeURIComponent(cursor)}` : undefined;
  }
  return { items };
}

async function readLeaves(log: LogSource, org: string, windows: ReadonlySet<number>) {
  const texts = new Map<number, string>();
  const hashes: Uint8Array[] = [];
  const audits = new Set<string>();
  for await (const text of log.leaves()) {
    const index = hashes.length;
    hashes.push(leafHash(Buffer.from(text, 'latin1')));
    const isDay = text.includes('"t":"telemetry.day"');
    if (windows.has(index) || isDay || isAbout(text, org, audits) !== undefined) texts.set(index, text);
  }
  return { texts, hashes };
}

/** Inner nodes over hashes held in memory, each level made once. */
function nodesOf(hashes: readonly Uint8Array[]): ReadNodes {
  const levels: (readonly Uint8Array[])[] = [hashes];
  for (let below = hashes; below.length > 1; ) {
    const pairs = Math.floor(below.length / 2);
    const lower = below;
    below = Array.from({ length: pairs }, (_, at) =>
      nodeHash(lower[2 * at] ?? new Uint8Array(), lower[2 * at + 1] ?? new Uint8Array()),
    );
    levels.push(below);
  }
  return async (nodes) => nodes.map(({ level, index }) => levels[level]?.[index] ?? new Uint8Array());
}

async function readRows(
  statements: StatementSource,
  org: string,
  texts: ReadonlyMap<number, string>,
): Promise<ChainFile['rows']> {
  const rows: ChainFile['rows'] = [];
  for (const [leaf, text] of texts) {
    if (parseLeaf(text)?.t !== 'telemetry.day') continue;
    const lines = ((await statements.rows(leaf)) ?? '').split('\n').slice(0, -1);
    const own = lines.flatMap((line, at) => (parseRow(line)?.org === org ? [at] : []));
    for (const { index, size, path } of proveRows(own, lines))
      rows.push({ leaf, text: lines[index] ?? '', window: { index, size, path: path.map(encodeBase64) } });
  }
  return rows;
}
