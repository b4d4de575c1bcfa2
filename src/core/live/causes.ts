/** What telemetry itself suspends a certificate for (methodology 3, "suspend now"): ASCII codes of leaves. */
export const TELEMETRY_CAUSES = [
  'chain_fork',
  'silence',
  'invisible_share',
  'reject_not_cured',
  'canary_failed',
] as const;
export type TelemetryCause = (typeof TELEMETRY_CAUSES)[number];

/** Suspensions that say nothing about the holder's honesty: an officer's act, and a tier that no lower one could follow. */
const UNCOUNTED: readonly string[] = ['act', 'downgrade'];

/** Whether two suspensions for a cause within 12 months withdraw the certificate (methodology 3, "revoke"). */
export const isCounted = (reason: string): boolean => !UNCOUNTED.includes(reason);

export const isTelemetryCause = (reason: string): reason is TelemetryCause =>
  TELEMETRY_CAUSES.some((cause) => cause === reason);
