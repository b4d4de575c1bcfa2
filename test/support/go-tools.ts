import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('../log/go/check-log.go', import.meta.url));
/** Where Debian's golang-golang-x-mod-dev puts its sources. */
const GOPATH = '/usr/share/gocode';

/** Why the Go tools cannot be used here; undefined where they can. */
export async function missingGoTools(): Promise<string | undefined> {
  if (!existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/tlog`)) {
    return `no golang.org/x/mod in ${GOPATH} (apt-get install golang-go golang-golang-x-mod-dev)`;
  }
  return run('go', ['version']).then(
    () => undefined,
    () => 'no go (apt-get install golang-go)',
  );
}

/** Whether the run was told that it must not skip what needs other programs. */
export const requiresEngines = (): boolean =>
  process.env['CI'] !== undefined && process.env['CMS_REQUIRE_ENGINES'] === '1';

export interface LogChecker {
  /** What the Go program says of the log in a folder or at an `http:` address: its line, or its error. */
  check(base: string, vkey: string): Promise<{ readonly ok: boolean; readonly says: string }>;
  /** A new empty folder that goes with the checker. */
  folder(): Promise<string>;
  remove(): Promise<void>;
}

/** Builds the Go program that knows golang.org/x/mod/sumdb alone. No modules, no network: packages are Debian's. */
export async function buildLogChecker(): Promise<LogChecker> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cms-go-'));
  const program = path.join(home, 'check-log');
  const cache = process.env['HOME'] === undefined ? { GOCACHE: path.join(home, 'cache') } : {};
  const own = { GO111MODULE: 'off', GOFLAGS: '', GOPATH, GOPROXY: 'off', CGO_ENABLED: '0' };
  await run('go', ['build', '-o', program, SOURCE], { env: { ...process.env, ...own, ...cache } });
  return {
    check: async (base, vkey) => {
      try {
        return { ok: true, says: (await run(program, [base, vkey])).stdout };
      } catch (error) {
        return { ok: false, says: error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error) };
      }
    },
    folder: () => mkdtemp(path.join(home, 'log-')),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
