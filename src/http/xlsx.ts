import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import { stripIllegal } from '../render/escape.ts';

/** Media type of a workbook (ISO/IEC 29500). */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Longest text of a cell that spreadsheets open. */
const MAX_TEXT = 32_767;

/** How a column is shown. Every text is a text to a spreadsheet, whatever it begins with: none is ever a formula. */
export interface SheetColumn {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'instant';
  /** In characters. */
  readonly width: number;
  /** Number format of ISO/IEC 29500. */
  readonly format?: string;
}

export interface SheetTable {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  /** Values by column name: decimal text, RFC 3339, plain text, or null for an empty cell. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

/** A workbook of tables, each under a frozen header of column names. Equal tables give equal bytes. */
export async function toWorkbook(tables: readonly SheetTable[]): Promise<Uint8Array> {
  const sheets = tables.map(({ title, columns, rows }) => ({
    sheet: title,
    data: [
      columns.map(headerCell),
      ...rows.map((row): Row => columns.map((column) => cellOf(column, row[column.name]))),
    ],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }));
  return settleTimes(await writeExcelFile(sheets).toBuffer());
}

const headerCell = ({ name }: SheetColumn): CellObject => ({ value: name, type: String, fontWeight: 'bold' });

function cellOf({ kind, format }: SheetColumn, value: string | number | null | undefined): CellObject | null {
  if (value === null || value === undefined) return null;
  const shown = format === undefined ? {} : { format };
  if (kind === 'number' && Number.isFinite(Number(value))) return { value: Number(value), type: Number, ...shown };
  if (kind === 'instant') return { value: new Date(value), type: Date, format: 'yyyy-mm-dd hh:mm' };
  return { value: stripIllegal(String(value)).slice(0, MAX_TEXT), type: String };
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
/** Where the time of an entry stands in each kind of header, and its value: 1980-01-01, the first that zip can say. */
const TIMES: ReadonlyMap<number, number> = new Map([
  [LOCAL_HEADER, 10],
  [CENTRAL_HEADER, 12],
]);
const FIRST_TIME = 0x00210000;
const CENTRAL_SIZE = 46;
const END_OF_DIRECTORY = 22;

/** Sets every entry's time of writing to one that never changes: the validator of an answer stands for its bytes. */
function settleTimes(bytes: Buffer): Uint8Array {
  let at = bytes.readUInt32LE(bytes.length - END_OF_DIRECTORY + 16);
  while (bytes.readUInt32LE(at) === CENTRAL_HEADER) {
    settle(bytes, at);
    settle(bytes, bytes.readUInt32LE(at + 42));
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    at += lengths.reduce((sum, length) => sum + length, CENTRAL_SIZE);
  }
  return bytes;
}

function settle(bytes: Buffer, header: number): void {
  const offset = TIMES.get(bytes.readUInt32LE(header));
  if (offset !== undefined) bytes.writeUInt32LE(FIRST_TIME, header + offset);
}
