/** Totals are counted this far; beyond it they are a lower bound (api, "Conventions"). */
export const EXACT_TOTAL = 10_000;
