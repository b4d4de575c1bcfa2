import { RegistryError } from '../core/errors.ts';
import type { Trust } from '../sdk/verify/trust.ts';
import { verifyArtefact } from '../sdk/verify/verify.ts';
import type { Given } from './intake.tsx';
import type { Outcome } from './outcome.ts';
import { PAGE_SOURCE } from './page-source.ts';

/** Verifies on this machine; the registry's public addresses fill the gaps of the evidence and are believed in nothing. */
export async function verifyHere({ bytes }: Given, trust: Trust, now: Date): Promise<Outcome> {
  try {
    return { state: 'answered', verification: await verifyArtefact(bytes, trust, { now, source: PAGE_SOURCE }) };
  } catch (error) {
    if (error instanceof RegistryError) return { state: 'refused', reason: error.message };
    return { state: 'absent', reason: `this page failed at it: ${String(error)}` };
  }
}
