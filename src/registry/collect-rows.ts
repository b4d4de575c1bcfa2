import canonicalize from 'canonicalize';
import { BUNDLE } from '../core/evidence-bundle.ts';
import type { PartyId } from '../core/ids.ts';
import type { JsonObject } from '../core/json-value.ts';
import { rowKey } from '../core/telemetry/row-order.ts';
import { parseRow } from '../core/telemetry/row-text.ts';
import { encodeBase64 } from '../log/base64.ts';
import { proveRows } from '../log/day-rows.ts';
import { parseLeaf } from '../log/leaf.ts';
import type { CertificateRow } from './ports/audits.ts';
import type { DayLeaf } from './ports/telemetry.ts';
import type { Stores } from './ports.ts';

/* The accumulator rows a live certificate rests on, with the proof that none is left out. */

export interface CollectedRows {
  /** The `telemetry.day` leaves the issuing leaf names, in log order. */
  readonly days: readonly DayLeaf[];
  /** Entries of the bundle by name. */
  readonly entries: readonly (readonly [string, string])[];
}

/** Rows of the holder as they were committed when the certificate was issued; nothing for one that rests on its audit alone. */
export async function collectRows(tx: Stores, certificate: CertificateRow): Promise<CollectedRows> {
  const days = await daysBehind(tx, certificate);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { days, entries: [] };
  const blocks: Block[] = [];
  for (const leaf of days)
    blocks.push(ownBlock(leaf, (await tx.accumulators.under(leaf.seq)) ?? [], certificate.partyId));
  const newest = new Map<string, OwnRow>();
  for (const { own } of blocks) {
    for (const row of own) if (first.day <= row.day && row.day <= last.day) newest.set(row.key, row);
  }
  const named = new Map([...newest.values()].map((row) => [row, BUNDLE.row(row)]));
  return {
    days,
    entries: [
      ...[...named].map(([{ text }, name]) => [name, text] as const),
      ...blocks.map((block) => [BUNDLE.rowProofs(block.leaf.day), proofText(block, named)] as const),
    ],
  };
}

/** Its issuing leaf names roots in the order of the days, the last of which is the one it was evaluated for. */
async function daysBehind(tx: Stores, { leaf }: CertificateRow): Promise<readonly DayLeaf[]> {
  const [text = ''] = await tx.tree.leaves(leaf, 1);
  const named = parseLeaf(text)?.['in'];
  const grounds = Array.isArray(named) ? named : [];
  const before = (await tx.accumulators.dayLeaves('0001-01-01')).filter(({ seq }) => seq < leaf);
  const roots = new Set(before.map(({ root }) => root));
  const count = grounds.filter((one) => typeof one === 'string' && roots.has(one)).length;
  return count === 0 ? [] : before.slice(-count);
}

interface OwnRow {
  readonly key: string;
  readonly site: string | null;
  readonly day: string;
  readonly text: string;
}

/** The rows of one organisation under a leaf, which stand together, and the neighbours on both sides. */
interface Block {
  readonly leaf: DayLeaf;
  readonly texts: readonly string[];
  /** Place of the first one proved. */
  readonly from: number;
  readonly to: number;
  readonly own: readonly OwnRow[];
  /** Place of the first own row. */
  readonly ownFrom: number;
}

function ownBlock(leaf: DayLeaf, texts: readonly string[], org: PartyId): Block {
  const holders = texts.map(holderOf);
  const ownFrom = holders.filter((holder) => holder < org).length;
  const count = holders.filter((holder) => holder === org).length;
  const own = texts.slice(ownFrom, ownFrom + count).map(toOwn);
  const from = Math.max(0, ownFrom - 1);
  return { leaf, texts, from, to: Math.min(texts.length, ownFrom + count + 1), own, ownFrom };
}

const HOLDER = /^\{"day":"[0-9-]{10}","org":"([a-z0-9-]{1,63})",/;
/** The registry wrote it in canonical form, so its members stand in this order. */
const holderOf = (text: string): string => HOLDER.exec(text)?.[1] ?? '';

function toOwn(text: string): OwnRow {
  const row = parseRow(text);
  if (row === undefined) throw new Error(`stored row is no accumulator row: ${text.slice(0, 100)}`);
  const { site, day } = row;
  return { key: rowKey(row), site, day, text };
}

/** Each row by the name of its entry, where it has one, else by its text. */
function proofText({ leaf, texts, from, to, own, ownFrom }: Block, named: ReadonlyMap<OwnRow, string>): string {
  const indexes = Array.from({ length: to - from }, (_, at) => from + at);
  const rows = proveRows(indexes, texts).map(({ index, path }): JsonObject => {
    const row = own[index - ownFrom];
    const name = row && named.get(row);
    const what = name === undefined ? { text: texts[index] ?? '' } : { row: name };
    return { index, path: path.map(encodeBase64), ...what };
  });
  return canonicalize({ leaf: leaf.seq, n: texts.length, rows }) ?? '';
}
