const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_DOMAIN = 253;

/**
 * A host name as A-labels in lower case (`Bücher.example` -> `xn--bcher-kva.example`), or `undefined` unless it is a DNS
 * name of at least two labels: no IP address, port, path, trailing dot, underscore or wildcard.
 */
export function normaliseDomain(text: string): string | undefined {
  // The URL host parser would drop a soft hyphen or decode `%2e`; only what is written counts.
  if (text === '' || text.length > MAX_DOMAIN || /[\s%/\\?#@:[\]\p{Default_Ignorable_Code_Point}]/u.test(text))
    return undefined;
  const ascii = hostOf(text);
  return ascii !== undefined && isDnsName(ascii) ? ascii : undefined;
}

/** The host as the URL standard writes it: UTS #46 mapping, Punycode, lower case. */
function hostOf(text: string): string | undefined {
  return URL.canParse(`https://${text}`) ? new URL(`https://${text}`).hostname : undefined;
}

/** Whether the text already is what `normaliseDomain` gives. Documents carry domains in this form only. */
export const isNormalDomain = (text: string): boolean => normaliseDomain(text) === text;

/** Top-level domains reserved for tests and documentation (RFC 2606, RFC 6761). Nobody can own a name under them. */
const RESERVED = ['.example', '.test'];

/** Whether a normal domain lies under a top level that is nobody's. */
export const isReservedDomain = (domain: string): boolean => RESERVED.some((suffix) => domain.endsWith(suffix));

function isDnsName(ascii: string): boolean {
  const labels = ascii.split('.');
  if (ascii.length > MAX_DOMAIN || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return false;
  // A top level of digits (or 0x…) is how an IPv4 address ends (WHATWG URL, "ends in a number").
  return !/^([0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
}
