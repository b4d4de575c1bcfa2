import { type Static, Type } from 'typebox';
import { COUNTRY_CODES } from '../country-codes.ts';
import { isNormalDomain } from '../domain-name.ts';
import type { Issue } from '../errors.ts';
import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json-value.ts';
import { publicJwkIssues } from '../jwk-check.ts';
import { thumbprint } from '../keys.ts';
import { legalNameIssues, MAX_LEGAL_NAME } from '../names.ts';
import { parseWith } from './parse-with.ts';
import { KeyProofText, PublicJwkSchema } from './public-jwk.ts';
import { closed, oneOf, PartyIdText, schemaName } from './schema.ts';

const Website = Type.Refine(
  Type.String({ maxLength: 500, description: 'http(s) URL of the party, such as "https://example.org/"' }),
  isWebsite,
  () => 'must be an http or https URL without user name or password',
);
const Domain = Type.Refine(
  Type.String({ maxLength: 253, description: 'host name in lower case, international labels as xn--…' }),
  isNormalDomain,
  () => 'must be a host name of at least two labels, in lower-case A-label form',
);
const Lei = Type.String({
  pattern: '^[A-Z0-9]{18}[0-9]{2}$',
  description: 'Legal Entity Identifier (ISO 17442), 20 characters',
});
const Vat = Type.String({
  pattern: '^[A-Z]{2}[A-Z0-9]{2,13}$',
  description: 'VAT number with its country prefix, no spaces',
});

/** `cms-party/1` (statements section 4): a party introduces itself and its first key. */
export const PartySchema = closed({
  schema: schemaName('cms-party/1'),
  party_id: PartyIdText,
  kind: oneOf('organisation', 'auditor'),
  legal_name: Type.String({ minLength: 1, maxLength: MAX_LEGAL_NAME, description: 'the legal name, in NFC' }),
  country: Type.Enum([...COUNTRY_CODES], { description: 'ISO 3166-1 alpha-2 code such as "DE"' }),
  sector: Type.String({ pattern: '^[A-U]$', description: 'NACE section letter A to U' }),
  website: Website,
  domains: Type.Array(Domain, { maxItems: 20, uniqueItems: true }),
  legal_ids: Type.Optional(closed({ lei: Type.Optional(Lei), vat: Type.Optional(Vat) })),
  jwk: PublicJwkSchema,
  recovery_jwk: Type.Optional(PublicJwkSchema),
  recovery_proof: Type.Optional(KeyProofText),
});
export type Party = Static<typeof PartySchema>;

/**
 * The body of a `cms-party+jwt`. The recovery proof's own content is not looked at here: see `verifyKeyProof`.
 *
 * @throws RegistryError document_invalid with every issue
 */
export function parseParty(body: JsonValue): Party {
  return parseWith(PartySchema, body, { always: contentIssues, shaped: recoveryIssues });
}

function contentIssues(body: JsonValue): Issue[] {
  if (!isJsonObject(body)) return [];
  return [
    ...('legal_name' in body ? legalNameIssues(body['legal_name'], '/legal_name') : []),
    ...('jwk' in body ? publicJwkIssues(body['jwk'], '/jwk') : []),
    ...('recovery_jwk' in body ? publicJwkIssues(body['recovery_jwk'], '/recovery_jwk') : []),
  ];
}

function recoveryIssues({ jwk, recovery_jwk, recovery_proof }: Party): Issue[] {
  if ((recovery_jwk === undefined) !== (recovery_proof === undefined)) {
    const pointer = recovery_jwk === undefined ? '/recovery_jwk' : '/recovery_proof';
    return [{ pointer, code: 'missing_member', detail: 'recovery_jwk and recovery_proof come together' }];
  }
  if (recovery_jwk === undefined || thumbprint(recovery_jwk) !== thumbprint(jwk)) return [];
  return [{ pointer: '/recovery_jwk', code: 'duplicate', detail: 'the recovery key must not be the signing key' }];
}

function isWebsite(text: string): boolean {
  if (!/^https?:\/\/[!-~\u00A1-\u{10FFFF}]+$/u.test(text) || !URL.canParse(text)) return false;
  const { username, password, hostname } = new URL(text);
  return username === '' && password === '' && hostname !== '';
}
