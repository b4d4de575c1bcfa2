/**
 * Splits an amount over parts in proportion to their weights, in whole units; the parts sum to it exactly. Where the weights
 * sum to no less than the amount, no part is above its weight. Some weight must be positive unless the amount is zero.
 */
export function split(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum <= 0n && amount > 0n) throw new Error('nothing to split the amount over');
  let reached = 0n;
  let given = 0n;
  return weights.map((weight) => {
    reached += weight;
    const until = sum <= 0n ? 0n : (amount * reached) / sum;
    const part = until - given;
    given = until;
    return part;
  });
}
