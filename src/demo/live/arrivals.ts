import { type ErrorCode, RegistryError } from '../../core/errors.ts';
import { acceptAttestations, type ItemResult } from '../../registry/accept-attestations.ts';
import type { Deps } from '../../registry/ports.ts';

/** Why an attestation was not accepted. */
export interface RefusedArrival {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** The most items of one batch (statements section 6). */
const BATCH = 1000;

/** Sends attestations, in chain order per site. Yields those that were refused; anything but a refusal is thrown. */
export async function sendAttestations(deps: Deps, texts: readonly string[]): Promise<RefusedArrival[]> {
  const refused: RefusedArrival[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const items = texts.slice(from, from + BATCH).map((text) => Buffer.from(text, 'latin1'));
    refused.push(...(await acceptAttestations(deps, items)).flatMap(refusalOf));
  }
  return refused;
}

function refusalOf({ result }: ItemResult): RefusedArrival[] {
  if (!('error' in result)) return [];
  const { error } = result;
  if (!(error instanceof RegistryError)) throw error;
  return [{ code: error.code, detail: error.message }];
}

/** @throws Error with the first refusal */
export function assertTaken([first, ...others]: readonly RefusedArrival[]): void {
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new Error(`attestation refused: ${first.code}: ${first.detail}${more}`);
}
