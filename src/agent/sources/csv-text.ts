/** One line of a CSV file as its columns name it. */
export type CsvRow = ReadonlyMap<string, string>;

/**
 * Reads RFC 4180 text with a header line; fields may be quoted. A last line without its line end may still be being written,
 * and is left out.
 *
 * @throws RangeError where a line has another number of fields than the header
 */
export function parseCsv(text: string): CsvRow[] {
  const [header, ...lines] = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (header === undefined) return [];
  const names = splitLine(header);
  return lines.map((line, index) => {
    const fields = splitLine(line);
    if (fields.length !== names.length) {
      throw new RangeError(`line ${index + 2} has ${fields.length} fields, the header ${names.length}`);
    }
    return new Map(names.map((name, column) => [name, fields[column] ?? '']));
  });
}

const FIELD = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g;

const splitLine = (line: string): string[] =>
  [...line.matchAll(FIELD)].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
