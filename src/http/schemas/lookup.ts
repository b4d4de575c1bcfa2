import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { component, object } from './common.ts';

/** Most look-ups in one batch. */
export const MAX_LOOKUPS = 1_000;

const criteria = {
  domain: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'domain; only proved ones match',
      examples: ['velocitytech.example'],
    }),
  ),
  url: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, description: 'any address of the vendor; its host counts' }),
  ),
  lei: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'Legal Entity Identifier' })),
  name: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'legal name; confusable spellings match' }),
  ),
};

export const signedParameter = Type.Optional(
  Type.Boolean({ default: false, description: 'adds each answer in a signed form' }),
);

/** Exactly one of the criteria; the use case says so. */
export const lookupQuerySchema = closed({
  ...criteria,
  signed: signedParameter,
});
const criteriaSchema = closed(criteria);
export const lookupBatchSchema = closed({ queries: Type.Array(criteriaSchema) });
export type LookupQuery = Static<typeof criteriaSchema>;

export const LookupSchema = component(
  'Lookup',
  object({
    status: oneOf('certified', 'not_certified', 'unknown'),
    organisation: Type.Optional(Type.Unknown()),
    certificate: Type.Optional(Type.Unknown()),
    reason: Type.Optional(Type.String({ description: 'with not_certified: suspended, expired, declared, no_audit …' })),
    signed: Type.Optional(
      Type.String({
        description:
          'with ?signed=true: compact JWS, typ cms-lookup+jwt, by the answers key; payload iss, iat, exp (a day), query, status, seq, root (base64url of the tree’s root at seq)',
      }),
    ),
  }),
  'Three-valued: certified, not certified with the reason, unknown.',
);
