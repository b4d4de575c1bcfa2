import { readFileSync } from 'node:fs';
import type { Exit, Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import type { JsonObject } from '../../src/core/json-value.ts';
import type { Fetch } from '../../src/sdk/client.ts';
import { generateSigningKey, type PrivateJwk } from '../../src/sdk/sign.ts';

export const ORIGIN = 'https://registry.example';
export const NOW = new Date('2026-03-10T12:00:00Z');

/** A request as the command line made it. */
export interface Request {
  readonly method: string;
  /** Path and query; the origin is always the registry's. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What the registry answers next; an error is thrown as the network would. */
export type Answer = Response | Error;

export interface Setting {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly answers?: readonly Answer[];
  /** Answers every request instead of `answers`. */
  readonly serve?: Fetch;
  readonly terminal?: boolean;
  readonly columns?: number;
  /** Default: `NOW`. */
  readonly now?: Date;
}

export interface Outcome {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
  readonly requests: readonly Request[];
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
  readonly written: ReadonlyMap<string, { readonly text: string; readonly secret: boolean }>;
}

/** Runs a command line against recorded answers, without a network, a file system, a clock or chance. */
export async function runCli(argv: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const { files = {}, env = {}, answers = [], terminal = false } = setting;
  const printed = { out: '', err: '' };
  const requests: Request[] = [];
  const waits: number[] = [];
  const written = new Map<string, { text: string; secret: boolean }>();
  const queue = [...answers];
  const io: Io = {
    version: '0.0.0',
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    isTerminal: { out: terminal, err: terminal },
    columns: setting.columns,
    env: { CARBON_MIRROR_REGISTRY: ORIGIN, ...env },
    now: () => setting.now ?? NOW,
    random: (size) => new Uint8Array(size).fill(requests.length + 1),
    sleep: async (ms) => void waits.push(ms),
    stopSignal: () => new AbortController().signal,
    readFile: async (path) => readFake(files, path),
    writeFile: async (path, text, { secret }) => {
      if (secret && (path in files || written.has(path))) throw systemError('EEXIST');
      written.set(path, { text, secret });
    },
    replaceFile: async (path, text) => void written.set(path, { text, secret: false }),
    fetch: async (url, init) => {
      requests.push(await readRequest(url, init));
      if (setting.serve !== undefined) return setting.serve(url, init);
      const answer = queue.shift();
      if (answer === undefined) throw new Error(`nothing recorded for ${url}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const exit = await run(argv, io);
  return { exit, ...printed, requests, waits, written };
}

function readFake(files: Readonly<Record<string, string | Uint8Array>>, path: string): Uint8Array {
  const content = files[path];
  if (content === undefined) throw systemError('ENOENT');
  return typeof content === 'string' ? Buffer.from(content) : content;
}

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

async function readRequest(url: string, init: RequestInit): Promise<Request> {
  const request = new Request(url, init);
  const { pathname, search, origin } = new URL(url);
  if (origin !== ORIGIN && !url.startsWith('http://localhost:3000')) throw new Error(`a request to ${origin}`);
  return { method: request.method, path: `${pathname}${search}`, headers: request.headers, body: await request.text() };
}

/** An answer a registry gave, as recorded in `answers/`. */
export function recorded(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`./answers/${name}.json`, import.meta.url), 'utf8'));
}

export const json = (body: object, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });

export const problem = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });

/** A time-out as `fetch` reports it. */
export const timeOut = (): Error => new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/** A refused connection as `fetch` reports it. */
export const refusedConnection = (): Error => new TypeError('fetch failed', { cause: systemError('ECONNREFUSED') });

/** A key, and the file that holds it. */
export async function keyFile(): Promise<{ readonly key: PrivateJwk; readonly text: string }> {
  const key = await generateSigningKey();
  return { key, text: JSON.stringify(key) };
}
