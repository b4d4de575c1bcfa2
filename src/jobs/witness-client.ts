/** The part of `fetch` the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What a witness answered to add-checkpoint (C2SP tlog-witness). */
export type WitnessAnswer =
  /** 200: signature lines, not verified. */
  | { readonly kind: 'cosigned'; readonly text: string }
  /** 409: the size it saw last. */
  | { readonly kind: 'elsewhere'; readonly size: number }
  /** It will not, and says so with a status. */
  | { readonly kind: 'refused'; readonly status: number }
  /** No answer that a witness gives. */
  | { readonly kind: 'failed'; readonly detail: string };

const TIMEOUT_MS = 5_000;
/** Some lines; a witness that sends more is none. */
const MAX_ANSWER_BYTES = 65_536;
const SIZE = /^(0|[1-9][0-9]{0,15})\n$/;

/** Asks a witness to cosign. Never throws: what the network and the witness do is an answer. @param url submission prefix */
export async function addCheckpoint(url: string, body: string, fetchOne: Fetch): Promise<WitnessAnswer> {
  try {
    const response = await fetchOne(`${url}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await readAnswer(response);
  } catch (error) {
    return { kind: 'failed', detail: faultOf(error) };
  }
}

async function readAnswer(response: Response): Promise<WitnessAnswer> {
  const { status } = response;
  const text = await readText(response);
  if (text === undefined)
    return { kind: 'failed', detail: `its answer ${status} is longer than ${MAX_ANSWER_BYTES} bytes` };
  if (status === 200) return { kind: 'cosigned', text };
  if (status !== 409) return { kind: 'refused', status };
  const size = Number(SIZE.exec(text)?.[1] ?? Number.NaN);
  const isSize = response.headers.get('content-type') === 'text/x.tlog.size' && Number.isSafeInteger(size);
  return isSize ? { kind: 'elsewhere', size } : { kind: 'failed', detail: 'its answer 409 does not name a size' };
}

/** The body, or undefined where it is too long: what is left of it is not read. */
async function readText(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    length += read.value.length;
    if (length <= MAX_ANSWER_BYTES) chunks.push(read.value);
    else {
      await reader?.cancel();
      return undefined;
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
