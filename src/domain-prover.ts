import type { Mode } from './mode.ts';
import type { DomainProver } from './registry/ports.ts';

/** Top-level domains reserved for tests and documentation (RFC 2606, RFC 6761). Nobody can own a name under them. */
const RESERVED = ['.example', '.test'];

/**
 * Counts names under `.example` and `.test` as proved in demo and sandbox, never in production (api, "Modes"). Proof over
 * the network is the same port with another implementation; without one, every other name stays unproved and says why.
 */
export function sandboxProver(mode: Mode): DomainProver {
  return {
    prove: async (domain) => {
      const reserved = RESERVED.some((suffix) => domain.endsWith(suffix));
      if (mode !== 'production' && reserved) return { method: 'sandbox' };
      return { method: null, reason: 'this registry does not ask the network for proofs yet' };
    },
  };
}
