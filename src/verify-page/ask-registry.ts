import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import { detect } from '../sdk/verify/detect.ts';
import { ASPECTS, type Verification, WORDS } from '../sdk/verify/verdict.ts';
import type { Given } from './intake.tsx';
import type { Outcome } from './outcome.ts';

/**
 * What the registry itself says of the same bytes. Its answer is shown as it is; whether it is right shows beside it. What is
 * nothing of the registry's is not sent: it may be anything that lay on the visitor's disk.
 */
export async function askRegistry({ bytes }: Given): Promise<Outcome> {
  if (!isArtefact(bytes))
    return { state: 'absent', reason: 'it was not asked, for this is nothing it could have signed' };
  try {
    const headers = { 'content-type': 'application/octet-stream', accept: 'application/json' };
    const reply = await fetch('/v1/verify', { method: 'POST', body: bytes.slice(), headers });
    const answer: JsonValue = await reply.json();
    if (isVerification(answer)) return { state: 'answered', verification: answer };
    const detail = isJsonObject(answer) ? answer['detail'] : undefined;
    return {
      state: 'refused',
      reason: typeof detail === 'string' ? detail : `it answered with status ${reply.status}`,
    };
  } catch {
    return { state: 'absent', reason: 'it could not be reached' };
  }
}

function isArtefact(bytes: Uint8Array): boolean {
  try {
    return detect(bytes).kind !== undefined;
  } catch {
    return false;
  }
}

function isVerification(answer: JsonValue): answer is JsonObject & Verification {
  if (!isJsonObject(answer)) return false;
  const { reasons, facts, kind } = answer;
  if (!isJsonObject(reasons) || !isJsonObject(facts) || typeof kind !== 'string') return false;
  return ASPECTS.every(
    (aspect) => WORDS.some((word) => word === answer[aspect]) && typeof reasons[aspect] === 'string',
  );
}
