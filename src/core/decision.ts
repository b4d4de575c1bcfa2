import { fromMicro, parseMicro } from './decimal.ts';
import type { Countersignature } from './documents/countersignature.ts';
import { isLiveTier } from './live/live-state.ts';
import { CMS_1, TIER_NAMES, type Tier } from './methodology/cms-1.ts';
import type { Finding } from './methodology/findings.ts';
import type { Score } from './methodology/score.ts';
import { decideTier, type FailingReason, type RegistryFacts } from './methodology/tiers.ts';
import { compare, ONE, type Rational, ZERO } from './rational.ts';

const DAY_MS = 86_400_000;
/** Opinions are taken until this long after the end of the audit's window (statements section 5). */
export const OPINION_DAYS = 400;

/** An accepted audit, as far as a decision looks at it. */
export interface DecidedAudit {
  readonly score: Score;
  readonly findings: readonly Finding[];
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly superseded: boolean;
  /** Visible batch workloads the audit calls not deferrable; each needs a confirmation. */
  readonly notDeferrable: readonly string[];
}

/** What stands in the way beside the score itself: registry state at the moment of the decision. */
export interface Circumstances {
  /** The claim is held and no case allowed it. */
  readonly claimHeld: boolean;
  /** A standing reject that no case resolved. */
  readonly dissent: boolean;
  readonly domainProved: boolean;
  readonly nameUnderReview: boolean;
  /** The audit or a standing accept was signed by a key since declared compromised, and nobody countersigned anew. */
  readonly keyCompromised: boolean;
  /** The organisation's certificate is suspended. */
  readonly suspended: boolean;
  readonly withdrawnAt: Date | null;
  /** A standing certificate of a live tier rests on another audit: only the daily evaluation replaces it. Default: none. */
  readonly liveCertificate?: boolean;
  /** What the newest daily evaluation knows. Default: nothing. */
  readonly live?: LiveFacts;
}

/** What telemetry adds to the facts of an audit. */
export interface LiveFacts extends Pick<RegistryFacts, 'telemetryDays' | 'telemetryCoverage' | 'surveillanceDelta'> {
  /** Good days towards the next live tier; null where there is none to reach. */
  readonly progress: { readonly days: number; readonly of: number } | null;
}

export interface IssueDecision {
  /** The tier to issue now; null when something stands in the way. Never above what the conditions support. */
  readonly tier: Tier | null;
  /** ASCII reason codes, some followed by `: <subject>`. Empty when the tier is issued. */
  readonly reasons: readonly string[];
  /** Those of the reasons that forbid to issue anything at all, whatever the score. */
  readonly blocks: readonly string[];
  readonly facts: RegistryFacts;
  readonly failing: Readonly<Record<Tier, readonly FailingReason[]>>;
}

type Opinion = Pick<
  Countersignature,
  'result' | 'level' | 'scope_share' | 'cleared_flags' | 'not_deferrable_confirmed' | 'measured_share_confirmed'
>;

/** Judges an audit with all its standing opinions (statements section 5): lowest level and scope, cleared flags, blocks. */
export function decideIssue(audit: DecidedAudit, standing: readonly Opinion[], state: Circumstances): IssueDecision {
  const accepts = standing.filter((opinion) => opinion.result === 'accept');
  const facts = factsOf(audit, accepts, state.live);
  const { failing } = decideTier(audit.score, facts, false);
  // A live tier is never issued on an opinion: it has a lower one's conditions too.
  const tier = TIER_NAMES.findLast((one) => !isLiveTier(one) && failing[one].length === 0) ?? null;
  const blocks = [...new Set(blocksOf(audit, accepts, state))];
  const beside = [...blocks, ...liveReasons(facts, state.live)];
  const reasons = tier === null ? [...failing.Bronze.map((reason) => reason.code), ...beside] : beside;
  return { tier: blocks.length > 0 ? null : tier, reasons: [...new Set(reasons)], blocks, facts, failing };
}

