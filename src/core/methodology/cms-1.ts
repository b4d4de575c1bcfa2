import type { Rational } from '../rational.ts';
import { rational } from '../rational.ts';

/** Identifier of the methodology this folder implements (methodology 7). */
export const METHODOLOGY = 'CMS-1.0.0';

export type Tier = 'Bronze' | 'Silver' | 'Obsidian' | 'Obsidian Prime';
export type MirrorId = 'efficiency' | 'timing' | 'data_diet' | 'circularity';
export type SubmetricId = 'E1' | 'E2' | 'E3' | 'T1' | 'T2' | 'T3' | 'D1' | 'D2' | 'D3' | 'C1' | 'C2' | 'C3' | 'C4';

/** Tiers from the lowest to the highest. */
export const TIER_NAMES = ['Bronze', 'Silver', 'Obsidian', 'Obsidian Prime'] as const satisfies readonly Tier[];
export const MIRROR_IDS = ['efficiency', 'timing', 'data_diet', 'circularity'] as const satisfies readonly MirrorId[];
export const SUBMETRIC_IDS = [
  'E1',
  'E2',
  'E3',
  'T1',
  'T2',
  'T3',
  'D1',
  'D2',
  'D3',
  'C1',
  'C2',
  'C3',
  'C4',
] as const satisfies readonly SubmetricId[];

/** What a tier asks for; all conditions must hold (methodology 3). Shares are fractions of 1. */
export interface TierConditions {
  readonly composite: Rational;
  readonly everyMirror: Rational;
  readonly visibility: Rational;
  readonly measuredShare: Rational;
  readonly scopeShare: Rational;
  readonly assuranceLevel: 1 | 2 | 3 | 4;
  readonly telemetryDays: number;
  readonly telemetryCoverage: Rational;
  /** Largest |surveillance audit - live composite| in percentage points; null where no surveillance audit is asked for. */
  readonly surveillanceDelta: Rational | null;
  readonly siteCoverage: Rational;
  /** Whether the tier is open to an organisation without owned hardware in scope (methodology 1.4). */
  readonly allowsNoHardware: boolean;
}

export interface Range {
  readonly low: Rational;
  readonly high: Rational;
}

/** Every weight, reference value, bound and threshold of one methodology version. */
export interface Parameters {
  readonly methodology: string;
  /** Per cent; each mirror sums to 100. */
  readonly weights: Readonly<Record<MirrorId, Readonly<Partial<Record<SubmetricId, bigint>>>>>;
  readonly tiers: Readonly<Record<Tier, TierConditions>>;
  /** E3: mean use of reserved capacity that counts as right-sized. */
  readonly referenceUtilisation: Rational;
  /** E3: the per-workload ratio is floored to this many parts. */
  readonly ratioParts: bigint;
  readonly redundancies: readonly number[];
  /** T2: an interval at or below this many g/kWh is clean whatever its rank. */
  readonly cleanIntensity: Rational;
  readonly maxIntensity: Rational;
  readonly maxCopies: number;
  /** C2: service life over which embodied carbon is worked off. */
  readonly lifeMonths: bigint;
  readonly intervalMinutes: readonly number[];
  /** Meter sums v register difference, series v table, IT v facility. */
  readonly meterTolerance: Rational;
  /** Sum of parts v meter. */
  readonly partsTolerance: Rational;
  readonly capacityTolerance: Rational;
  /** From this audit level on, capacity that is unaccounted for rejects instead of flagging (R25). */
  readonly capacityRejectLevel: number;
  readonly windowDays: { readonly min: number; readonly levelOneMax: number; readonly maxAge: number };
  readonly levelTwoDays: number;
  readonly pue: Range;
  readonly flatLineReadings: number;
  readonly copiedDays: number;
  /** F07 looks at series longer than this many intervals. */
  readonly constantShareIntervals: number;
  readonly watts: Readonly<Record<string, Range>>;
  readonly kgPerUnit: Range;
  readonly embodiedPerUnit: Range;
  readonly claim: {
    /** Percentage points within which a claim is confirmed. */
    readonly confirmed: Rational;
    readonly materiality: Rational;
    /** For Obsidian and Obsidian Prime. */
    readonly materialityHigh: Rational;
  };
  /** The live state machine's figures (methodology 3), days, hours, points. */
  readonly live: LiveParameters;
}

