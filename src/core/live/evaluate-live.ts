import type { Inventory } from '../documents/inventory.ts';
import { type ClaimCheck, checkClaim } from '../methodology/claim.ts';
import { CMS_1, type Parameters, type Tier } from '../methodology/cms-1.ts';
import type { HardwareReduction } from '../methodology/hardware.ts';
import type { GridLookup } from '../methodology/reduction.ts';
import { compositeThousandths } from '../methodology/render-score.ts';
import { type Score, scoreReduction } from '../methodology/score.ts';
import type { RegistryFacts } from '../methodology/tiers.ts';
import { isBelow, max, ONE, type Rational, rational, sub, ZERO } from '../rational.ts';
import type { OrganisationRow, SiteRow } from '../telemetry/accumulator-row.ts';
import { addDays, countDays, dayOf, dayStart } from '../telemetry/day.ts';
import { capScore } from './cap-score.ts';
import { dayRejects } from './day-findings.ts';
import { type Judgement, judgeLive } from './judge-live.ts';
import { type PerLiveTier, perLiveTier } from './live-state.ts';
import { coverageOf, reduceDays, type ScopedRows, type ScopeSite, scopedRows } from './reduce-days.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;
/** Level 4 is a yearly audit: its acceptance may be this long ago (statements section 6). */
const SURVEILLANCE_DAYS = 365;
/** Below this many days of telemetry within its window, audit and live score are not compared. */
const COMMON_DAYS = 56;

/** A site in scope. */
export interface LiveSite extends ScopeSite {
  readonly zone: string;
}

/** The newest countersigned audit, as far as live decisions look at it. */
export interface LiveAudit {
  readonly digest: string;
  readonly score: Score;
  readonly sites: readonly LiveSite[];
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly acceptedAt: Date;
  /** Of its standing accepts: level reached, lowest scope share, whether all confirm the measured share. */
  readonly facts: Pick<RegistryFacts, 'auditLevel' | 'countersigned' | 'scopeShare' | 'measuredShareConfirmed'>;
  /** Per cent, as claimed; null without a claim. */
  readonly claimed: string | null;
  /** An officer allowed the claim. */
  readonly isClaimAllowed: boolean;
}

/** All a daily evaluation of one organisation rests on: rows, public statements and leaves. */
export interface LiveInputs {
  /** The closed UTC day. */
  readonly day: string;
  readonly audit: LiveAudit;
  /** The newest version of each row committed so far, of any site, for the last 365 days and the audit's window. */
  readonly siteRows: readonly SiteRow[];
  readonly organisationRows: readonly OrganisationRow[];
  /** The newest hardware ledger, reduced. */
  readonly hardware: HardwareReduction;
  /** The inventory that counts in full for the day; null without one. */
  readonly inventory: Inventory | null;
  /** Grid series in force now; undefined where the registry has none. */
  readonly grid: GridLookup | undefined;
  /** As the evaluation of the day before found it. */
  readonly firstCounted: string | null;
  /** UTC day of the last suspension for telemetry. */
  readonly suspendedOn: string | null;
}

export interface LiveEvaluation extends Judgement {
  readonly day: string;
  readonly audit: LiveAudit;
  readonly window: LiveWindow;
  /** The days the decision figure rests on: the window, or 365 once they are there. */
  readonly grounds: LiveWindow;
  /** Trailing window, capped by the audit. */
  readonly score: Score;
  /** The one with the lower composite of the trailing 56 and, once there, 365 days. */
  readonly decision: Score;
  readonly facts: RegistryFacts;
  readonly gridShare: Rational;
  readonly firstCounted: string | null;
  readonly silentDays: number;
  /** Of the closed day's IT energy; null for a day without energy. */
  readonly invisibleShare: Rational | null;
  readonly rejects: readonly string[];
  /** The claim is beyond the tier's own tolerance of the audit's score, and nobody allowed it. */
  readonly isClaimHeld: PerLiveTier<boolean>;
  /** The claim against the decision figure; decides nothing. */
  readonly drift: ClaimCheck;
}