/** Registry facts of an audit under its standing accepts, and what telemetry adds to them. */
export function factsOf(
  audit: Pick<DecidedAudit, 'windowStart' | 'windowEnd'>,
  accepts: readonly Opinion[],
  live?: LiveFacts,
): RegistryFacts {
  const level = accepts.length === 0 ? 0 : Math.min(...accepts.map((opinion) => opinion.level));
  return {
    auditLevel: reachedLevel(audit, level),
    countersigned: accepts.length > 0,
    scopeShare: accepts.map((opinion) => fromMicro(parseMicro(opinion.scope_share) ?? 0n)).reduce(lower, ONE),
    telemetryDays: live?.telemetryDays ?? 0,
    telemetryCoverage: live?.telemetryCoverage ?? ZERO,
    surveillanceDelta: live?.surveillanceDelta ?? null,
    measuredShareConfirmed: accepts.every((opinion) => opinion.measured_share_confirmed),
  };
}

/** Whole days of an audit's window. */
export const windowDays = (audit: Pick<DecidedAudit, 'windowStart' | 'windowEnd'>): number =>
  (audit.windowEnd.getTime() - audit.windowStart.getTime()) / DAY_MS;

/** The level a document of this window can reach: 1 while it is too short to see a season. */
export function reachedLevel(
  audit: Pick<DecidedAudit, 'windowStart' | 'windowEnd'>,
  level: number,
): RegistryFacts['auditLevel'] {
  const reached = windowDays(audit) < CMS_1.levelTwoDays ? Math.min(level, 1) : level;
  return reached >= 4 ? 4 : reached >= 3 ? 3 : reached >= 2 ? 2 : reached >= 1 ? 1 : 0;
}

/** The last moment at which an opinion on the audit is taken. */
export const opinionsUntil = (audit: Pick<DecidedAudit, 'windowEnd'>): Date =>
  new Date(audit.windowEnd.getTime() + OPINION_DAYS * DAY_MS);

const lower = (a: Rational, b: Rational): Rational => (compare(b, a) < 0 ? b : a);

function blocksOf(audit: DecidedAudit, accepts: readonly Opinion[], state: Circumstances): string[] {
  const cleared = new Set(accepts.flatMap((opinion) => opinion.cleared_flags));
  const confirmed = new Set(accepts.flatMap((opinion) => opinion.not_deferrable_confirmed));
  const flags = audit.findings.filter((finding) => finding.severity === 'FLAG' && !cleared.has(finding.code));
  const withdrawn = state.withdrawnAt !== null && audit.windowStart <= state.withdrawnAt;
  const checks: [boolean, string][] = [
    [audit.superseded, 'superseded'],
    [state.claimHeld, 'claim_held'],
    [state.dissent, 'dissent'],
    [!state.domainProved, 'domain_unproved'],
    [state.nameUnderReview, 'name_under_review'],
    [state.keyCompromised, 'key_compromised'],
    [state.suspended, 'suspended'],
    [withdrawn, 'withdrawn'],
    [state.liveCertificate ?? false, LIVE_CERTIFICATE],
  ];
  return [
    ...checks.filter(([holds]) => holds).map(([, reason]) => reason),
    ...new Set(flags.map((flag) => `flag_open: ${flag.code}`)),
    ...audit.notDeferrable.filter((id) => !confirmed.has(id)).map((id) => `not_deferrable_unconfirmed: ${id}`),
  ];
}

/** Says how far a live tier is, where the level reached would carry one that is not there yet. */
function liveReasons({ auditLevel }: RegistryFacts, live: LiveFacts | undefined): string[] {
  if (auditLevel < CMS_1.tiers.Obsidian.assuranceLevel) return [];
  const progress = live === undefined ? { days: 0, of: CMS_1.live.issueDays } : live.progress;
  return progress === null ? [] : [`live evaluation: ${progress.days} of ${progress.of}`];
}

/** In the way of opinions only: what stands is a live tier, and the daily evaluation decides on it. */
export const LIVE_CERTIFICATE = 'live_certificate';
