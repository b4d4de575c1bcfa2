import { sha256Base64url } from '../core/base64url.ts';
import { credentialEnd, credentialHeader, credentialPayload, type StatusPlace } from '../core/credential.ts';
import { assertThat } from '../core/errors.ts';
import { type Digest, isDigest } from '../core/ids.ts';
import { STATUS_LIST_ENTRIES } from '../core/status-list.ts';
import type { CertificateView } from '../core/views.ts';
import { type LoggedLeaf, nextLeafTime } from '../log/leaf.ts';
import type { CredentialRow } from './ports/credentials.ts';
import type { Deps, Stores } from './ports.ts';

/** A credential that is signed and not stored: the leaf that names its digest comes in between. */
export type SignedCredential = Omit<CredentialRow, 'issuedSeq' | 'revokedSeq'>;

/** What a credential says of its certificate. */
export type CertificateContent = Omit<CertificateView, 'state' | 'reasons' | 'leaf'>;

/**
 * Signs a certificate's next credential, valid from the leaf that comes next; undefined where the certificate ends before
 * that. The writers' lock is held, so the time of that leaf is known.
 */
export async function signCredential(
  tx: Stores,
  deps: Deps,
  certificate: CertificateContent,
  validTo: Date,
  now: Date,
): Promise<SignedCredential | undefined> {
  const validFrom = await nextLeafAt(tx, now);
  const validUntil = credentialEnd(validFrom, validTo);
  if (validUntil <= validFrom) return undefined;
  const id = deps.newId();
  const { list, index } = await freePlace(tx, deps);
  const { origin, credentialSigner } = deps;
  const issuer = { origin, isTest: deps.mode !== 'production' };
  const payload = credentialPayload({ id, issuer, certificate, validFrom, validUntil, status: { list, index } });
  const jwt = await credentialSigner.sign(credentialHeader(origin, credentialSigner.kid), payload);
  const digest = digestOf(jwt.slice(0, jwt.lastIndexOf('.')));
  return { id, certificateId: certificate.id, list, index, jwt, digest, validUntil };
}

/** Stores a credential under the leaf that named it. */
export const storeCredential = (
  tx: Stores,
  credential: SignedCredential | undefined,
  leaf: LoggedLeaf,
): Promise<void> =>
  credential === undefined
    ? Promise.resolve()
    : tx.credentials.insert({ ...credential, issuedSeq: leaf.seq, revokedSeq: null });

/** When the next leaf will say that it was written. */
export const nextLeafAt = async (tx: Stores, now: Date): Promise<Date> =>
  nextLeafTime(now, (await tx.log.head())?.at ?? now);

/** Digest of a text the registry itself made. */
export function digestOf(text: string): Digest {
  const digest = sha256Base64url(text);
  assertThat(isDigest(digest), 'internal', 'a SHA-256 digest is not 43 base64url characters');
  return digest;
}

/** A list is left half empty: a random entry is then free at every second try, and tells nothing about the order of issue. */
const LIST_CAPACITY = STATUS_LIST_ENTRIES / 2;
const INDEX_BYTES = 3;
const MOST_TRIES = 128;

async function freePlace(tx: Stores, deps: Deps): Promise<StatusPlace> {
  const { n, used } = await tx.statusLists.open();
  const list = used < LIST_CAPACITY ? n : n + 1;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const index = randomIndex(deps.random(INDEX_BYTES));
    if (await tx.credentials.isFree(list, index)) return { list, index };
  }
  throw new Error(`status list ${list} has no free entry`);
}

/** The entries are a power of two, so the remainder favours none. */
const randomIndex = (bytes: Uint8Array): number =>
  bytes.reduce((number, byte) => number * 256 + byte, 0) % STATUS_LIST_ENTRIES;
