import type { Digest } from '../core/ids.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { Stores } from './ports.ts';
import { storedBody } from './stored-body.ts';

/**
 * What is read from accepted documents, kept in memory: a digest fixes its document, so an entry is never out of date.
 *
 * @param most entries; beyond them it begins anew
 * @param read the body was proven when it was accepted
 */
export function keptDocuments<T>(most: number, read: (body: JsonValue) => T) {
  const kept = new Map<Digest, T>();
  return async (tx: Pick<Stores, 'statements'>, digest: Digest): Promise<T> => {
    const known = kept.get(digest);
    if (known !== undefined) return known;
    const statement = await tx.statements.find(digest);
    if (statement === undefined) throw new Error(`no statement is stored for the document ${digest}`);
    const value = read(storedBody(statement.jws));
    if (kept.size >= most) kept.clear();
    kept.set(digest, value);
    return value;
  };
}
