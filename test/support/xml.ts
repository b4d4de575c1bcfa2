import { expect } from 'vitest';

const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[a-zA-Z_:][\w:.-]*="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /[^<>]+/y;
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the characters XML 1.0 forbids
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** A strict look at the XML our pictures use: tags nest, attributes are quoted and unique, only the five entities occur. */
export function expectWellFormed(xml: string): void {
  expect(faultIn(xml.trim())).toBeUndefined();
}

function faultIn(xml: string): string | undefined {
  if (ILLEGAL.test(xml)) return 'a character XML 1.0 forbids';
  if (ENTITY.test(xml)) return 'a bare ampersand';
  const open: string[] = [];
  let position = 0;
  while (position < xml.length) {
    const text = matchAt(TEXT, xml, position);
    if (text !== null) {
      if (open.length === 0) return `text outside the root at ${position}`;
      position += text[0].length;
      continue;
    }
    const tag = matchAt(TAG, xml, position);
    if (tag === null) return `no tag at ${position}: ${xml.slice(position, position + 60)}`;
    position += tag[0].length;
    const fault = applyTag(tag, open);
    if (fault !== undefined) return fault;
    if (open.length === 0 && position < xml.length) return 'more than one root';
  }
  return open.length === 0 ? undefined : `never closed: ${open.join(', ')}`;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function applyTag([, closing, name = '', attributes = '', empty]: RegExpExecArray, open: string[]): string | undefined {
  if (closing === '/') return open.pop() === name ? undefined : `</${name}> closes another element`;
  const names = [...attributes.matchAll(/\s([\w:.-]+)="/g)].map((match) => match[1]);
  if (new Set(names).size !== names.length) return `twice the same attribute on <${name}>`;
  if (empty !== '/') open.push(name);
  return undefined;
}
