import { type ErrorCode, RegistryError } from '../core/errors.ts';
import type { Digest } from '../core/ids.ts';
import type { ParsedStatement } from '../core/statement.ts';
import type { Outcome } from './accept.ts';
import { admitArrival, parseArrival } from './intake/arrival.ts';
import { type Desk, deskOf } from './intake/desk.ts';
import type { Deps } from './ports.ts';

/** What became of one item of a batch. */
export interface ItemResult {
  /** null where the item is no statement at all. */
  readonly digest: Digest | null;
  /** Its answer, or what was thrown: a RegistryError, unless it is a surprise. */
  readonly result: { readonly outcome: Outcome } | { readonly error: unknown };
}

/**
 * `POST /v1/attestations`, one statement: the next interval of its site's chain (statements section 6). It is durable once this
 * resolves; its receipt follows with its window.
 *
 * @throws RegistryError any code of the gate, chain_gap with `expected`, chain_replayed and chain_fork with `accepted`,
 *   jti_reused, implausible with `findings`
 */
export async function acceptAttestation(deps: Deps, body: Uint8Array): Promise<Outcome> {
  const [item] = await acceptAttestations(deps, [body]);
  if (item === undefined) throw new Error('one item has one result');
  if ('error' in item.result) throw item.result.error;
  return item.result.outcome;
}

/**
 * The same for a batch, in chain order per site. A bad item spoils none but its own successors in the chain, to which it is a
 * gap.
 *
 * @throws RegistryError overloaded or read_only where nothing of the batch could be taken for that reason
 */
export async function acceptAttestations(deps: Deps, items: readonly Uint8Array[]): Promise<readonly ItemResult[]> {
  const desk = deskOf(deps);
  desk.enter(items.length);
  try {
    const results = await acceptAll(deps, desk, items);
    const [reason] = results.map(notNow);
    if (reason !== undefined && results.every((one) => notNow(one) !== undefined)) throw reason;
    return results;
  } finally {
    desk.leave(items.length);
  }
}

async function acceptAll(deps: Deps, desk: Desk, items: readonly Uint8Array[]): Promise<readonly ItemResult[]> {
  const parsed = items.map((item) => attempt(() => parseArrival(item)));
  const kids = parsed.flatMap((one) => ('value' in one ? [one.value.kid] : []));
  const keys = await desk.keys.find(deps, kids);
  const admitted = await Promise.all(
    parsed.map(async (one) =>
      'value' in one ? attemptLater(admitArrival(deps, one.value, keys.get(one.value.kid))) : one,
    ),
  );
  // Handed in only after all are verified: the order of a chain is that of its items.
  const results = await Promise.all(
    admitted.map(async (one) => ('value' in one ? attemptLater(desk.submit(deps, one.value)) : one)),
  );
  return results.map((result, at) => ({ digest: digestOf(parsed[at]), result: toResult(result) }));
}

/** A refusal that has nothing to do with the item. */
const notNow = ({ result }: ItemResult): RegistryError | undefined =>
  'error' in result && result.error instanceof RegistryError && NOT_NOW.has(result.error.code)
    ? result.error
    : undefined;
const NOT_NOW: ReadonlySet<ErrorCode> = new Set(['overloaded', 'read_only']);

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

const attemptLater = <T>(work: Promise<T>): Promise<Attempt<T>> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

const digestOf = (parsed: Attempt<ParsedStatement> | undefined): Digest | null =>
  parsed !== undefined && 'value' in parsed ? parsed.value.digest : null;

const toResult = (attempted: Attempt<Outcome>): ItemResult['result'] =>
  'value' in attempted ? { outcome: attempted.value } : attempted;