export interface LiveParameters {
  readonly issueDays: number;
  readonly holdComposite: Rational;
  readonly holdMirror: Rational;
  readonly holdVisibility: Rational;
  readonly downgradeDays: number;
  readonly belowPlain: { readonly days: number; readonly of: number };
  readonly invisibleFactor: number;
  readonly invisibleDays: number;
  readonly rejectCureDays: number;
  readonly lateHours: number;
  readonly staleHours: number;
  readonly silentDays: number;
  readonly silentDowngradeDays: number;
  readonly cureDays: number;
  readonly trailingDays: { readonly short: number; readonly long: number };
}

const percent = (value: bigint): Rational => rational(value, 100n);
const range = (low: Rational, high: Rational): Range => ({ low, high });
const whole = (value: bigint): Rational => rational(value);

const LIVE: LiveParameters = {
  issueDays: 28,
  holdComposite: percent(1n),
  holdMirror: percent(2n),
  holdVisibility: rational(5n, 1000n),
  downgradeDays: 14,
  belowPlain: { days: 56, of: 90 },
  invisibleFactor: 3,
  invisibleDays: 3,
  rejectCureDays: 7,
  lateHours: 72,
  staleHours: 72,
  silentDays: 7,
  silentDowngradeDays: 30,
  cureDays: 14,
  trailingDays: { short: 56, long: 365 },
};

const TIERS: Parameters['tiers'] = {
  Bronze: {
    composite: percent(40n),
    everyMirror: percent(20n),
    visibility: percent(50n),
    measuredShare: percent(50n),
    scopeShare: percent(0n),
    assuranceLevel: 1,
    telemetryDays: 0,
    telemetryCoverage: percent(0n),
    surveillanceDelta: null,
    siteCoverage: percent(90n),
    allowsNoHardware: true,
  },
  Silver: {
    composite: percent(60n),
    everyMirror: percent(40n),
    visibility: percent(90n),
    measuredShare: percent(80n),
    scopeShare: percent(70n),
    assuranceLevel: 2,
    telemetryDays: 0,
    telemetryCoverage: percent(0n),
    surveillanceDelta: null,
    siteCoverage: percent(90n),
    allowsNoHardware: true,
  },
  Obsidian: {
    composite: percent(75n),
    everyMirror: percent(60n),
    visibility: percent(97n),
    measuredShare: percent(90n),
    scopeShare: percent(90n),
    assuranceLevel: 3,
    telemetryDays: 90,
    telemetryCoverage: percent(95n),
    surveillanceDelta: whole(3n),
    siteCoverage: percent(90n),
    allowsNoHardware: false,
  },
  'Obsidian Prime': {
    composite: percent(90n),
    everyMirror: percent(80n),
    visibility: percent(99n),
    measuredShare: percent(95n),
    scopeShare: percent(95n),
    assuranceLevel: 4,
    telemetryDays: 180,
    telemetryCoverage: percent(99n),
    surveillanceDelta: whole(2n),
    siteCoverage: percent(90n),
    allowsNoHardware: false,
  },
};

/** The parameters of CMS-1.0.0. Nothing else in the registry repeats one of these numbers. */
export const CMS_1: Parameters = {
  methodology: METHODOLOGY,
  weights: {
    efficiency: { E1: 30n, E2: 35n, E3: 35n },
    timing: { T1: 40n, T2: 40n, T3: 20n },
    data_diet: { D1: 40n, D2: 30n, D3: 30n },
    circularity: { C1: 30n, C2: 25n, C3: 35n, C4: 10n },
  },
  tiers: TIERS,
  referenceUtilisation: rational(1n, 2n),
  ratioParts: 1_000_000n,
  redundancies: [1, 2],
  cleanIntensity: whole(100n),
  maxIntensity: whole(1500n),
  maxCopies: 3,
  lifeMonths: 72n,
  intervalMinutes: [15, 30, 60],
  meterTolerance: rational(5n, 1000n),
  partsTolerance: percent(2n),
  capacityTolerance: percent(5n),
  capacityRejectLevel: 3,
  windowDays: { min: 56, levelOneMax: 70, maxAge: 400 },
  levelTwoDays: 182,
  pue: range(percent(103n), whole(3n)),
  flatLineReadings: 12,
  copiedDays: 3,
  constantShareIntervals: 24,
  watts: {
    vcpu: range(rational(3n, 10n), whole(30n)),
    gpu: range(whole(20n), whole(1500n)),
    node: range(whole(30n), whole(12000n)),
  },
  kgPerUnit: range(whole(1n), whole(150n)),
  embodiedPerUnit: range(whole(20n), whole(30000n)),
  claim: { confirmed: rational(1n, 10n), materiality: percent(5n), materialityHigh: percent(2n) },
  live: LIVE,
};
