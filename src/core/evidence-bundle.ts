/* The evidence bundle of a certificate (certificates, "Evidence bundle"): what its entries are called. */

/** Version of names and of the texts in `evidence-texts.ts`. */
export const BUNDLE_VERSION = 1;

export const BUNDLE = {
  readme: 'README.txt',
  certificate: 'certificate.json',
  credential: 'credential.jwt',
  statusList: 'status.jwt',
  keys: 'jwks.json',
  logKeys: 'log.vkey',
  statement: (digest: string): string => `statements/${digest}.jws`,
  receipt: (digest: string): string => `receipts/${digest}.tlog-proof`,
  /** RFC 8785 of the parameters; its SHA-256 is `methodology_sha256` of the certificate. */
  parameters: (methodology: string): string => `methodology/${methodology}.json`,
  methodology: (methodology: string): string => `methodology/${methodology}.txt`,
  /** A reference series of the registry that the score was worked out with. */
  grid: (sha256: string): string => `grid/${sha256}.csv`,
} as const;

const ENTRY =
  /^(?:README\.txt|certificate\.json|credential\.jwt|status\.jwt|jwks\.json|log\.vkey|statements\/([A-Za-z0-9_-]{43})\.jws|receipts\/([A-Za-z0-9_-]{43})\.tlog-proof|methodology\/[A-Za-z0-9.-]{1,40}\.(?:json|txt)|grid\/[0-9a-f]{64}\.csv)$/;

/** What a name stands for: the digest of a statement or of what a receipt is for; `undefined` for a name no bundle has. */
export function readEntryName(name: string): { readonly statement?: string; readonly receipt?: string } | undefined {
  const match = ENTRY.exec(name);
  if (match === null) return undefined;
  const [, statement, receipt] = match;
  if (statement !== undefined) return { statement };
  return receipt === undefined ? {} : { receipt };
}
