import { parseKeyOperation } from '../../core/documents/key.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Examination } from './examination.ts';
import { keyListing, refutedBy, verifySigned } from './keys.ts';
import { leafFault } from './leaf-of-statement.ts';
import { proveIndex } from './log-reader.ts';
import { proveDigest } from './proof-check.ts';
import { type Answer, found, missing, refuted } from './verdict.ts';

/** When a key ended. Both are leaf indexes. */
export interface Revocation {
  readonly index: number;
  /** From where on its statements are in doubt; null where nothing says that it was compromised. */
  readonly compromisedSince: number | null;
}

/**
 * The proved revocation of a key; null where the registry itself, asked by itself, says that there is none. That there is
 * none can be proved by the whole log only, so it is `unknown` otherwise.
 */
export async function revocationOf(x: Examination, kid: string, party: string): Promise<Answer<Revocation | null>> {
  if (x.statements === undefined) return askFor(x, kid, party);
  let last: Answer<Revocation> = missing(`whether the key ${kid} was revoked, only the whole log tells`);
  for (const jws of x.statements.revoking.get(kid) ?? []) {
    last = await readRevocation(x, jws, kid, party);
    if (last.word === 'ok') return last;
  }
  return last;
}

async function askFor(x: Examination, kid: string, party: string): Promise<Answer<Revocation | null>> {
  const item = await keyListing(x, kid, party);
  if (item === undefined) return missing(`whether the key ${kid} was revoked is not known here`);
  const index = item['revoked_seq'];
  if (typeof index !== 'number') {
    if (x.source.isRegistry === true) return found(null);
    return missing('the registry lists the key as active; that it was never revoked, only the whole log proves');
  }
  const proven = await proveIndex(x, index);
  if (proven.word !== 'ok') return proven;
  const { d } = proven.value.leaf;
  const jws = typeof d === 'string' ? await x.source.readText(`/v1/statements/${d}.jws`) : undefined;
  return jws === undefined
    ? missing(`the revocation of the key ${kid} is not at hand`)
    : readRevocation(x, jws, kid, party);
}

async function readRevocation(x: Examination, jws: string, kid: string, party: string): Promise<Answer<Revocation>> {
  const signed = await verifySigned(x, jws, 'cms-key+jwt');
  if (signed.word !== 'ok') return signed;
  const { statement } = signed.value;
  const { iss, body } = statement.payload;
  if (iss !== party || !isJsonObject(body)) return refuted(`the revocation of ${kid} is by another party`);
  try {
    const operation = parseKeyOperation(body);
    const proven = await proveDigest(x, statement.digest);
    if (proven.word !== 'ok') return proven;
    const fault = leafFault({ ...statement, iss, body }, proven.value.leaf);
    if (operation.op !== 'revoke' || operation.kid !== kid || fault !== undefined)
      return refuted(`the revocation of ${kid}: ${fault ?? 'it is about another key'}`);
    return found({ index: proven.value.index, compromisedSince: operation.compromised_since ?? null });
  } catch (error) {
    return refutedBy(error);
  }
}
