import { stringify } from 'csv-stringify/sync';
import type { ListingRow } from '../core/views.ts';

/** Columns of the tabular exports, in this order: the members of a row, the mirrors flat. */
export const LISTING_COLUMNS = [
  'party_id',
  'name',
  'domain',
  'country',
  'sector',
  'tier',
  'composite_percent',
  'composite_6',
  'efficiency',
  'timing',
  'data_diet',
  'circularity',
  'assurance_level',
  'live',
  'state',
  'certificate_id',
  'certified_at',
  'valid_to',
] as const;

const NO_MIRRORS = { efficiency: null, timing: null, data_diet: null, circularity: null };

/** A row with its mirrors beside its other members. */
export const flatRow = ({ mirrors, ...row }: ListingRow) => ({ ...row, ...(mirrors ?? NO_MIRRORS) });

/**
 * Rows as CSV (RFC 4180), header first. Null is an empty field. A text that a spreadsheet would run as a formula gets an
 * apostrophe before it.
 */
export async function* toCsv(pages: AsyncIterable<readonly ListingRow[]>): AsyncGenerator<string> {
  yield `${LISTING_COLUMNS.join(',')}\r\n`;
  for await (const rows of pages) {
    yield stringify(rows.map(flatRow), {
      columns: [...LISTING_COLUMNS],
      escape_formulas: true,
      record_delimiter: 'windows',
    });
  }
}

/** Rows as JSON, one a line. */
export async function* toJsonLines(pages: AsyncIterable<readonly ListingRow[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
