import type { PartyId } from '../ids.ts';
import type { InventorySumName, SiteSumName, WorkloadSums } from '../methodology/sums.ts';
import type { Rational } from '../rational.ts';

/** Sums of one site and closed or running UTC day (statements section 6, "Site row"). */
export interface SiteRow {
  readonly org: PartyId;
  readonly site: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly sums: Readonly<Record<SiteSumName, Rational>>;
  /** Ordered as `compareRows` orders them, one entry per key. */
  readonly workloads: readonly WorkloadSums[];
}

/** Inventory sums of one organisation and UTC day (statements section 6, "Organisation row"). */
export interface OrganisationRow {
  readonly org: PartyId;
  readonly site: null;
  readonly day: string;
  readonly sums: Readonly<Record<InventorySumName, Rational>>;
}

export type AccumulatorRow = SiteRow | OrganisationRow;
