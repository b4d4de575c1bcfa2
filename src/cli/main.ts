#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './io.ts';
import { replaceFile } from './replace-file.ts';
import { run } from './run.ts';

/** The only place where the command line meets the process it runs in. */
const io: Io = {
  version: readVersion(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
  columns: process.stdout.columns,
  env: process.env,
  now: () => new Date(),
  random: randomBytes,
  sleep: (ms, stop) => sleep(ms, undefined, stop === undefined ? {} : { signal: stop }),
  stopSignal: () => {
    const stop = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
    return stop.signal;
  },
  readFile: (path) => (path === '-' ? buffer(process.stdin) : readFile(path)),
  writeFile: (path, text, { secret }) => writeFile(path, text, secret ? { flag: 'wx', mode: 0o600 } : {}),
  replaceFile,
  fetch,
};

/** Two folders up in the source as in the build. */
function readVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), io);
