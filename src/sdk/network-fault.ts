/** An audit may have 8 MiB and a year of intervals. */
export const TIMEOUT_MS = 60_000;

/** The cause in words: `fetch failed` says nothing, its cause does. */
export function networkFault(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no such host';
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
