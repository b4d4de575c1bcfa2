/** Branded identifiers: a `string` becomes one only by passing its parser, so a type is a proof of form. */
declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]: B };

/** Party id, `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`. */
export type PartyId = Branded<'PartyId'>;
/** base64url(SHA-256) of a JWS signing input: 43 characters. Names a statement everywhere. */
export type Digest = Branded<'Digest'>;
/** RFC 7638 SHA-256 thumbprint of a public JWK, base64url: 43 characters. */
export type Kid = Branded<'Kid'>;

const PARTY_ID = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SHA256_BASE64URL = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** The issuer and subject under which the registry's own officers act. */
export const REGISTRY = 'registry' as PartyId;

export const isPartyId = (text: unknown): text is PartyId => typeof text === 'string' && PARTY_ID.test(text);
export const isDigest = (text: unknown): text is Digest => typeof text === 'string' && SHA256_BASE64URL.test(text);
export const isKid = (text: unknown): text is Kid => typeof text === 'string' && SHA256_BASE64URL.test(text);
