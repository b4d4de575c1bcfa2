/** Longer headers are read only this far. */
const MAX_PREFER = 1_000;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PREFERENCE = new RegExp(`^(${TOKEN})(?:[ \\t]*=[ \\t]*(${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?$`);

/**
 * The preferences of a request (RFC 7240 section 2) by lower-case name: the first of each name counts, parameters are left
 * aside, no value and the empty one are the same. A preference is a wish, so what is malformed is ignored.
 *
 * @param header one or more fields joined by commas, as Node hands them over
 */
export function parsePrefer(header: string | undefined): ReadonlyMap<string, string> {
  const preferences = new Map<string, string>();
  for (const element of splitOutsideQuotes((header ?? '').slice(0, MAX_PREFER), ',')) {
    const [wish = ''] = splitOutsideQuotes(element, ';');
    const [, name, word = ''] = PREFERENCE.exec(wish.trim()) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && !preferences.has(key)) preferences.set(key, unquote(word));
  }
  return preferences;
}

/** Whether the client would rather have 202 at once than wait (RFC 7240 section 4.1). The preference has no value. */
export const prefersAsync = (header: string | string[] | undefined): boolean =>
  parsePrefer(header === undefined ? header : [header].flat().join(',')).get('respond-async') === '';

const unquote = (word: string): string => (word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, '$1') : word);

/** Cuts at a separator that is not within a quoted string; one that does not end swallows the rest, which then is no wish. */
function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === separator && !quoted) {
      parts.push('');
      continue;
    }
    const pair = quoted && char === '\\' ? text.slice(at, at + 2) : char;
    if (pair === '"') quoted = !quoted;
    parts.push(`${parts.pop() ?? ''}${pair}`);
    at += pair.length - 1;
  }
  return parts;
}
