import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './tx.ts';

/** A value of a parameter as the driver takes it. */
export type Parameter = string | number | boolean | null;
type Row = Readonly<Record<string, unknown>>;

/** Runs one statement with parameters `$1`, `$2` … inside an open transaction. */
export type Run = (text: string, values: readonly Parameter[]) => Promise<readonly Row[]>;

/** Through a transaction of the query builder, which costs more per parameter than the bare driver does. */
export const runIn =
  (tx: Tx): Run =>
  async (text, values) =>
    (await tx.execute(withParameters(text, values))).rows;

function withParameters(text: string, values: readonly Parameter[]): SQL {
  const parts = text
    .split(/(\$\d+)/)
    .map((part) => (/^\$\d+$/.test(part) ? sql`${values[Number(part.slice(1)) - 1]}` : sql.raw(part)));
  return sql.join(parts);
}

/** Rows of one statement. Parameters cost the server more the more of them there are; it numbers them with 16 bits. */
const MOST_ROWS = 250;

/**
 * Runs a statement around a `VALUES` list, which keeps the order of rows, as often as their number takes.
 *
 * @param types of a row's columns, as the server spells them
 * @param statement the text around the list
 */
export async function runWithRows(
  run: Run,
  types: readonly string[],
  rows: readonly (readonly Parameter[])[],
  statement: (list: string) => string,
): Promise<readonly Row[]> {
  const results: Row[] = [];
  for (let at = 0; at < rows.length; at += MOST_ROWS) {
    const some = rows.slice(at, at + MOST_ROWS);
    results.push(...(await run(statement(valuesList(types, some.length)), some.flat())));
  }
  return results;
}

/** The server infers types from the first row of a list. */
function valuesList(types: readonly string[], rows: number): string {
  const width = types.length;
  const first = `(${types.map((type, at) => `$${at + 1}::${type}`).join(',')})`;
  const further = Array.from(
    { length: Math.max(0, rows - 1) },
    (_, row) => `(${types.map((_type, at) => `$${(row + 1) * width + at + 1}`).join(',')})`,
  );
  return [first, ...further].join(',');
}
