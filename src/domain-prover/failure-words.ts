const ABORTED = 'ABORT_ERR';
/** What the resolver, the socket and the deadline call an answer that did not come. */
const SILENCE: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECANCELLED', 'ETIMEDOUT', ABORTED]);
const ABSENCE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** A failure of the network in plain words. What the other side wrote is not repeated. */
export function failureWords(error: unknown): string {
  const code = codeOf(error);
  if (SILENCE.has(code)) return 'no answer in time';
  if (ABSENCE.has(code)) return 'the DNS has no such record';
  if (/CERT|SELF_SIGNED|VERIFY/.test(code)) return `the certificate is not good for the host (${code})`;
  return `the question failed (${code})`;
}

/** A symbolic code such as `ESERVFAIL`; `UNKNOWN` where there is none. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return ABORTED;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNKNOWN';
}
