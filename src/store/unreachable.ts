import { RegistryError } from '../core/errors.ts';

/** Codes of Node and PostgreSQL that say "not now": no connection, a server that stops or starts, time limits, no slot left. */
const NOT_NOW = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P0|57014$|53300$|55P03$|25P03$)/;
/** What `pg` says without a code. */
const LOST = /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error/i;

/**
 * Turns the failure to reach the database into 503 `overloaded`. A write that fails so may or may not have been committed:
 * the client sends the same bytes again and gets the first answer.
 */
export async function overloadedIfUnreachable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new RegistryError('overloaded', 'the database does not answer now; send the same request again later');
  }
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof RegistryError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NOT_NOW.test(code) || LOST.test(error.message) || isUnreachable(error.cause);
}
