import type { FreshClaims } from '../../sdk/sign.ts';
import type { SigningAttestation } from './attestation-signer.ts';
import { attestationBody, type StoryLink } from './documents.ts';
import type { SiteInterval } from './intervals.ts';

type Sign = (body: ReturnType<typeof attestationBody>, claims: FreshClaims) => SigningAttestation;

/** Intervals under signature, and the place of the next one in the chain. */
export interface ChainPiece {
  readonly signed: readonly SigningAttestation[];
  readonly next: StoryLink;
}

export const FIRST_LINK: StoryLink = { epoch: 0, seq: 0, prev: null };

/** The place behind an accepted attestation. */
export const linkAfter = (head: {
  readonly epoch: number;
  readonly seq: number;
  readonly digest: string;
}): StoryLink => ({
  epoch: head.epoch,
  seq: head.seq + 1,
  prev: head.digest,
});

/** Signs the intervals of a site, in order, as the next links of its chain. */
export function extendChain(
  { siteId, sign }: { readonly siteId: string; readonly sign: Sign },
  intervals: readonly SiteInterval[],
  link: StoryLink,
  claims: () => FreshClaims,
): ChainPiece {
  let next = link;
  const signed = intervals.map((interval) => {
    const one = sign(attestationBody(siteId, interval, next), claims());
    next = linkAfter({ epoch: next.epoch, seq: next.seq, digest: one.digest });
    return one;
  });
  return { signed, next };
}

/** The texts of a piece, in order. */
export const textsOf = ({ signed }: ChainPiece): Promise<string[]> => Promise.all(signed.map(({ jws }) => jws));
