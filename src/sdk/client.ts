import { setTimeout as wait } from 'node:timers/promises';
import { awaitReceipt } from './await-receipt.ts';
import { networkFault, TIMEOUT_MS } from './network-fault.ts';
import { type Reply, readReply } from './reply.ts';

/** The part of `fetch` the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** The registry's origin, such as `https://registry.example`: also the `aud` of every statement sent there. */
  readonly origin: string;
  readonly fetch?: Fetch;
  /** Waits this many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** Told before each repetition. */
  readonly onRetry?: (retry: Retry) => void;
}

/** Why a request is sent again, and when. */
export interface Retry {
  readonly reason: string;
  readonly delayMs: number;
  /** Which attempt comes next, of how many. */
  readonly attempt: number;
  readonly attempts: number;
}

/** A connection to one registry. Every method answers with a `Reply`; none throws for what the network or registry does. */
export interface Client {
  readonly origin: string;
  /**
   * Posts a signed statement. After a time-out or a 5xx the same bytes are sent again, up to four times in all: the
   * registry answers a statement it already has with its original answer (statements section 3).
   */
  submit(path: string, jws: string): Promise<Reply>;
  /** The reply to a statement with its receipt: where it is 202 the receipt is asked for until it is there, or for a while. */
  withReceipt(reply: Reply): Promise<Reply>;
  /** Reads; `token` for what only its holder may see. */
  get(path: string, token?: string): Promise<Reply>;
  /** Posts JSON that changes nothing (`/v1/score`), byte for byte. */
  postJson(path: string, json: Uint8Array): Promise<Reply>;
  /** Posts a signed note, again after a time-out: a cosignature given twice is one. */
  postNote(path: string, note: string): Promise<Reply>;
  /** Posts without a body, once. */
  post(path: string): Promise<Reply>;
  /** Buys an access token with a client assertion (RFC 7523), once: a used assertion is refused. */
  token(assertion: string, scope: string): Promise<Reply>;
}

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
/** A longer `Retry-After` is the caller's to wait for. */
const LONGEST_DELAY_MS = 10_000;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A client for the registry at `origin`. */
export function createClient(options: ClientOptions): Client {
  const { origin } = options;
  const send = (method: string, path: string, init: RequestInit, attempts: number): Promise<Reply> =>
    sendRepeatedly(options, `${origin}${path}`, { ...init, method, redirect: 'manual' }, attempts);
  const typed = (type: string) => ({ 'content-type': type, accept: 'application/json' });
  const get: Client['get'] = (path, token) => send('GET', path, { headers: readingHeaders(token) }, 2);
  return {
    origin,
    withReceipt: (reply) => awaitReceipt(reply, get, options.sleep ?? wait),
    get,
    submit: (path, jws) => send('POST', path, { body: jws, headers: typed('application/jose') }, ATTEMPTS),
    postJson: (path, json) => {
      return send('POST', path, { body: Buffer.from(json), headers: typed('application/json') }, ATTEMPTS);
    },
    postNote: (path, note) => send('POST', path, { body: note, headers: typed('text/plain; charset=utf-8') }, ATTEMPTS),
    post: (path) => send('POST', path, { headers: { accept: 'application/json' } }, 1),
    token: (assertion, scope) => send('POST', '/v1/token', tokenRequest(assertion, scope), 1),
  };
}

/** A path inside a URL from parts that are not the program's own. */
export const pathOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part)}`).join('');

/** JSON where there is a choice; an address with an extension has none. */
const READS = { accept: 'application/json, */*;q=0.5' };
const readingHeaders = (token: string | undefined): Record<string, string> =>
  token === undefined ? READS : { ...READS, authorization: `Bearer ${token}` };

function tokenRequest(assertion: string, scope: string): RequestInit {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    scope,
  });
  return { body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
}

async function sendRepeatedly(
  options: ClientOptions,
  url: string,
  init: RequestInit,
  attempts: number,
): Promise<Reply> {
  const { sleep = wait, onRetry } = options;
  for (let attempt = 1; ; attempt++) {
    const reply = await sendOnce(options.fetch ?? fetch, url, init);
    const delayMs = delayBefore(reply, attempt);
    if (attempt >= attempts || !isTransient(reply) || delayMs > LONGEST_DELAY_MS) return reply;
    onRetry?.({ reason: reasonOf(reply), delayMs, attempt: attempt + 1, attempts });
    await sleep(delayMs);
  }
}

async function sendOnce(fetchOne: Fetch, url: string, init: RequestInit): Promise<Reply> {
  try {
    return await readReply(await fetchOne(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }));
  } catch (error) {
    return { kind: 'unreachable', detail: networkFault(error), transient: true };
  }
}

/** Only what may pass: a network fault, an overload, a fault of the registry's own. */
function isTransient(reply: Reply): boolean {
  if (reply.kind === 'unreachable') return reply.transient;
  return reply.kind === 'refused' && (reply.status >= 500 || (reply.status === 429 && reply.retryAfterS !== undefined));
}

function delayBefore(reply: Reply, attempt: number): number {
  if (reply.kind === 'refused' && reply.retryAfterS !== undefined) return reply.retryAfterS * 1000;
  return FIRST_DELAY_MS * 2 ** (attempt - 1);
}

function reasonOf(reply: Reply): string {
  if (reply.kind === 'unreachable') return reply.detail;
  return reply.kind === 'refused' ? `${reply.problem.code} (HTTP ${reply.status})` : 'answered';
}
