import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { isPublicAddress } from './domain-prover/addresses.ts';
import type { Posted, WebhookPost } from './registry/ports/webhooks.ts';

const TIMEOUT_MS = 10_000;
/** So much of an answer is kept; the rest is not received. */
const KEPT_BYTES = 1_024;
const MAX_URL = 2_048;
const PORTS = ['', '443', '8443'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const CIPHER = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];

export interface WebhookPostOptions {
  /** Secrets are sealed with a key made of this text, which is not in the database. */
  readonly keyText: string;
  /** Plain http to this machine, for trying out. */
  readonly allowsLoopback: boolean;
  /** Default: the system's resolver. */
  resolve?(host: string): Promise<readonly string[]>;
}

/** Posts over TLS to public addresses only: a name is resolved once, every answer checked, and the checked address is used. */
export function webhookPost(options: WebhookPostOptions): WebhookPost {
  const { keyText, allowsLoopback, resolve = resolveAll } = options;
  const key = createHash('sha256').update(`webhooks ${keyText}`).digest();
  return {
    fault: (url) => faultOf(url, allowsLoopback),
    seal: (secret) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
    post: async (url, headers, body) => {
      const fault = faultOf(url, allowsLoopback);
      if (fault !== undefined) return { error: fault };
      try {
        return await send(new URL(url), headers, body, resolve);
      } catch (error) {
        return { error: error instanceof Error ? error.message.slice(0, 200) : 'the network failed' };
      }
    },
  };
}

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address);

const isLoopback = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && LOOPBACK.includes(hostname);
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** What an address says against itself, before anybody is asked what its name means. */
function faultOf(text: string, allowsLoopback: boolean): string | undefined {
  if (text.length > MAX_URL || !URL.canParse(text)) return 'not an absolute URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'no user, password or fragment';
  if (allowsLoopback && isLoopback(url)) return undefined;
  if (url.protocol !== 'https:') return 'https only';
  if (!PORTS.includes(url.port)) return 'port 443 or 8443 only';
  const host = bare(url.hostname);
  return isIP(host) === 0 || isPublicAddress(host) ? undefined : 'not a public address';
}

/** One POST to one checked address, whatever the name means by now. No redirect is followed. */
async function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<Posted> {
  const host = bare(url.hostname);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [address] = addresses;
  if (address === undefined) return { error: 'the host has no address' };
  if (!isLoopback(url) && !addresses.every(isPublicAddress))
    return { error: 'the host has an address that is not public' };
  const family = isIP(address);
  const agent = new Agent({
    connect: {
      timeout: TIMEOUT_MS,
      lookup: (_host, options, done) =>
        options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
    },
  });
  try {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal });
    return { status: answer.statusCode, response: await firstBytes(answer.body) };
  } finally {
    await agent.destroy();
  }
}

/** Leaving the loop early ends the connection. */
async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= KEPT_BYTES) break;
  }
  // PostgreSQL takes no NUL in a text.
  return Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\u0000', '');
}
