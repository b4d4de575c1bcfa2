import { formatVerifierKey, isKeyName, NOTE_TYPES, parseVerifierKey, type VerifierKey } from '../log/note.ts';
import type { LogClient } from '../sdk/log/log-client.ts';
import { extendLogState, type LogState, parseLogState } from '../sdk/log/log-state.ts';
import type { Context } from './context.ts';
import { Failure, usage } from './failure.ts';
import { errorCode } from './files.ts';
import { clean, wrap } from './paint.ts';
import { printErrors } from './report.ts';

export const VKEY_OPTION = [
  '--vkey <vkey>',
  'verifier key of the log, from elsewhere than the log (default: the one in the state file)',
] as const;

/** What this user knows of a log before he looks at it. */
export interface Memory {
  readonly key: VerifierKey;
  readonly state: LogState | undefined;
  /** The key is the log's own word: nobody but the log has said that it is its. */
  readonly isFirstContact: boolean;
}

/**
 * The key to trust and what the state file remembers. On first contact without `--vkey` the log's own key is taken, and the
 * user is told loudly.
 *
 * @throws Failure where the state file or the key is none, or they are of two logs, or the log does not answer
 */
export async function recall(
  context: Context,
  log: LogClient,
  { vkey, state: file }: { readonly vkey?: string; readonly state?: string },
): Promise<Memory> {
  const state = file === undefined ? undefined : await readState(context, file);
  const given = vkey === undefined ? undefined : readVkey(vkey);
  if (given !== undefined && state !== undefined) sayNewKey(context, given, state.key);
  const key = given ?? state?.key;
  if (key !== undefined) return { key, state, isFirstContact: false };
  const own = await log.vkey();
  if (!own.ok) throw new Failure(own.fault === 'unreachable' ? 3 : 1, `the log gives no key: ${own.reason}`);
  sayFirstContact(context, own.value);
  return { key: own.value, state, isFirstContact: true };
}

/** @throws Failure */
async function readState({ io }: Context, file: string): Promise<LogState | undefined> {
  const bytes = await io.readFile(file).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw usage(`cannot read the state file ${file}`);
  });
  if (bytes === undefined) return undefined;
  const state = parseLogState(bytes);
  if (state.ok) return state.value;
  throw usage(`the state file ${file} ${state.reason}`, 'It is not touched: look what it is, or name another.');
}

function readVkey(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (key?.type === NOTE_TYPES.ed25519) return key;
  throw usage('--vkey is no verifier key of a log', 'It looks like registry.example/log+<8 digits>+<base64>.');
}

function sayNewKey(context: Context, given: VerifierKey, remembered: VerifierKey): void {
  if (given.name !== remembered.name) {
    throw usage(
      `--vkey is of the log ${given.name}, the state file of ${remembered.name}`,
      'Each log needs a file of its own.',
    );
  }
  if (formatVerifierKey(given) === formatVerifierKey(remembered)) return;
  warn(context, 'New key', `for ${given.name}: until now it was ${formatVerifierKey(remembered)}`);
}

function sayFirstContact(context: Context, key: VerifierKey): void {
  warn(
    context,
    'First contact',
    `with ${key.name}: its key is taken on its own word. Compare it with one from elsewhere, and give that as --vkey:`,
  );
  printErrors(context, [`  ${clean(formatVerifierKey(key))}`]);
}

function warn(context: Context, title: string, text: string): void {
  const [first = '', ...rest] = wrap(`${title}  ${clean(text)}`, context.width);
  printErrors(context, [first.replace(title, context.errPaint.warn(title)), ...rest]);
}

/** Keeps a checkpoint that was found good. @throws Failure where the file cannot be written */
export async function remember({ io }: Context, file: string, { state, key }: Memory, note: string): Promise<void> {
  try {
    await io.replaceFile(file, extendLogState(state, key, note));
  } catch {
    throw new Failure(1, `cannot write the state file ${file}`);
  }
}

/** @throws Failure (usage) where no signature line can carry the name */
export function requireKeyName(name: string): string {
  if (isKeyName(name)) return name;
  throw usage(
    `"${clean(name)}" is no name for a cosigner`,
    'A name has no spaces and no plus sign, such as auditor.example/log.',
  );
}
