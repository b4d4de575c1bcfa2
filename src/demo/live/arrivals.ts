import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { Deps } from '../../registry/ports.ts';

type Batch = { readonly results: readonly JsonValue[] };
const acceptAttestations = async (_deps: Deps, _texts: readonly string[]): Promise<Batch> => ({ results: [] });

/** What one item of a batch got. */
export interface Arrival {
  readonly status: number;
  readonly code: string | undefined;
  readonly detail: string | undefined;
}

/** The most items of one batch (statements section 6). */
const BATCH = 1000;

/** Sends attestations, in chain order per site; one arrival each, in order. */
export async function sendAttestations(deps: Deps, texts: readonly string[]): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const { results } = await acceptAttestations(deps, texts.slice(from, from + BATCH));
    arrivals.push(...results.map(readArrival));
  }
  return arrivals;
}

function readArrival(result: JsonValue): Arrival {
  const { status, code, detail } = isJsonObject(result) ? result : {};
  return {
    status: typeof status === 'number' ? status : 0,
    code: typeof code === 'string' ? code : undefined,
    detail: typeof detail === 'string' ? detail : undefined,
  };
}

/** The first item that was not accepted. */
export const refusedOf = (arrivals: readonly Arrival[]): Arrival | undefined =>
  arrivals.find(({ status }) => status !== 200 && status !== 201);
