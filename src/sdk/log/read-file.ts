import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { Fetch } from '../client.ts';
import { networkFault, TIMEOUT_MS } from '../network-fault.ts';
import { type Problem, readProblem } from '../reply.ts';

/** What reading something of a log comes to: a `Verdict` that also says whose fault it is. */
export type LogRead<T> = { readonly ok: true; readonly value: T } | LogFault;

export interface LogFault {
  readonly ok: false;
  /**
   * `absent`: the log has no such file · `damaged`: it says of itself that it has lost the file · `malformed`: the file is
   * not what its address says · `unreachable`: nobody answered, or not with the file.
   */
  readonly fault: 'absent' | 'damaged' | 'malformed' | 'unreachable';
  /** One sentence that names the file. Parts of it are the sender's: clean before printing. */
  readonly reason: string;
}

export interface ReadOptions {
  readonly fetch?: Fetch;
  /** Waits this many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const ATTEMPTS = 5;
const FIRST_DELAY_MS = 500;
/** A log may count requests by the minute. */
const LONGEST_DELAY_MS = 60_000;

/** One try: the file, or why not and how long to wait for another; undefined where another will not help. */
type Try =
  | { readonly ok: true; readonly value: Uint8Array }
  | (LogFault & { readonly retryAfterMs: number | undefined });

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Reads a file of at most `maxBytes`, again after what may pass: a network fault, an overload, a 5xx. A redirect is not
 * followed: a log is where its prefix says.
 */
export async function readLogFile(options: ReadOptions, url: string, maxBytes: number): Promise<LogRead<Uint8Array>> {
  const { sleep = wait } = options;
  for (let attempt = 1; ; attempt++) {
    const read = await readOnce(options.fetch ?? fetch, url, maxBytes);
    if (read.ok) return read;
    const { retryAfterMs, ...fault } = read;
    if (retryAfterMs === undefined || retryAfterMs > LONGEST_DELAY_MS || attempt >= ATTEMPTS) return fault;
    await sleep(Math.max(retryAfterMs, FIRST_DELAY_MS * 2 ** (attempt - 1)));
  }
}

async function readOnce(fetchOne: Fetch, url: string, maxBytes: number): Promise<Try> {
  try {
    const init = { method: 'GET', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
    return await readAnswer(await fetchOne(url, init), url, maxBytes);
  } catch (error) {
    return failure('unreachable', `${url}: ${networkFault(error)}`, 0);
  }
}

async function readAnswer(answer: Response, url: string, maxBytes: number): Promise<Try> {
  const { status, headers } = answer;
  if (status === 200) {
    const bytes = await readAtMost(answer, maxBytes);
    const isWhole = bytes !== undefined;
    return isWhole ? { ok: true, value: bytes } : failure('malformed', `${url} has more than ${maxBytes} bytes`);
  }
  const problem = await readProblemOf(answer);
  if (problem?.code === 'log_damaged') return failure('damaged', `${url}: ${problem.detail}`);
  // 202: a receipt that does not exist yet.
  if (status === 202 || status === 404 || status === 410)
    return failure('absent', `${url} is not there (HTTP ${status})`);
  if (status >= 300 && status < 400) {
    return failure('unreachable', `${url} redirects to ${headers.get('location') ?? 'nowhere'}; give that address`);
  }
  const mayPass = status === 429 || status >= 500;
  return failure(
    'unreachable',
    `${url}: HTTP ${status}`,
    mayPass ? readSeconds(headers.get('retry-after')) * 1000 : undefined,
  );
}

const failure = (fault: LogFault['fault'], reason: string, retryAfterMs?: number): Try => ({
  ok: false,
  fault,
  reason,
  retryAfterMs,
});

/** The body, or undefined once it is longer: a hostile log fills no memory. */
async function readAtMost(answer: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
    parts.push(step.value);
    length += step.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      return undefined;
    }
  }
  return Buffer.concat(parts);
}

const MAX_PROBLEM_BYTES = 65_536;

/** The problem document of a refusal, where it is one. */
async function readProblemOf(answer: Response): Promise<Problem | undefined> {
  const bytes = await readAtMost(answer, MAX_PROBLEM_BYTES);
  try {
    const document: JsonValue = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
    return isJsonObject(document) ? readProblem(document) : undefined;
  } catch {
    return undefined;
  }
}

const readSeconds = (header: string | null): number =>
  header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) : 0;
