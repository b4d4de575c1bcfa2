import { isJsonObject } from '../core/json.ts';
import type { Reply } from './reply.ts';

/** How often the receipt is asked for, and the time before each, in milliseconds. */
const ATTEMPTS = 10;
const PAUSE_MS = 1_000;

/**
 * Completes the answer to a statement that was accepted but is not in the published log yet (202): asks for its receipt until
 * it is there, then the answer is as it would have been, but for `seq`. After a while the 202 stands. Other replies pass.
 */
export async function awaitReceipt(
  reply: Reply,
  get: (path: string) => Promise<Reply>,
  sleep: (ms: number) => Promise<unknown>,
): Promise<Reply> {
  if (reply.kind !== 'answered' || reply.status !== 202 || !isJsonObject(reply.json)) return reply;
  const { digest } = reply.json;
  if (typeof digest !== 'string') return reply;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await sleep(PAUSE_MS);
    const found = await get(`/v1/receipts/${encodeURIComponent(digest)}`);
    if (found.kind !== 'answered' || found.status !== 200 || found.json === undefined) continue;
    const json = { ...reply.json, receipt: found.json };
    return { ...reply, status: 201, json, text: JSON.stringify(json) };
  }
  return reply;
}
