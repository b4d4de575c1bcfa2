import { encodeBase64url } from '../core/base64url.ts';
import { seconds } from '../core/credential.ts';
import { assertThat } from '../core/errors.ts';
import type { JsonObject } from '../core/json-value.ts';
import type { Position } from '../core/views.ts';
import type { LookUpQuery } from './look-up.ts';
import type { Deps } from './ports.ts';

/** Seconds a signed answer may be shown to others (api, `GET /v1/lookup`). */
const VALID_S = 86_400;

/** Signs what was asked and what was answered. */
export type SignLookUp = (query: LookUpQuery, answer: JsonObject) => Promise<string>;

/**
 * Signs the answers read at a position in a form that can be shown to others: that a vendor is not certified, or not known,
 * as well as that it is. `seq` and `root` say which log they were read from; `root`, like the digests of leaves, is base64url.
 */
export async function signerAt(deps: Deps, { seq }: Position): Promise<SignLookUp> {
  const { ledger, origin, answersSigner, now } = deps;
  const head = await ledger.read((tx) => tx.tree.ofSize(seq + 1));
  assertThat(head !== undefined, 'internal', 'an answer was read at a position without checkpoint');
  const root = encodeBase64url(head.root);
  const header = { alg: answersSigner.alg, kid: answersSigner.kid, typ: 'cms-lookup+jwt' };
  return (query, { status = null }) => {
    const iat = seconds(now());
    return answersSigner.sign(header, { iss: origin, iat, exp: iat + VALID_S, query: { ...query }, status, seq, root });
  };
}
