import { assertThat } from '../core/errors.ts';
import type { ListingRow } from '../core/views.ts';
import { flatRow, LISTING_COLUMNS } from './listing-export.ts';
import { type SheetColumn, toWorkbook } from './xlsx.ts';

/** Most organisations in one workbook: it is made in memory, and spreadsheets grow slow beyond. CSV has no limit. */
export const MAX_SHEET_ROWS = 20_000;

type Name = (typeof LISTING_COLUMNS)[number];

const percent: Omit<SheetColumn, 'name'> = { kind: 'number', width: 11, format: '0.0' };
const LOOKS: Readonly<Partial<Record<Name, Omit<SheetColumn, 'name'>>>> = {
  name: { kind: 'text', width: 32 },
  domain: { kind: 'text', width: 28 },
  composite_percent: percent,
  composite_6: { kind: 'number', width: 11, format: '0.000000' },
  efficiency: percent,
  timing: percent,
  data_diet: percent,
  circularity: percent,
  assurance_level: { kind: 'number', width: 10, format: '0' },
  certificate_id: { kind: 'text', width: 38 },
  certified_at: { kind: 'instant', width: 17 },
  valid_to: { kind: 'instant', width: 17 },
};

/**
 * The listing as a workbook of one sheet with the columns of the CSV.
 *
 * @throws RegistryError request_invalid for a result of more than `MAX_SHEET_ROWS`
 */
export async function listingWorkbook(pages: AsyncIterable<readonly ListingRow[]>): Promise<Uint8Array> {
  const rows: ReturnType<typeof flatRow>[] = [];
  for await (const page of pages) {
    rows.push(...page.map(flatRow));
    assertThat(
      rows.length <= MAX_SHEET_ROWS,
      'request_invalid',
      `a workbook has at most ${MAX_SHEET_ROWS} organisations`,
      {
        issues: [{ pointer: '', code: 'too_many', detail: 'the result is too large for a workbook', hint: HINT }],
      },
    );
  }
  const columns = LISTING_COLUMNS.map((name): SheetColumn => ({ name, kind: 'text', width: 16, ...LOOKS[name] }));
  return toWorkbook([{ title: 'Register', columns, rows }]);
}

const HINT = 'Narrow the filters, or take /v1/organisations.csv, which has the same columns and no limit.';
