import { isJsonObject, parseStrictJson } from '../core/json.ts';
import type { JsonValue } from '../core/json-value.ts';
import { type Claim, mismatch } from './claim.ts';
import { MAX_BODY_BYTES, type WebAnswer } from './get.ts';

/** Where a domain keeps its document. */
export const WELL_KNOWN_PATH = '/.well-known/carbon-mirror.json';

/** Why an answer that is no redirect proves nothing; `undefined` where it proves the claim. */
export function answerFault({ status, encoding, isCut, body }: WebAnswer, claim: Claim): string | undefined {
  if (status !== 200) return `the answer has status ${status}, not 200`;
  if (encoding !== 'identity') return 'the answer is compressed, which was not asked for';
  if (isCut) return `the answer is larger than ${MAX_BODY_BYTES} bytes`;
  return documentFault(body, claim);
}

/** `{"registry": origin, "party": party_id, "keys": [kid…]}`, strict JSON. Members beside these are the domain's own affair. */
export function documentFault(bytes: Uint8Array, claim: Claim): string | undefined {
  const document = readJson(bytes);
  if (!isJsonObject(document)) return 'the document is not an object in strict JSON';
  const { registry, party, keys } = document;
  if (typeof registry !== 'string' || typeof party !== 'string' || !isTexts(keys))
    return 'the document lacks registry, party or keys, or has them in another form';
  return mismatch({ registry, party, keys }, claim);
}

const isTexts = (value: JsonValue | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function readJson(bytes: Uint8Array): JsonValue {
  try {
    return parseStrictJson(bytes, 'request_invalid');
  } catch {
    return null;
  }
}
