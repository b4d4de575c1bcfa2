import { addMonths } from '../calendar.ts';

/** What telemetry itself suspends a certificate for (methodology 3, "suspend now"): ASCII codes of leaves. */
export const TELEMETRY_CAUSES = [
  'chain_fork',
  'silence',
  'invisible_share',
  'reject_not_cured',
  'canary_failed',
] as const;
export type TelemetryCause = (typeof TELEMETRY_CAUSES)[number];

/** Causes that end by themselves once the telemetry is clean; what a canary showed, only people can judge (methodology 6). */
const CURABLE: readonly string[] = ['chain_fork', 'silence', 'invisible_share', 'reject_not_cured', 'downgrade'];

/** Whether 14 clean days lift a suspension for this reason (methodology 3, "cure"). */
export const isCurable = (reason: string): boolean => CURABLE.includes(reason);

/** Suspensions that say nothing about the holder's honesty: an officer's act, and a tier that no lower one could follow. */
const UNCOUNTED: readonly string[] = ['act', 'downgrade'];

/** Whether suspensions for this reason add up. */
export const isCounted = (reason: string): boolean => !UNCOUNTED.includes(reason);

/** Within this many months a second suspension for one cause withdraws. */
const REPEAT_MONTHS = 12;

/**
 * Whether a suspension now, after these earlier ones of the same holder, is the second for its cause within 12 calendar months
 * and so withdraws the certificate (methodology 3, "revoke").
 */
export function isRepeatedCause(
  reason: string,
  at: Date,
  earlier: readonly { readonly reason: string | null; readonly at: Date }[],
): boolean {
  if (!isCounted(reason)) return false;
  const earliest = addMonths(at, -REPEAT_MONTHS);
  return earlier.some((one) => one.reason === reason && one.at >= earliest);
}

export const isTelemetryCause = (reason: string): reason is TelemetryCause =>
  TELEMETRY_CAUSES.some((cause) => cause === reason);
