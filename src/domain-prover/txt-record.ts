import { type Claim, mismatch } from './claim.ts';

/** `cms-party=<party_id>; kid=<thumbprint>; registry=<origin>`; blanks may stand around the semicolons and nowhere else. */
const RECORD = /^cms-party=([^;\s]+)[ \t]*;[ \t]*kid=([^;\s]+)[ \t]*;[ \t]*registry=([^;\s]+)$/;

const NONE = 'there is none of the form cms-party=…; kid=…; registry=…';

/**
 * Why no TXT record proves the claim; `undefined` where one does, whatever stands beside it.
 *
 * @param records each in the strings it came in (RFC 1035 section 3.3.14: at most 255 bytes each), which belong together
 */
export function txtFault(records: readonly (readonly string[])[], claim: Claim): string | undefined {
  const faults = records.map((strings) => recordFault(strings.join(''), claim));
  return faults.includes(undefined) ? undefined : (faults.find((fault) => fault !== NONE) ?? NONE);
}

function recordFault(text: string, claim: Claim): string | undefined {
  const [, party, kid, registry] = RECORD.exec(text) ?? [];
  if (party === undefined || kid === undefined || registry === undefined) return NONE;
  return mismatch({ party, keys: [kid], registry }, claim);
}
