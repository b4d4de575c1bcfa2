import { type PrivateJwk, publicJwkOf } from '../../src/sdk/sign.ts';

export interface PartyOptions {
  readonly kind?: 'organisation' | 'auditor';
  readonly name?: string;
  readonly domain?: string;
  readonly alg?: 'Ed25519' | 'ES256';
  readonly lei?: string;
  readonly vat?: string;
  readonly country?: string;
  readonly sector?: string;
}

/** A `cms-party/1` body. */
export const partyBody = (id: string, key: PrivateJwk, options: PartyOptions = {}) => ({
  schema: 'cms-party/1',
  party_id: id,
  kind: options.kind ?? 'organisation',
  legal_name: options.name ?? `Company ${id}`,
  country: options.country ?? 'DE',
  sector: options.sector ?? 'J',
  website: `https://${options.domain ?? `${id}.example`}/`,
  domains: [options.domain ?? `${id}.example`],
  ...legalIds(options),
  jwk: publicJwkOf(key),
});

function legalIds({ lei, vat }: PartyOptions): object {
  if (lei === undefined && vat === undefined) return {};
  return { legal_ids: { ...(lei === undefined ? {} : { lei }), ...(vat === undefined ? {} : { vat }) } };
}
