/** One site and closed day, from its committed row. */
export interface SiteDay {
  readonly day: string;
  /** Counted intervals, of those expected. */
  readonly valid: number;
  readonly expected: number;
  /** kWh, reduced `num/den`. */
  readonly it: string;
  readonly unattributed: string;
}

/** What pages draw of an organisation's telemetry: closed days only, all of it from leaves. */
export interface LiveDays {
  /** The newest closed day. */
  readonly to: string;
  /** First day of the live composite's line, and of the sites' days. */
  readonly trendFrom: string;
  readonly sitesFrom: string;
  /** Days with an evaluation, in order: live composite, per cent with one digit. */
  readonly trend: readonly { readonly day: string; readonly composite_percent: string }[];
  /** By site id. A site in scope without a row is there with no days. */
  readonly sites: readonly { readonly site_id: string; readonly days: readonly SiteDay[] }[];
}
