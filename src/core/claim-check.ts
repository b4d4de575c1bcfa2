import { isStanding } from './certificate-state.ts';
import { parseMicro } from './decimal.ts';
import type { LiveState } from './freshness.ts';
import type { Tier } from './methodology/cms-1.ts';
import type { ListingRow } from './views.ts';

/* Whether the parts of a sentence about somebody's certificate are true (api, `POST /v1/claims/check`). */

/** The parts of a sentence, such as "92.4 %, Obsidian, certified on 2026-08-22, live telemetry, acme.example". */
export interface Claim {
  readonly domain: string;
  readonly tier?: Tier;
  /** Decimal text in per cent, at most six fraction digits. */
  readonly composite_percent?: string;
  /** `YYYY-MM-DD`: the UTC day the certificate was issued. */
  readonly certified_on?: string;
  /** Whether its telemetry is said to be live. */
  readonly live?: boolean;
}

/** `outdated`: it was true here at some earlier time. `false`: it never was. `unknown`: nobody here proved the domain. */
export type PartVerdict = 'true' | 'false' | 'outdated' | 'unknown';
export const PART_NAMES = ['domain', 'tier', 'composite_percent', 'certified_on', 'live'] as const;
export type PartName = (typeof PART_NAMES)[number];
/** A verdict for each part that was claimed, and no other. */
export type ClaimParts = Partial<Readonly<Record<PartName, PartVerdict>>>;

/** What the registry knows of whoever proved the domain. */
export interface ClaimFacts {
  /** The listed row; null where the domain is no longer held by whoever proved it. */
  readonly now: ListingRow | null;
  /** Every row ever shown while the claim's domain could be meant, the present one or not, in any order. */
  readonly shown: readonly ListingRow[];
  readonly live: LiveState;
  /** Whether any interval was ever accepted. */
  readonly hasMeasured: boolean;
}

/** @param facts undefined where nobody ever proved the domain: then nothing is said to be false */
export function checkClaim(claim: Claim, facts: ClaimFacts | undefined): ClaimParts {
  const asked = PART_NAMES.filter((name) => claim[name] !== undefined);
  return Object.fromEntries(asked.map((name) => [name, facts === undefined ? 'unknown' : judge(name, claim, facts)]));
}

function judge(name: PartName, claim: Claim, facts: ClaimFacts): PartVerdict {
  if (name === 'domain') return facts.now === null ? 'outdated' : 'true';
  if (name === 'live') return judgeLive(claim.live === true, facts);
  const holds = (row: ListingRow): boolean => MATCHES[name](row, claim);
  if (facts.now !== null && holds(facts.now)) return 'true';
  return facts.shown.some(holds) ? 'outdated' : 'false';
}

/** Only telemetry as fresh as `live` is live. Whoever measures today did not before the first interval. */
function judgeLive(claimed: boolean, { now, live, hasMeasured }: ClaimFacts): PartVerdict {
  const isLive = live === 'live';
  if (claimed === isLive) return now === null ? 'outdated' : 'true';
  return claimed && !hasMeasured ? 'false' : 'outdated';
}

/** What a row must show for a part to hold. Tier and date belong to a certificate that stands. */
const MATCHES = {
  tier: (row: ListingRow, { tier }: Claim): boolean => isStanding(row.state) && row.tier === tier,
  certified_on: (row: ListingRow, { certified_on: day }: Claim): boolean =>
    isStanding(row.state) && row.certified_at?.slice(0, 10) === day,
  composite_percent: (row: ListingRow, { composite_percent: claimed }: Claim): boolean =>
    (row.state === null || isStanding(row.state)) && isPublished(claimed, row),
};

/**
 * Whether a figure is one of the two that are published: one digit in per cent, or six digits of the fraction, which is four
 * in per cent. Anything between, such as 45.22 for 45.2209, was never published.
 */
function isPublished(claimed: string | undefined, row: ListingRow): boolean {
  const figure = parseMicro(claimed ?? '');
  if (figure === undefined || row.composite_percent === null || row.composite_6 === null) return false;
  const fraction = parseMicro(row.composite_6);
  return figure === parseMicro(row.composite_percent) || (fraction !== undefined && figure === fraction * 100n);
}
