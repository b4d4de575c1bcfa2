import { CMS_1, MIRROR_IDS, type Parameters, SUBMETRIC_IDS, TIER_NAMES } from './methodology/cms-1.ts';
import { SUBMETRICS } from './methodology/submetrics.ts';
import { formatPercent } from './rational.ts';

/*
 * The evidence bundle of a certificate (certificates, "Evidence bundle"): what its entries are called, and those of its texts
 * that nothing in the log stands for. Both are part of its format: readers compare them, so they never change within a version.
 */

/** Version of names and texts below. */
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

/** What a bundle is of. */
export interface BundleSubject {
  /** The registry. */
  readonly origin: string;
  readonly certificate: string;
  readonly methodology: string;
}

/** The text `README.txt`. */
export const bundleReadme = ({
  origin,
  certificate,
  methodology,
}: BundleSubject): string => `Evidence bundle, version ${BUNDLE_VERSION}

Certificate  ${certificate}
Registry     ${origin}
Page         ${origin}/v1/certificates/${certificate}

Everything it takes to check this certificate, and to work its score out again, without a network and without trusting
the registry. The one thing to bring along is the verifier key of the registry's log. Take it from somewhere else than
this archive: from people who watch the log, from an earlier visit, from ${origin}/log/vkey.

  carbon-mirror verify <this file> --vkey <verifier key>

answers six questions apart: signature, log, status, time, scope, recomputation.

certificate.json            the registry's decision record, as of the last leaf about this certificate
credential.jwt              its signed form: W3C VC 2.0 and Open Badges 3.0 as a JWT (RS256)
statements/<digest>.jws     signed statements, byte for byte as received: registrations and key operations of the
                            organisation and its auditors, the audit, the opinions, acts of officers; <digest> is
                            base64url SHA-256 of header "." payload
receipts/<digest>.tlog-proof  proof that the leaf of that digest is in the log (C2SP tlog-proof, version 1); the line
                            "extra" holds the exact leaf
grid/<sha256>.csv           reference series of the registry, where the score was worked out with them
methodology/${methodology}.json   every weight, bound and threshold; SHA-256 is methodology_sha256 of the certificate
methodology/${methodology}.txt    the formula in words
status.jwt                  status list with the bit of the credential, signed
jwks.json                   public keys of the registry that signed something in here
log.vkey                    verifier keys that the proofs in here open with

Any tool can do it: JWS (RFC 7515), SHA-256, RFC 6962 trees, C2SP signed notes, RFC 8785. Nothing here needs software of
the registry.
`;

/** The text about the methodology: how a score is made of the parameters beside it. */
export const methodologyText = (p: Parameters = CMS_1): string => `${p.methodology}: how a score is worked out

Every sub-metric is a physical share, useful / total, of something a meter counts. What is not measured scores 0.

${SUBMETRIC_IDS.map((id) => `  ${id}  ${SUBMETRICS[id].name} (${SUBMETRICS[id].unit})`).join('\n')}

A mirror is the weighted mean of its sub-metrics; what does not apply leaves the sum and the weights renormalise.

${MIRROR_IDS.map((id) => `  ${id}: ${weights(p, id)}`).join('\n')}

The composite is the fourth root of the product of the four mirrors, times the share of intervals that were measured. The
root is never formed: figures are rounded, and thresholds compared, by fourth powers of exact fractions.

A tier takes all of its conditions: composite, every mirror, visibility, measured share, scope share, assurance level.

${TIER_NAMES.map((tier) => `  ${tier}: composite at least ${formatPercent(p.tiers[tier].composite)} %, level ${p.tiers[tier].assuranceLevel}`).join('\n')}

The parameters stand in full in ${p.methodology}.json. The sums behind each share follow from the audit's own tables.
`;

const weights = (p: Parameters, mirror: (typeof MIRROR_IDS)[number]): string =>
  SUBMETRIC_IDS.flatMap((id) => {
    const weight = p.weights[mirror][id];
    return weight === undefined ? [] : [`${id} ${weight} %`];
  }).join(', ');
