import { BUNDLE, BUNDLE_VERSION, LIVE_BUNDLE_VERSION } from './evidence-bundle.ts';
import { CMS_1, MIRROR_IDS, type MirrorId, type Parameters, SUBMETRIC_IDS, TIER_NAMES } from './methodology/cms-1.ts';
import { formatExactDecimal, formatPercent, formatRational, type Rational } from './rational.ts';

/*
 * The texts of an evidence bundle that no leaf of the log stands for. Verifiers compare them character for character, so that
 * nobody slips instructions of his own into a bundle: they never change within a version of the bundle.
 */

/** What a bundle is of. */
export interface BundleSubject {
  /** The registry. */
  readonly origin: string;
  readonly certificate: string;
  readonly methodology: string;
  /** Whether it rests on live telemetry as well. */
  readonly isLive?: boolean;
}

/** The text `README.txt`. */
export const bundleReadme = ({ origin, certificate, methodology, isLive = false }: BundleSubject): string => `\
Evidence bundle, version ${isLive ? LIVE_BUNDLE_VERSION : BUNDLE_VERSION}

Certificate  ${certificate}
Registry     ${origin}

Everything it takes to check this certificate, and to work its score out
again, without a network and without trusting the registry. The one thing to
bring along is the verifier key of the registry's log. Take it from somewhere
else than this archive: from people who watch the log, from an earlier visit,
or from ${origin}/log/vkey.

  carbon-mirror verify FILE --vkey KEY

answers six questions apart: signature, log, status, time, scope and
recomputation. Any tool can do the same: what follows is JWS (RFC 7515),
SHA-256, trees of RFC 6962, signed notes of C2SP, and exact fractions.

${BUNDLE.certificate}
    the registry's decision record, as of the last leaf about the certificate
${BUNDLE.credential}
    its signed form: W3C VC 2.0 and Open Badges 3.0 as a JWT (RS256)
${BUNDLE.statement('<digest>')}
    signed statements, byte for byte as received: registrations and key
    operations of the organisation and of its auditors, the audit, the
    opinions that accept it, acts of the registry's officers. <digest> is
    base64url SHA-256 of the two segments before the signature, with the dot
${BUNDLE.receipt('<digest>')}
    proof that the leaf of that digest is in the log (C2SP tlog-proof, 1).
    The line "extra" holds the exact leaf
${BUNDLE.grid('<sha256>')}
    reference series of the registry, where the score was worked out with them
${isLive ? LIVE_ENTRIES : ''}${BUNDLE.parameters(methodology)}
    every weight, bound and threshold; SHA-256 is methodology_sha256 of the
    certificate
${BUNDLE.methodology(methodology)}
    how a score and a tier follow from an audit
${BUNDLE.statusList}
    status list with the bit of the credential, signed
${BUNDLE.keys}
    public keys of the registry that signed something in here
${BUNDLE.logKeys}
    verifier keys that the proofs in here open with
`;

const LIVE_ENTRIES = `\
${BUNDLE.row({ day: '<day>', site: null }).replace('_org', '<site>')}
    the sums of a site and UTC day, "_org" for what the organisation's
    inventories give: the newest versions when the certificate was issued, of
    the days its figure rests on. Each is, byte for byte, a row under the leaf
    of a closed day (telemetry.day); the leaf "certificate.issued" names their
    roots in "in", and ${BUNDLE.receipt('<root>')} proves them
${BUNDLE.rowProofs('<day>')}
    for the leaf of each of these days every row of the organisation under
    it, with its path (RFC 6962, base64), and the rows before and after them:
    rows are ordered by organisation, site and day, so none is left out. The
    score: add the rows of the sites of the audit, take the amounts of a site
    and day without a row as missing, add the newest hardware ledger, score;
    T1, D1, D2, D3, C1, C2 and C4 count at most what the audit has. Once 365
    days are there, the lower composite of the last 56 and of all of them
`;

