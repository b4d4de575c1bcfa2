import { RegistryError } from '../core/errors.ts';
import { recheckDomain } from './check-domain.ts';
import type { Deps } from './ports.ts';

const DAY_MS = 86_400_000;
/** Every proof is looked at again this often (statements section 4). */
const ROUTINE_MS = 30 * DAY_MS;
/** A proof that fails, or that is to cure a suspension, is looked at every day. */
const WATCHED_MS = DAY_MS;
/** Domains in one run: the next one goes on with the rest. */
const BATCH = 100;

/**
 * Checks again the proofs whose time has come. Safe on any number of instances: each check is counted in the database
 * before it is made, and whoever comes second leaves it to the first.
 *
 * @returns how many were due
 * @throws the first failure that is no refusal, after all domains had their turn
 */
export async function recheckDomains(deps: Deps): Promise<number> {
  const ago = (ms: number): Date => new Date(deps.now().getTime() - ms);
  const due = await deps.ledger.read((tx) =>
    tx.domains.due({ routine: ago(ROUTINE_MS), watched: ago(WATCHED_MS) }, BATCH),
  );
  const failures: Error[] = [];
  for (const row of due) await recheckDomain(deps, row).catch((error: unknown) => failures.push(asError(error)));
  const failure = failures.find((error) => !(error instanceof RegistryError && error.code === 'rate_limited'));
  if (failure !== undefined) throw failure;
  return due.length;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
