import type { Fetch } from '../sdk/client.ts';

/** Everything a command touches outside itself. `main.ts` makes the real one; tests make their own. */
export interface Io {
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean };
  /** Width of the terminal in columns; undefined where there is none. */
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** That many random bytes. */
  readonly random: (size: number) => Uint8Array;
  readonly sleep: (ms: number, stop?: AbortSignal) => Promise<unknown>;
  /** From now on being asked to end (SIGTERM, SIGINT) aborts the signal instead of the process. */
  readonly stopSignal: () => AbortSignal;
  /** `-` is standard input. Throws an Error with a `code` such as ENOENT. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** `secret`: a new file only its owner may read; an existing one is never overwritten (code EEXIST). */
  readonly writeFile: (path: string, text: string, options: { readonly secret: boolean }) => Promise<void>;
  /** Replaces a file in one step and durably: who reads it finds the old text or the new one, never a part. */
  readonly replaceFile: (path: string, text: string) => Promise<void>;
  readonly fetch: Fetch;
}

/** 0 done · 1 refused, or a check failed · 2 wrong usage · 3 no registry answered. */
export type Exit = 0 | 1 | 2 | 3;
