import type { Exit } from './io.ts';

/** Ends a command with one sentence for the user. Anything the registry or the core refuses is a `RegistryError` instead. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: Exit;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(exit: Exit, message: string, hint?: string) {
    super(message);
    this.exit = exit;
    this.hint = hint;
  }
}

/** The command was called wrongly. */
export const usage = (message: string, hint?: string): Failure => new Failure(2, message, hint);
