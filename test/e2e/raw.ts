import { connect } from 'node:net';

/** What came back over a bare socket. */
export interface RawAnswer {
  /** Everything received, as Latin-1. */
  readonly text: string;
  /** Status of each answer in it, in order: two where one was asked for means that somebody was smuggled in. */
  readonly statuses: readonly number[];
  readonly body: string;
  /** Whether the server ended the connection. */
  readonly closed: boolean;
  readonly ms: number;
}

/** Parts are sent one after the other, `pauseMs` apart. */
export interface RawOptions {
  readonly pauseMs?: number;
  /** How long silence lasts before the answer counts as complete. */
  readonly quietMs?: number;
  readonly timeoutMs?: number;
}

/** Writes bytes no HTTP client would write and collects what comes back. */
export function sendRaw(
  address: string,
  parts: readonly (string | Uint8Array)[],
  { pauseMs = 20, quietMs = 150, timeoutMs = 3_000 }: RawOptions = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    let quiet: NodeJS.Timeout | undefined;
    const finish = (closed: boolean) => {
      clearTimeout(quiet);
      clearTimeout(limit);
      socket.destroy();
      resolve({ ...read(Buffer.concat(chunks).toString('latin1')), closed, ms: performance.now() - started });
    };
    const limit = setTimeout(() => finish(false), timeoutMs);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(() => finish(false), quietMs);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => finish(true));
    socket.on('connect', () => void write(parts, pauseMs, (part) => socket.writable && socket.write(part)));
  });
}

async function write(
  parts: readonly (string | Uint8Array)[],
  pauseMs: number,
  send: (part: string | Uint8Array) => unknown,
): Promise<void> {
  for (const [index, part] of parts.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    send(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  }
}

function read(text: string) {
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  const cut = text.indexOf('\r\n\r\n');
  return { text, statuses, body: cut < 0 ? '' : text.slice(cut + 4) };
}
