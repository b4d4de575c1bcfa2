import { type Command, CommanderError } from 'commander';
import { RegistryError } from '../core/errors.ts';
import { type Context, type Globals, openContext } from './context.ts';
import { Failure } from './failure.ts';
import type { Invoke } from './host.ts';
import type { Exit, Io } from './io.ts';
import { clean, createPaint, wantsColour } from './paint.ts';
import { createProgram } from './program.ts';
import { printJson, reportRefusal } from './report.ts';

/** Runs one command line (without the program's name) and yields its exit code. Never throws, never prints a stack. */
export async function run(argv: readonly string[], io: Io): Promise<Exit> {
  let exit: Exit = 0;
  let context: Context | undefined;
  const invoke: Invoke = async (command: Command, work) => {
    context = openContext(io, command.optsWithGlobals<Globals>());
    exit = await work(context);
  };
  try {
    await createProgram(io, invoke).parseAsync(digestsLast(argv), { from: 'user' });
    return exit;
  } catch (error) {
    return reportError(error, io, context);
  }
}

/** base64url of SHA-256 may begin with a dash, which would read as an option: such an argument goes last, behind `--`. */
function digestsLast(argv: readonly string[]): string[] {
  const isDashed = (argument: string): boolean => /^-[A-Za-z0-9_-]{42}$/.test(argument);
  const dashed = argv.filter(isDashed);
  if (dashed.length === 0 || argv.includes('--')) return [...argv];
  return [...argv.filter((argument) => !isDashed(argument)), '--', ...dashed];
}

function reportError(error: unknown, io: Io, context: Context | undefined): Exit {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof RegistryError && context !== undefined) return reportRefusal(context, error);
  if (error instanceof Failure) return reportOwn(error.message, error.hint, error.exit, io, context);
  const message = error instanceof Error ? error.message : 'unknown';
  return reportOwn(`unexpected failure: ${message}`, undefined, 1, io, context);
}

function reportOwn(message: string, hint: string | undefined, exit: Exit, io: Io, context: Context | undefined): Exit {
  if (context?.json === true) {
    const code = exit === 2 ? 'usage' : 'failed';
    printJson(context, { title: 'Not done', code, detail: message, ...(hint === undefined ? {} : { hint }) });
    return exit;
  }
  const paint = createPaint(wantsColour(io.env, io.isTerminal.err));
  io.err(`${paint.bad('error:')} ${clean(message)}\n${hint === undefined ? '' : `${paint.dim(clean(hint))}\n`}`);
  return exit;
}
