import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PUBLISHED = fileURLToPath(new URL('../../../shared/vectors/blns/blns.json', import.meta.url));

/** Ours, in case the published list is not there. */
const OWN = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';alert(1)//",
  '</title><script>alert(1)</script>',
  ']]>',
  '&lt;&#0;&bogus;',
  '\u0000\u0001\u0008\u000b\uFFFE\uFFFF',
  'lone \uD800 surrogate',
  '\u202Eevil\u202C',
  '{{7*7}}\u0024{7*7}',
];

/** Texts that break careless programs: the Big List of Naughty Strings where it is present, and a few more. */
export function naughtyStrings(): readonly string[] {
  if (!existsSync(PUBLISHED)) {
    console.warn('The Big List of Naughty Strings is not present; testing with the short own list.');
    return OWN;
  }
  const list: unknown = JSON.parse(readFileSync(PUBLISHED, 'utf8'));
  if (!Array.isArray(list)) throw new Error('the list of naughty strings is no list');
  return [...OWN, ...list.filter((one): one is string => typeof one === 'string')];
}
