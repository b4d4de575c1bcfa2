import type { Static, TSchema } from 'typebox';
import { parseWith, type Rules } from '../core/documents/parse-with.ts';
import { RegistryError } from '../core/errors.ts';
import { parseStrictJson } from '../core/json.ts';

/**
 * The JSON body of a request that is no document of the registry, strictly: its faults are the request's.
 *
 * @throws RegistryError request_invalid with every issue, pointers relative to the body
 */
export function readRequestBody<T extends TSchema>(
  schema: T,
  body: Uint8Array,
  rules: Rules<Static<T>> = {},
): Static<T> {
  const value = parseStrictJson(body, 'request_invalid');
  return asRequest(() => parseWith(schema, value, rules));
}

/** Runs a parser of documents for what is a request. @throws RegistryError request_invalid in place of document_invalid */
export function asRequest<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code !== 'document_invalid') throw error;
    throw new RegistryError('request_invalid', error.message.replace('the document', 'the request'), {
      issues: error.issues,
    });
  }
}
