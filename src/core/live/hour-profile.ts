/** One hour of the day over the days of a profile. */
export interface ProfileHour {
  /** 0 to 23, UTC. */
  readonly hour: number;
  /** Mean per day, kWh, three decimals. */
  readonly it_kwh: string;
  readonly unattributed_kwh: string;
  /** Of the hour's IT energy what nobody answers for, per cent, one digit. */
  readonly unattributed_percent: string;
}

/**
 * When in the day energy goes that belongs to nobody: means over whole weeks, all sites together. It moves on by whole weeks
 * and takes no later correction in between, so that no two of them differ by less than a week and none gives an interval away.
 */
export interface HourProfile {
  /** Monday and Sunday, UTC days, both included. */
  readonly from: string;
  readonly to: string;
  /** Days of these with telemetry. */
  readonly days: number;
  /** 24, in order. */
  readonly hours: readonly ProfileHour[];
}

/** Weeks a profile spans at most. */
export const PROFILE_WEEKS = 8;
/** Days with telemetry below which there is none: a mean of few days would be those days. */
export const PROFILE_LEAST_DAYS = 7;
