/**
 * One pass over JSON text for what `JSON.parse` lets through. It does not check the grammar: where the text is well
 * formed its tokens are exactly the parser's, and where it is not the parser refuses the text afterwards.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

const NUMBER = /[-+.0-9eE]+/y;
const INTEGER = /^-?(?:0|[1-9][0-9]{0,15})$/;
const NOT_BLANK = /[^ \t\n\r]/g;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
/** With the `u` flag a surrogate matches only where it stands alone. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const FORBIDDEN_MEMBERS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Position, depth and the member names seen so far in each open container; sets are reused per depth. */
interface Scan {
  readonly text: string;
  readonly maxDepth: number;
  readonly members: Set<string>[];
  at: number;
  depth: number;
}

/** The first fault found in the text, in words, or `undefined`. Linear in the length; memory bounded by the text. */
export function scanJson(text: string, maxDepth: number): string | undefined {
  const scan: Scan = { text, maxDepth, members: [], at: 0, depth: 0 };
  while (scan.at < text.length) {
    const fault = scanToken(scan);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function scanToken(scan: Scan): string | undefined {
  const unit = scan.text.charCodeAt(scan.at);
  if (unit === QUOTE) return scanString(scan);
  if (unit === MINUS || (unit >= 0x30 && unit <= 0x39)) return scanNumber(scan);
  scan.at++;
  if (unit === OPEN_OBJECT || unit === OPEN_ARRAY) return openContainer(scan);
  if (unit === CLOSE_OBJECT || unit === CLOSE_ARRAY) scan.depth = Math.max(0, scan.depth - 1);
  return undefined;
}

function openContainer(scan: Scan): string | undefined {
  scan.depth++;
  if (scan.depth > scan.maxDepth) return `nested deeper than ${scan.maxDepth}`;
  scan.members[scan.depth]?.clear();
  return undefined;
}

function scanNumber(scan: Scan): string | undefined {
  NUMBER.lastIndex = scan.at;
  const token = NUMBER.exec(scan.text)?.[0] ?? '';
  scan.at += token.length;
  if (!INTEGER.test(token)) return `the number ${clip(token)} is not a plain integer; decimals travel as strings`;
  if (!Number.isSafeInteger(Number(token))) return `the number ${token} is beyond 2^53-1`;
  return undefined;
}

function scanString(scan: Scan): string | undefined {
  const start = scan.at;
  const end = closingQuote(scan.text, start);
  if (end < 0) return 'unterminated string';
  scan.at = end + 1;
  const raw = scan.text.slice(start, end + 1);
  const value = raw.includes('\\') ? unescaped(raw) : raw.slice(1, -1);
  if (value === undefined) return 'malformed escape in a string';
  if (SURROGATE_ESCAPE.test(raw) && LONE_SURROGATE.test(value)) return 'lone surrogate in a string';
  return isMemberName(scan) ? addMember(scan, value) : undefined;
}

/** Index of the quote that ends the string opened at `start`, or -1. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at;
    if (unit === BACKSLASH) at++;
  }
  return -1;
}

function unescaped(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** In well-formed JSON a colon follows a member name and nothing else. */
function isMemberName(scan: Scan): boolean {
  const next = scan.text.charCodeAt(scan.at);
  if (next === COLON) return true;
  if (next > 0x20) return false;
  NOT_BLANK.lastIndex = scan.at;
  return NOT_BLANK.exec(scan.text)?.[0] === ':';
}

function addMember(scan: Scan, name: string): string | undefined {
  if (FORBIDDEN_MEMBERS.has(name)) return `a member may not be named ${name}`;
  const seen = scan.members[scan.depth];
  if (seen === undefined) scan.members[scan.depth] = new Set([name]);
  else if (seen.has(name)) return `duplicate member ${JSON.stringify(clip(name))}`;
  else seen.add(name);
  return undefined;
}

const clip = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60)}…`);
