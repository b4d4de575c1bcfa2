import type { TSchema } from 'typebox';
import { compileParams, compileQuery, propertyNames, type RawQuery } from './query.ts';

interface Part {
  readonly schema: TSchema;
  readonly httpPart?: string;
}

/** How request parts are checked. Bodies are read by the use cases alone: their schemas only describe. */
export function compilePart({ schema, httpPart }: Part) {
  if (httpPart === 'querystring') return compileQuery(schema);
  return httpPart === 'params' ? compileParams(schema) : () => true;
}

/**
 * The same for pages. They forgive what the API refuses: empty fields of a form and parameters nobody knows (campaign tags)
 * are left out; what remains is read as strictly as anywhere.
 */
export function compilePagePart(part: Part) {
  if (part.httpPart !== 'querystring') return compilePart(part);
  const read = compileQuery(part.schema);
  const known = propertyNames(part.schema);
  return (query: RawQuery) =>
    read(Object.fromEntries(Object.entries(query).filter(([name, text]) => known.includes(name) && text !== '')));
}

/**
 * The same for pictures on other people's sites, where a document would be a broken image: of a query only what is known and
 * has a value that there is counts; the rest is as if it were not there. Every parameter must be optional.
 */
export function compilePicturePart(part: Part) {
  if (part.httpPart !== 'querystring') return compilePart(part);
  const read = compileQuery(part.schema);
  const known = propertyNames(part.schema);
  const isRead = (name: string, text: string | string[]): boolean =>
    known.includes(name) && 'value' in read({ [name]: text });
  return (query: RawQuery) =>
    read(Object.fromEntries(Object.entries(query).filter(([name, text]) => isRead(name, text))));
}
