import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A catalogue of hostile inputs kept beside the repository; what rests on it is skipped where it is absent. */
const shared = new URL('../../../shared/', import.meta.url);
const list = new URL('tools/bad-inputs.json', shared);
const suite = new URL('vectors/jsontestsuite/test_parsing/', shared);

export interface Entry {
  readonly id: string;
  readonly class: string;
  readonly what: string;
  readonly input?: unknown;
  readonly gen?: string;
  readonly expected: string;
}

export const hasCatalogue = existsSync(list);
if (!hasCatalogue) console.warn(`SKIPPED: there is no catalogue of bad inputs at ${list.pathname}`);

export const entries: readonly Entry[] = hasCatalogue ? JSON.parse(readFileSync(list, 'utf8')).entries : [];

/** What an entry stands for; a list means that every element is a case of its own. */
export async function casesOf(entry: Entry): Promise<readonly unknown[]> {
  const library: { materialise(entry: Entry): unknown } = await import(
    new URL('tools/bad-inputs-lib.mjs', shared).href
  );
  const made = library.materialise(entry);
  return Array.isArray(made) ? made : [made];
}

/** The raw JSON tokens that an entry puts in the place of a value: the argument of its `NUM`, `TIME` or `UNIT`. */
export function tokensOf({ gen, input }: Entry): readonly string[] {
  const [, token] = /\b(?:NUM|TIME|UNIT)\(("(?:[^"\\]|\\.)*")\)/.exec(gen ?? '') ?? [];
  if (token !== undefined) return [String(JSON.parse(token))];
  return input === undefined ? [] : [input].flat().map((one) => JSON.stringify(one));
}

/** Texts of the JSONTestSuite that no strict parser takes (`n_`), and those it may or may not (`i_`). */
export function jsonSuite(): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  if (!existsSync(suite)) return [];
  const names = readdirSync(suite).filter((name) => /^[ni]_.*\.json$/.test(name));
  return names.map((name) => ({ name, bytes: readFileSync(new URL(encodeURIComponent(name), suite)) }));
}
