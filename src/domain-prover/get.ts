import type { IncomingMessage } from 'node:http';
import https from 'node:https';

/** No more of an answer is read (statements section 4). */
export const MAX_BODY_BYTES = 65_536;

/** The one address a host is asked at. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface WebAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** `identity` where the answer names none. */
  readonly encoding: string;
  /** At most `MAX_BODY_BYTES`; empty for a redirect, whose body nobody reads. */
  readonly body: Buffer;
  /** There was more of it. */
  readonly isCut: boolean;
}

interface Terms {
  readonly signal: AbortSignal;
  /** Who asks. */
  readonly agent: string;
  /** Trusted in place of the usual authorities, PEM. */
  readonly ca?: string;
}

/**
 * One GET over TLS, sent to the given address whatever the name means by now, with the certificate checked against the name.
 * No cookies, no credentials, no shared connection, no redirect followed.
 *
 * @throws whatever the network does
 */
export function get(url: URL, { address, port }: Endpoint, { signal, agent, ca }: Terms): Promise<WebAnswer> {
  const options = {
    host: address,
    port,
    servername: url.hostname,
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.hostname,
      accept: 'application/json',
      'accept-encoding': 'identity',
      connection: 'close',
      'user-agent': agent,
    },
    agent: false,
    rejectUnauthorized: true,
    signal,
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    const request = https.request(options, (response) => void readAnswer(response).then(resolve, reject));
    request.on('error', reject);
    // Whatever becomes of the request, the deadline ends the wait for it.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    // Without a listener a change of protocol would leave the request neither answered nor failed.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new Error('nobody asked for another protocol'));
    });
    request.end();
  });
}

async function readAnswer(response: IncomingMessage): Promise<WebAnswer> {
  const { statusCode: status = 0, headers } = response;
  const { location, 'content-encoding': encoding = 'identity' } = headers;
  const head = { status, location, encoding };
  if (isRedirect(head)) {
    response.destroy();
    return { ...head, body: Buffer.alloc(0), isCut: false };
  }
  return { ...head, ...(await readBody(response)) };
}

/** Whether the answer sends elsewhere. */
export const isRedirect = ({ status, location }: Pick<WebAnswer, 'status' | 'location'>): boolean =>
  [301, 302, 303, 307, 308].includes(status) && location !== undefined;

/** Leaving the loop early ends the connection: what does not fit is never received. */
async function readBody(response: IncomingMessage): Promise<Pick<WebAnswer, 'body' | 'isCut'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES), isCut: size > MAX_BODY_BYTES };
}
