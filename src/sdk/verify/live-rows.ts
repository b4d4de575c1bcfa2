import { BUNDLE } from '../../core/evidence-bundle.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { AccumulatorRow } from '../../core/telemetry/accumulator-row.ts';
import { addDays } from '../../core/telemetry/day.ts';
import { rowKey } from '../../core/telemetry/row-order.ts';
import { parseRow } from '../../core/telemetry/row-text.ts';
import { verifyRow } from '../../log/day-rows.ts';
import { parseWindow } from '../../log/window.ts';
import type { Bundle } from './bundle.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { digestsOf } from './grounds.ts';
import { readObject } from './jwt.ts';
import { proveDigest } from './proof-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/* The accumulator rows of a live certificate: under the roots its issuing leaf names, and none left out. */

/** What a live certificate was worked out from. */
export interface LiveRows {
  /** First and last closed day, both included. */
  readonly from: string;
  readonly to: string;
  /** The newest version of each row of these days. */
  readonly rows: readonly AccumulatorRow[];
}

/** A closed day the issuing leaf names. */
interface NamedDay {
  readonly day: string;
  readonly leaf: ProvenLeaf;
}

/** Members of `in` that are roots of closed days, of which a bundle holds the leaves. */
export async function daysNamed(x: Examination, issuing: ProvenLeaf): Promise<readonly ProvenLeaf[]> {
  const leaves: ProvenLeaf[] = [];
  for (const digest of digestsOf(issuing.leaf['in']).slice(1)) {
    const proven = await proveDigest(x, digest);
    if (proven.word === 'ok' && proven.value.leaf.t === 'telemetry.day') leaves.push(proven.value);
  }
  return leaves;
}

/** Reads and proves the rows. */
export function readLiveRows(bundle: Bundle, issuing: ProvenLeaf, leaves: readonly ProvenLeaf[]): Answer<LiveRows> {
  const days = placeDays(leaves);
  const [first, last] = [days?.[0], days?.at(-1)];
  if (days === undefined || first === undefined || last === undefined)
    return refuted('the closed days the certificate names do not follow each other');
  if (leaves.some(({ index }) => index > issuing.index)) return refuted('a day was closed after the certificate');
  const newest = new Map<string, string>();
  const used = new Set<string>();
  for (const one of days) {
    const own = readBlock(bundle, one, String(issuing.leaf['org']), used);
    if (own.word !== 'ok') return own;
    for (const text of own.value) {
      const row = parseRow(text);
      if (row !== undefined && first.day <= row.day && row.day <= last.day) newest.set(rowKey(row), text);
    }
  }
  const rows = [...newest.values()].map(parseRow).filter((row) => row !== undefined);
  const names = new Set(rows.map((row) => BUNDLE.row(row)));
  const stray = [...bundle.entries.keys()].find(
    (name) => name.startsWith('rows/') && !(names.has(name) && used.has(name)),
  );
  if (stray !== undefined) return refuted(`${stray} is no newest row of the days the certificate rests on`);
  return found({ from: first.day, to: last.day, rows });
}

/**
 * The day of each leaf. Days without any row have one root in common, so a receipt may be of another such day: the place among
 * its neighbours tells which it is.
 */
function placeDays(leaves: readonly ProvenLeaf[]): readonly NamedDay[] | undefined {
  const known = leaves.findIndex(({ leaf }) => leaf['n'] !== 0);
  const anchor = leaves[known]?.leaf['day'];
  if (typeof anchor !== 'string') return undefined;
  const days = leaves.map((leaf, at) => ({ day: addDays(anchor, at - known), leaf }));
  return days.every(({ day, leaf: { leaf } }) => leaf['n'] === 0 || leaf['day'] === day) ? days : undefined;
}

interface ProvedRow {
  readonly index: number;
  readonly text: string;
}

/** Texts of the organisation's rows under a leaf: proved one by one, side by side, up to its neighbours on both sides. */
function readBlock(bundle: Bundle, { day, leaf }: NamedDay, org: string, used: Set<string>): Answer<readonly string[]> {
  const { n } = leaf.leaf;
  if (n === 0) return found([]);
  const name = BUNDLE.rowProofs(day);
  const file = bundle.entries.get(name);
  if (file === undefined) return missing(`${name} is not in the bundle`);
  const list = readObject(file.bytes)?.['rows'];
  if (!Array.isArray(list)) return refuted(`${name} lists no rows`);
  const proved: ProvedRow[] = [];
  for (const item of list) {
    const row = proveItem(bundle, item, Number(n), leaf, used);
    if (row.word !== 'ok') return { ...row, reason: `${name}: ${row.reason}` };
    proved.push(row.value);
  }
  const fault = gapIn(proved, Number(n), org);
  if (fault !== undefined) return refuted(`${name}: ${fault}`);
  return found(proved.filter(({ text }) => parseRow(text)?.org === org).map(({ text }) => text));
}

function proveItem(
  bundle: Bundle,
  item: JsonValue,
  n: number,
  { leaf }: ProvenLeaf,
  used: Set<string>,
): Answer<ProvedRow> {
  if (!isJsonObject(item)) return refuted('a row is no object');
  const { index, path, row, text } = item;
  const way = parseWindow({ index: index ?? null, size: n, path: path ?? null });
  if (way === undefined) return refuted('a row has no path');
  const entry = typeof row === 'string' ? bundle.entries.get(row) : undefined;
  if (typeof row === 'string' && entry === undefined) return missing(`${row} is not in the bundle`);
  const words = entry === undefined ? text : Buffer.from(entry.bytes).toString('utf8');
  if (typeof words !== 'string' || parseRow(words) === undefined) return refuted(`row ${way.index} is none`);
  const inside = verifyRow(words, way, leaf);
  if (!inside.ok) return refuted(`${typeof row === 'string' ? row : `row ${way.index}`}: ${inside.reason}`);
  if (typeof row === 'string') used.add(row);
  return found({ index: way.index, text: words });
}

/** Why rows of the organisation may be missing; `undefined` where they cannot. */
function gapIn(proved: readonly ProvedRow[], n: number, org: string): string | undefined {
  const [first, last] = [proved[0], proved.at(-1)];
  if (first === undefined || last === undefined) return 'it proves no row';
  if (proved.some(({ index }, at) => index !== first.index + at)) return 'its rows do not stand side by side';
  const holder = ({ text }: ProvedRow): string => parseRow(text)?.org ?? '';
  if (first.index > 0 && holder(first) >= org) return 'a row of the organisation may come before the first';
  if (last.index < n - 1 && holder(last) <= org) return 'a row of the organisation may come after the last';
  return undefined;
}
