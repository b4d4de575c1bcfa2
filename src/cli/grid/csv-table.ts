/** A row by the names of its columns; short rows leave columns out. */
export type CsvRow = ReadonlyMap<string, string>;

/**
 * A table as exports write it (RFC 4180): header first, fields with or without quotes, comma, semicolon or tab between them,
 * whichever the header has most of. A byte order mark is skipped.
 */
export function readTable(text: string): { readonly columns: readonly string[]; readonly rows: readonly CsvRow[] } {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const separator = [',', ';', '\t'].reduce((best, one) => (count(header, one) > count(header, best) ? one : best));
  const columns = fieldsOf(header, separator);
  const rows = lines
    .filter((line) => line.trim() !== '')
    .map((line) => new Map(fieldsOf(line, separator).map((field, index) => [columns[index] ?? '', field])));
  return { columns, rows };
}

const count = (text: string, separator: string): number => text.split(separator).length;

/** Fields of one line; a quote inside quotes is written twice. No export breaks lines within a field. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return [...fields, field.trim()];
}