/** The text about a methodology: how a score follows from an audit, for those who have nothing but the bundle. */
export const methodologyText = (p: Parameters = CMS_1): string => `\
${p.methodology}: how a score and a tier follow from an audit

All arithmetic is on exact fractions. Decimals of the audit are decimal
strings; nothing is rounded on the way. Numbers in full: ${p.methodology}.json.

INTERVALS  An interval counts when all its eight values are there. Where the
registry has a grid series for the zone and hour, its grid share, carbon
intensity and price replace the sender's and fill what is missing. Coverage is
intervals that count / intervals of the window. Sums below are over intervals
that count, and over all sites.

VISIBLE  A workload is visible with an owner, a schedule and a registration no
later than its first run, or the start of the window if that is later.
Unattributed energy is IT - visible per interval, never below 0.

IT below is the larger of the IT meter and the sum of all workloads; stored
and moved are the larger of the meter and the sum of what is listed.

E1  IT meter / facility meter
E2  energy of visible workloads / IT
E3  sum of energy x r of visible workloads / IT, where r = min(1, used x
    redundancy / (reserved x ${exact(p.referenceUtilisation)})), floored to 6 decimals
T1  sum of m + (f - m) x grid share / facility meter; m matched carbon-free
    energy, at most f, the facility energy of the interval
T2  deferrable energy in clean intervals / (deferrable + unattributed). Clean:
    at most ${exact(p.cleanIntensity)} g/kWh, or fewer than half of the counted intervals of that
    UTC day at that site are strictly lower
T3  the same for price; at most 0 is always cheap
D1  justified GB of datasets with owner and retention rule / stored
D2  min(justified, unique x required copies) of the same datasets / stored
D3  GB - redundant GB of flows with an owner / moved
C1  kg kept / kg retired; kept is all on a reuse route (redeployed, resold,
    refurbished, donated), recovered kg when recycled, else nothing. Without a
    certificate a reused or recycled batch keeps nothing
C2  sum of embodied x min(months, ${p.lifeMonths}) / ${p.lifeMonths} / sum of embodied; a reuse route
    counts in full
C3  (energy - discarded energy) of visible workloads / IT
C4  heat handed on / facility meter

Nothing to divide by: T2 and T3 do not apply; C1 and C2 do not apply without
owned hardware, and are 1 where a ledger shows that nothing was retired; all
others are 0. What was not measured is 0.

MIRRORS  Weighted means; what does not apply leaves, and weights renormalise.
${MIRROR_IDS.map((id) => `  ${id}: ${weightsOf(p, id)}`).join('\n')}

COMPOSITE  (product of the mirrors)^(1/4) x coverage. The root is never
formed: figures are rounded half to even, and thresholds compared, by fourth
powers of fractions (composite_pow4).

TIER  The highest whose conditions all hold, at least, in per cent: composite,
each mirror, visibility, measured, scope share, coverage of each site; level.
${TIER_NAMES.map((tier) => `  ${tier}: ${conditionsOf(p, tier)}`).join('\n')}
Visibility is E2; measured is energy of measured workloads / IT, or 0 where an
auditor denies it. Scope share and level are the lowest of the auditors'
opinions; the level is 1 while the window is under ${p.levelTwoDays} days. A flag must be
cleared, and batch work called not deferrable confirmed, by an opinion.
Obsidian tiers also take live telemetry and owned hardware.
`;

const weightsOf = (p: Parameters, mirror: MirrorId): string =>
  SUBMETRIC_IDS.flatMap((id) => {
    const weight = p.weights[mirror][id];
    return weight === undefined ? [] : [`${id} ${weight} %`];
  }).join(', ');

function conditionsOf(p: Parameters, tier: (typeof TIER_NAMES)[number]): string {
  const { composite, everyMirror, visibility, measuredShare, scopeShare, siteCoverage, assuranceLevel } = p.tiers[tier];
  const shares = [composite, everyMirror, visibility, measuredShare, scopeShare, siteCoverage];
  return `${shares.map((share) => formatPercent(share, 0)).join(', ')}; level ${assuranceLevel}`;
}

const exact = (value: Rational): string => formatExactDecimal(value) ?? formatRational(value);
