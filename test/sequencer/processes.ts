import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ENTRY = fileURLToPath(new URL('child.ts', import.meta.url));

/** Where sources look for what lies beside them: two folders below the root, as they do themselves. */
const PLACE = new URL('../../src/http/app.ts', import.meta.url);

/** Bundles a child once, so that a process that shall live for a moment does not spend it on compiling. */
export async function bundleChild(folder: string, entry = ENTRY): Promise<string> {
  const outfile = path.join(folder, 'child.mjs');
  await build({
    entryPoints: [entry],
    define: { 'import.meta.url': JSON.stringify(PLACE.href) },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg-native'],
    // Bundled CommonJS packages ask for Node's own modules.
    banner: { js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);" },
    logLevel: 'silent',
  });
  return outfile;
}

/** A process that is started again whenever it was killed. */
export interface Process {
  /** Kills it without warning once it has begun to work, after so many milliseconds more. */
  kill(afterMs: number): Promise<void>;
  start(): void;
  /** Resolves once it has begun to work, or has ended. */
  ready(): Promise<unknown>;
  /** What it complained of, in all its lives. */
  readonly complaints: string[];
}

export function processOf(script: string, args: readonly string[]): Process {
  const complaints: string[] = [];
  let child: ChildProcess | undefined;
  let ready: Promise<unknown> = Promise.resolve();
  return {
    complaints,
    ready: () => ready,
    start: () => {
      const own = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      own.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
      own.once('exit', (code) => {
        if (code !== null) complaints.push(`ended by itself with ${code}`);
      });
      ready = Promise.race([once(own.stdout, 'data'), once(own, 'exit')]);
      child = own;
    },
    kill: async (afterMs) => {
      const own = child;
      if (own === undefined) return;
      await ready;
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      child = undefined;
      if (own.exitCode !== null || own.signalCode !== null) return;
      own.kill('SIGKILL');
      await once(own, 'exit');
    },
  };
}
