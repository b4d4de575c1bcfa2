import { fromMicro, parseMicro } from '../decimal.ts';
import type { Countersignature } from '../documents/countersignature.ts';
import { absolute, isBelow, mul, type Rational, rational, sub, ZERO } from '../rational.ts';
import type { SiteRow } from '../telemetry/accumulator-row.ts';

/** How far the remainder may stay behind a load that was run unregistered, of that load (methodology 6, "canary"). */
const TOLERANCE = rational(1n, 10n);

export type Canary = NonNullable<Countersignature['canary']>;

/** The UTC day of the interval a load ran in. */
export const canaryDay = ({ interval }: Canary): string => interval.slice(0, 'yyyy-mm-dd'.length);

/** Two reports on one load are one canary. */
export const canaryKey = ({ site_id, interval }: Canary): string => `${site_id} ${interval.split('/')[0] ?? ''}`;

/**
 * Whether a canary failed: the auditor saw `unattributed` rise by another amount than the load, or the committed row of that
 * site and day has less unattributed energy than the load alone, which refutes an observation that says otherwise. Rows are
 * days, so they can refute and never confirm; without a row the auditor's word decides.
 */
export function hasFailed(canary: Canary, row: Pick<SiteRow, 'sums'> | undefined): boolean {
  const load = quantity(canary.kwh);
  const bound = mul(load, TOLERANCE);
  if (isBelow(bound, absolute(sub(quantity(canary.observed_kwh), load)))) return true;
  return row !== undefined && isBelow(row.sums.unattributed, sub(load, bound));
}

/** The document's schema admits decimals only. */
function quantity(text: string): Rational {
  const micro = parseMicro(text);
  return micro === undefined ? ZERO : fromMicro(micro);
}
