import type { Static, TSchema } from 'typebox';
import { isScalar, LineCounter, parseDocument } from 'yaml';
import { parseWith } from '../core/documents/parse-with.ts';
import { type Issue, RegistryError } from '../core/errors.ts';
import type { JsonValue } from '../core/json-value.ts';

/** A configuration that cannot be used; the message lists every mistake with its line. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}

/**
 * Reads a YAML file strictly: one document, no aliases or custom tags, no key twice, and exactly the members of the schema.
 *
 * @param name how messages call the file
 * @throws ConfigFault
 */
export function parseYamlFile<T extends TSchema>(name: string, text: string, schema: T): Static<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true, version: '1.2' });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined)
    throw new ConfigFault(`${name}:${lines.linePos(first.pos[0]).line}: ${summary(first.message)}`);
  const lineOf = (pointer: string): number | undefined => {
    const path = pathOf(pointer);
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      const range = rangeOf(node);
      if (range !== undefined) return lines.linePos(range).line;
    }
    return undefined;
  };
  try {
    return parseWith(schema, toJson(document.toJS({ maxAliasCount: 0 })));
  } catch (error) {
    if (!(error instanceof RegistryError)) throw new ConfigFault(`${name}: aliases are not taken`);
    throw new ConfigFault(error.issues.map((issue) => issueLine(name, issue, lineOf(issue.pointer))).join('\n'));
  }
}

const issueLine = (name: string, { pointer, detail, hint }: Issue, line: number | undefined): string => {
  const member = pathOf(pointer).join('.');
  const words = hint === undefined ? detail : `${detail} (${hint})`;
  return `${name}${line === undefined ? '' : `:${line}`}: ${member === '' ? 'the file' : member}: ${words}`;
};

const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function rangeOf(node: unknown): number | undefined {
  if (isScalar(node)) return node.range?.[0];
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

/** The parser's message goes on with an excerpt. */
const summary = (message: string): string => message.split('\n')[0]?.replace(/ at line .*$/, '') ?? message;

/** As JSON would carry it: a file that is empty is null. */
const toJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value ?? null));
