import { Agent, type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';

/** A request as a test writes it. The path goes to the wire as it is. */
export interface Request {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** From the first byte sent to the last received. */
  readonly ms: number;
}

/** Requests an address may send in a row, well under a minute's allowance. */
const PER_ADDRESS = 800;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let sent = 0;

/** Linux answers for all of 127/8: a run has as many addresses as it needs, so that no limit hides what is tested. */
function localAddress(): { localAddress?: string } {
  sent += 1;
  return process.platform === 'linux' ? { localAddress: `127.0.${1 + Math.floor(sent / PER_ADDRESS)}.1` } : {};
}

/** Sends one request over a real socket; nothing is followed, decoded or normalised. */
export function call(base: string, { method = 'GET', path, headers = {}, body }: Request): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const options: RequestOptions = { hostname, port, method, path, agent, ...localAddress() };
  options.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, copy(value)]));
  if (body !== undefined && !('transfer-encoding' in options.headers)) {
    options.headers['content-length'] ??= Buffer.byteLength(body);
  }
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const ms = performance.now() - started;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text: bytes.toString(), ms });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const copy = (value: string | readonly string[]): string | string[] => (typeof value === 'string' ? value : [...value]);

/** The members of a JSON object; a test that meets anything else fails here. */
export function jsonOf(answer: Answer): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(answer.text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
  return { ...value };
}

/** Posts a statement. */
export const statementTo = (path: string, body: string | Uint8Array): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/jose' },
  body,
});

/** Posts JSON text. */
export const jsonTo = (path: string, body: string | Uint8Array): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body,
});
