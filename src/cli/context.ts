import { type Client, createClient, type Retry } from '../sdk/client.ts';
import { usage } from './failure.ts';
import type { Io } from './io.ts';
import { createPaint, type Paint, wantsColour } from './paint.ts';

/** Options every command takes. */
export interface Globals {
  readonly registry?: string;
  readonly json?: boolean;
}

/** One invocation: where to read, write and ask. */
export interface Context {
  readonly io: Io;
  readonly json: boolean;
  readonly client: Client;
  readonly paint: Paint;
  /** For standard error, which may go elsewhere. */
  readonly errPaint: Paint;
  /** Columns to fill. */
  readonly width: number;
  /** Shows on a terminal what takes time, while it does; `say` adds how far it has come. */
  readonly busy: <T>(what: string, work: (say: (progress: string) => void) => Promise<T>) => Promise<T>;
}

const DEFAULT_REGISTRY = 'http://localhost:3000';
/** Lines stay readable on a wide terminal. */
const MAX_WIDTH = 100;
const DEFAULT_WIDTH = 80;
const CLEAR_LINE = '\r\u001B[2K';

/** @throws Failure (usage) where the registry's address is none */
export function openContext(io: Io, globals: Globals): Context {
  const json = globals.json === true;
  const origin = readOrigin(globals.registry ?? io.env['CARBON_MIRROR_REGISTRY'] ?? DEFAULT_REGISTRY);
  const shows = io.isTerminal.err && !json;
  return {
    io,
    json,
    paint: createPaint(!json && wantsColour(io.env, io.isTerminal.out)),
    errPaint: createPaint(wantsColour(io.env, io.isTerminal.err)),
    width: lineWidth(io),
    client: createClient({ origin, fetch: io.fetch, sleep: io.sleep, onRetry: (retry) => sayRetry(io, shows, retry) }),
    busy: async (what, work) => {
      if (!shows) return work(() => undefined);
      io.err(`${what} …`);
      try {
        return await work((progress) => io.err(`${CLEAR_LINE}${what} ${progress} …`));
      } finally {
        io.err(CLEAR_LINE);
      }
    },
  };
}

/** The width of the terminal, within reason; 80 where nobody looks. */
export const lineWidth = (io: Io): number => Math.max(40, Math.min(MAX_WIDTH, io.columns ?? DEFAULT_WIDTH));

/** An origin, as `aud` must repeat it: scheme, host, port. */
function readOrigin(text: string): string {
  const hint = 'Give scheme and host only, such as https://registry.example';
  if (!URL.canParse(text)) throw usage(`"${text}" is not the address of a registry`, hint);
  const { protocol, origin, pathname, search, hash, username } = new URL(text);
  const bare = pathname === '/' && search === '' && hash === '' && username === '';
  if ((protocol !== 'https:' && protocol !== 'http:') || !bare) {
    throw usage(`"${text}" is not the address of a registry`, hint);
  }
  return origin;
}

function sayRetry(io: Io, shows: boolean, { reason, delayMs, attempt, attempts }: Retry): void {
  const line = `${reason}; the same bytes again in ${delayMs / 1000} s (attempt ${attempt} of ${attempts})`;
  io.err(shows ? `${CLEAR_LINE}${line} …` : `${line}\n`);
}
