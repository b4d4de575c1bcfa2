/* What a row of the listing's page shows beside the facts of the listing. */

export interface ListingRowStore {
  /** Live composites of each party by day, both days included, as evaluated up to a leaf. One query, however many parties. */
  trends(
    parties: readonly string[],
    days: { readonly from: string; readonly to: string },
    seq: number,
  ): Promise<readonly { readonly party: string; readonly day: string; readonly percent: string }[]>;
  /** Of the parties those with an admitted objection that is not decided, as of a leaf. */
  disputed(parties: readonly string[], seq: number): Promise<readonly string[]>;
  /** Of the parties those whose names, domains or ids have the words as they are written, case and accents apart. */
  spelt(parties: readonly string[], words: string, seq: number): Promise<readonly string[]>;
}
