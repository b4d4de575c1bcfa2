import { decodeBase64url } from '../../core/base64url.ts';
import type { AccumulatorRow } from '../../core/telemetry/accumulator-row.ts';
import { compareRowNames } from '../../core/telemetry/row-order.ts';
import { parseRow } from '../../core/telemetry/row-text.ts';
import { failed, passed, type Verdict } from '../../log/checkpoint.ts';
import { dayRoot } from '../../log/day-rows.ts';
import { sameBytes } from '../../log/hash.ts';

/** A row, and the exact text that is under the root. */
export interface RowVersion {
  readonly row: AccumulatorRow;
  readonly text: string;
}

/** Reads the rows of a `telemetry.day` leaf as it is served: exactly those under its root, in its order, each in strict form. */
export function readDayRows(
  text: string,
  { root, n, day }: { readonly root: string; readonly n: number; readonly day: string },
): Verdict<readonly RowVersion[]> {
  const lines = text.split('\n');
  if (lines.pop() !== '') return failed('the last row is not ended');
  if (lines.length !== n) return failed(`${lines.length} rows are served, the leaf states ${n}`);
  if (!sameBytes(dayRoot(lines), decodeBase64url(root) ?? new Uint8Array()))
    return failed('the rows served do not give the root of the leaf');
  const versions: RowVersion[] = [];
  for (const line of lines) {
    const row = parseRow(line);
    if (row === undefined) return failed(`row ${versions.length} is none: ${line.slice(0, 100)}`);
    if (row.day > day) return failed(`row ${versions.length} is of ${row.day}, a day that was not closed`);
    const before = versions.at(-1);
    if (before !== undefined && compareRowNames(before.row, row) >= 0)
      return failed(`row ${versions.length} does not come after the one before it`);
    versions.push({ row, text: line });
  }
  return passed(versions);
}
