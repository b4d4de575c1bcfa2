import { parseMicro } from '../../core/decimal.ts';

/** Energy of the generated series comes in steps of 0.01 kWh, which keeps the text of a series short. */
export const STEP = 10_000n;

/** 10^-6 units of decimal text. */
export function micro(text: string): bigint {
  const value = parseMicro(text);
  if (value === undefined) throw new Error(`no decimal: ${text}`);
  return value;
}

/** The nearest multiple of the step that is not above the energy. */
export const floorToStep = (energy: bigint): bigint => energy - (energy % STEP);

/**
 * Splits an energy over parts in proportion to their weights, in whole steps; the parts sum to it exactly. The energy must be
 * whole steps, and some weight must be positive unless it is zero.
 */
export function distribute(energy: bigint, weights: readonly number[]): bigint[] {
  if (energy % STEP !== 0n) throw new Error(`${energy} is no whole number of steps`);
  const steps = energy / STEP;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum <= 0 && steps > 0n) throw new Error('nothing to spread the energy over');
  let reached = 0;
  let given = 0n;
  return weights.map((weight) => {
    reached += weight;
    const until = sum <= 0 ? 0n : (steps * BigInt(reached)) / BigInt(sum);
    const part = until - given;
    given = until;
    return part * STEP;
  });
}

/** Sum of energies. */
export const sumOf = (energies: readonly bigint[]): bigint => energies.reduce((total, energy) => total + energy, 0n);