/** Days of a window, both ends included. */
export interface LiveWindow {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** The trailing window of a closed day: 56 days, fewer while there are fewer since the first counted one. */
export function windowOf(day: string, firstCounted: string | null, p: Parameters = CMS_1): LiveWindow {
  const full = addDays(day, 1 - p.live.trailingDays.short);
  const first = firstCounted ?? day;
  const from = first > full ? first : full;
  return { from, to: day, days: countDays(from, day) };
}

/** The first day whose rows an evaluation looks at. */
export function rowsFrom(day: string, windowStart: Date, p: Parameters = CMS_1): string {
  const long = addDays(day, 1 - p.live.trailingDays.long);
  const audited = dayOf(windowStart);
  return audited < long ? audited : long;
}

/** What a closed day makes of an organisation's telemetry (methodology 3; statements section 6, "Live decision"). Pure. */
export function evaluateLive(inputs: LiveInputs, p: Parameters = CMS_1): LiveEvaluation {
  const { day, audit, hardware } = inputs;
  const rows = scopedRows(audit.sites, inputs.siteRows, inputs.organisationRows);
  const counted = countedDays(rows, day);
  const firstCounted = earlier(inputs.firstCounted, counted);
  const telemetryDays = daysOfTelemetry(day, firstCounted, inputs.suspendedOn);
  const window = windowOf(day, firstCounted, p);
  const scored = (from: string) => scoreReduction(reduceDays(rows, { from, to: day }, hardware), p);
  const gridShare = registryGridShare(audit.sites, window, inputs.grid);
  const short = scored(window.from);
  const score = capScore(short.score, audit.score, p);
  const { long } = p.live.trailingDays;
  const hasYear = firstCounted !== null && countDays(firstCounted, day) >= long;
  const grounds = hasYear ? { from: addDays(day, 1 - long), to: day, days: long } : window;
  const decision = grounds === window ? score : lowerOf(score, capScore(scored(grounds.from).score, audit.score, p));
  const facts: RegistryFacts = {
    ...audit.facts,
    auditLevel: levelOn(day, audit),
    telemetryDays,
    telemetryCoverage: coverage(rows, day, Math.min(telemetryDays, long)),
    surveillanceDelta: surveillanceDelta(rows, counted, inputs, p),
  };
  const ofDay = reduceDays(rows, { from: day, to: day }, hardware);
  const rejects = dayRejects(ofDay, inputs.inventory, facts.auditLevel, p);
  const it = max(ofDay.sums.it, ofDay.sums.w_all);
  const invisibleShare =
    it.num === 0n ? null : sub(ONE, rational(ofDay.sums.w_visible.num * it.den, ofDay.sums.w_visible.den * it.num));
  const isRejected = short.rejected || rejects.length > 0;
  return {
    day,
    audit,
    window,
    grounds,
    score,
    decision,
    facts,
    gridShare,
    firstCounted,
    silentDays: silentDays(day, firstCounted, counted),
    invisibleShare,
    rejects,
    isClaimHeld: perLiveTier((tier) => isHeld(audit, tier, p)),
    drift: checkClaim(audit.claimed ?? undefined, decision, 'Obsidian', p),
    ...judgeLive({ decision, facts, gridShare, isRejected, invisibleShare, auditScore: audit.score }, p),
  };
}

/** Share of the window's site-hours for which the registry holds a series of the site's zone. */
function registryGridShare(
  sites: readonly LiveSite[],
  { from, days }: LiveWindow,
  grid: GridLookup | undefined,
): Rational {
  if (grid === undefined || sites.length === 0) return ZERO;
  const start = dayStart(from).getTime();
  const hours = Array.from({ length: days * HOURS_PER_DAY }, (_, hour) => new Date(start + hour * HOUR_MS));
  const held = sites.reduce((sum, { zone }) => sum + hours.filter((hour) => grid(zone, hour) !== undefined).length, 0);
  return rational(BigInt(held), BigInt(sites.length * hours.length));
}

/** Days up to this one with at least one counted interval of a site in scope. */
const countedDays = ({ rows }: ScopedRows, until: string): ReadonlySet<string> =>
  new Set(rows.filter(({ valid, day }) => valid > 0 && day <= until).map(({ day }) => day));

const earlier = (known: string | null, days: ReadonlySet<string>): string | null =>
  [...days].reduce((first, day) => (first === null || day < first ? day : first), known);

/** Closed days since the first counted one or the last suspension for telemetry, whichever is later. */
function daysOfTelemetry(day: string, firstCounted: string | null, suspendedOn: string | null): number {
  if (firstCounted === null) return 0;
  const after = suspendedOn === null ? firstCounted : addDays(suspendedOn, 1);
  return countDays(after > firstCounted ? after : firstCounted, day);
}

/** Closed days in a row, up to this one, without a counted interval; none before the first counted day. */
function silentDays(day: string, firstCounted: string | null, counted: ReadonlySet<string>): number {
  if (firstCounted === null) return 0;
  const last = [...counted].reduce((newest, one) => (one > newest ? one : newest), firstCounted);
  return countDays(last, day) - 1;
}

function coverage(rows: ScopedRows, day: string, days: number): Rational {
  if (days === 0) return ZERO;
  const from = addDays(day, 1 - days);
  const within = rows.rows.filter((row) => from <= row.day && row.day <= day);
  const all = [...coverageOf(rows.sites, within, days).values()];
  const sum = (name: 'valid' | 'expected'): bigint => BigInt(all.reduce((total, one) => total + one[name], 0));
  return sum('expected') === 0n ? ZERO : rational(sum('valid'), sum('expected'));
}

/** Audit less live composite over the audit's days that have telemetry, percentage points, before the cap. */
function surveillanceDelta(
  rows: ScopedRows,
  counted: ReadonlySet<string>,
  { audit, hardware }: LiveInputs,
  p: Parameters,
): Rational | null {
  const from = dayOf(audit.windowStart);
  const to = dayOf(new Date(audit.windowEnd.getTime() - DAY_MS));
  const only = new Set([...counted].filter((day) => from <= day && day <= to));
  if (only.size < COMMON_DAYS) return null;
  const { score } = scoreReduction(reduceDays(rows, { from, to, only }, hardware), p);
  return rational(compositeThousandths(audit.score) - compositeThousandths(score), 1000n);
}

/** An audit of level 4 that was accepted over a year before the day ended carries level 3. */
function levelOn(day: string, { facts, acceptedAt }: LiveAudit): RegistryFacts['auditLevel'] {
  const age = dayStart(addDays(day, 1)).getTime() - acceptedAt.getTime();
  return facts.auditLevel === 4 && age > SURVEILLANCE_DAYS * DAY_MS ? 3 : facts.auditLevel;
}

const lowerOf = (a: Score, b: Score): Score => (isBelow(b.pow4, a.pow4) ? b : a);

const isHeld = ({ claimed, score, isClaimAllowed }: LiveAudit, tier: Tier, p: Parameters): boolean =>
  !isClaimAllowed && checkClaim(claimed ?? undefined, score, tier, p).verdict === 'held';
