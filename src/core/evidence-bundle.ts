import { sha256Base64url } from './base64url.ts';

/* The evidence bundle of a certificate (certificates, "Evidence bundle"): what its entries are called. */

/** Whether the name is one that only bundles of live certificates have. */
export const isLiveEntry = (name: string): boolean => /^(?:rows|row-proofs)\//.test(name);

/** Versions of names and of the texts in `evidence-texts.ts`: of a certificate that rests on its audit, and on telemetry as well. */
export const BUNDLE_VERSION = 1;
export const LIVE_BUNDLE_VERSION = 2;

/** Longest site id within a name as it is. */
const MAX_SITE = 100;

/** A site's id within a name: no separators, not too long, and apart from `_org` whatever it is called. */
function inName(site: string): string {
  const text = encodeURIComponent(site).replace(
    /^[_~]/,
    (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return text.length > MAX_SITE ? `~${sha256Base64url(site)}` : text;
}

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
  /** The exact text of an accumulator row; of the organisation's where the site is null. */
  row: ({ site, day }: { readonly site: string | null; readonly day: string }): string =>
    `rows/${day}-${site === null ? '_org' : inName(site)}.json`,
  /** Which rows of the organisation lie under the `telemetry.day` leaf of a day: all of them, proved. */
  rowProofs: (day: string): string => `row-proofs/${day}.json`,
} as const;

const ENTRY =
  /^(?:README\.txt|certificate\.json|credential\.jwt|status\.jwt|jwks\.json|log\.vkey|statements\/([A-Za-z0-9_-]{43})\.jws|receipts\/([A-Za-z0-9_-]{43})\.tlog-proof|methodology\/[A-Za-z0-9.-]{1,40}\.(?:json|txt)|grid\/[0-9a-f]{64}\.csv|rows\/\d{4}-\d{2}-\d{2}-[A-Za-z0-9_.!~*'()%-]{1,100}\.json|row-proofs\/\d{4}-\d{2}-\d{2}\.json)$/;

/** What a name stands for: the digest of a statement or of what a receipt is for; `undefined` for a name no bundle has. */
export function readEntryName(name: string): { readonly statement?: string; readonly receipt?: string } | undefined {
  const match = ENTRY.exec(name);
  if (match === null) return undefined;
  const [, statement, receipt] = match;
  if (statement !== undefined) return { statement };
  return receipt === undefined ? {} : { receipt };
}
