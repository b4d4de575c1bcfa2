import type { PartyId } from '../../core/ids.ts';
import type { HourSums } from '../../core/telemetry/hours.ts';

/** Sums of a site's day as they were when its row was committed. */
export interface SiteHours extends HourSums {
  readonly partyId: PartyId;
  readonly siteId: string;
  readonly day: string;
}

export interface HourStore {
  /** Puts them under the `telemetry.day` leaf that commits the rows of the same sites and days. */
  add(seq: number, rows: readonly SiteHours[]): Promise<void>;
  /**
   * Sums over all sites and days of a span, both ends included, of each site and day the newest up to a leaf; and on how many
   * days there was anything.
   */
  sum(
    party: PartyId,
    fromDay: string,
    toDay: string,
    untilSeq: number,
  ): Promise<{ readonly days: number; readonly sums: HourSums }>;
}
