import type { ChainLink } from '../core/documents/attestation.ts';
import { type Digest, isDigest } from '../core/ids.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json-value.ts';
import type { Fetch } from '../sdk/client.ts';
import { networkFault } from '../sdk/network-fault.ts';
import { type Refused, type Reply, readReply } from '../sdk/reply.ts';
import { readLink } from './chain.ts';

/** The registry's answer to one attestation of a batch. */
export interface Answer {
  readonly status: number;
  /** Empty where it was accepted. */
  readonly code: string;
  readonly detail: string;
  /** Of what was accepted: with `chain_replayed` another than was sent. */
  readonly digest: Digest | undefined;
  /** With `chain_gap` the place that comes next. */
  readonly expected: ChainLink | undefined;
  /** All of it, as it came. */
  readonly document: JsonObject;
}

/** What became of a request. */
export type Delivery =
  | { readonly kind: 'answered'; readonly answers: readonly Answer[] }
  /** Nothing was decided: send the same bytes later. `unanswered`: they may yet arrive. */
  | {
      readonly kind: 'postponed';
      readonly reason: string;
      readonly retryAfterS: number | undefined;
      readonly unanswered: boolean;
    }
  /** The whole request was refused. */
  | { readonly kind: 'refused'; readonly answer: Answer };

/** The way to the registry. */
export interface Transport {
  /** Sends 1 to 1,000 attestations, once, in this order. Never throws for what the network or the registry does. */
  send(attestations: readonly string[]): Promise<Delivery>;
}

/** No answer after this long is none. */
export const REQUEST_TIMEOUT_MS = 60_000;
const PATH = '/v1/attestations';

/** Sends batches over HTTP. `stop` ends a request that is under way. */
export function createTransport(origin: string, fetchOne: Fetch, stop: AbortSignal): Transport {
  return {
    send: async (attestations) => {
      const init: RequestInit = {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ attestations }),
        signal: AbortSignal.any([stop, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      };
      return readDelivery(await ask(fetchOne, `${origin}${PATH}`, init), attestations.length);
    },
  };
}

async function ask(fetchOne: Fetch, url: string, init: RequestInit): Promise<Reply> {
  try {
    return await readReply(await fetchOne(url, init));
  } catch (error) {
    return { kind: 'unreachable', detail: networkFault(error), transient: true };
  }
}

function readDelivery(reply: Reply, count: number): Delivery {
  if (reply.kind === 'unreachable') return postponed(reply.detail, undefined, true);
  if (reply.kind === 'refused') return readRefusal(reply);
  const results = isJsonObject(reply.json) ? reply.json['results'] : undefined;
  const answers = Array.isArray(results) ? results.map(readAnswer) : [];
  // Whatever answered, it was no registry: nothing is known of the statements.
  return answers.length === count
    ? { kind: 'answered', answers }
    : postponed('the answer does not match the batch', undefined, true);
}

function readRefusal({ status, problem, retryAfterS }: Refused): Delivery {
  const passes = status >= 500 || status === 429;
  if (passes) return postponed(`${problem.code} (HTTP ${status})`, retryAfterS, status >= 500);
  return { kind: 'refused', answer: readAnswer({ ...problem.document, status }) };
}

const postponed = (reason: string, retryAfterS: number | undefined, unanswered: boolean): Delivery => ({
  kind: 'postponed',
  reason,
  retryAfterS,
  unanswered,
});

function readAnswer(value: JsonValue): Answer {
  const document = isJsonObject(value) ? value : {};
  const { status, code, detail } = document;
  const digest = document['accepted'] ?? document['digest'];
  return {
    status: typeof status === 'number' ? status : 0,
    code: typeof code === 'string' ? code : '',
    detail: typeof detail === 'string' ? detail : '',
    digest: isDigest(digest) ? digest : undefined,
    expected: readLink(document['expected']),
    document,
  };
}
