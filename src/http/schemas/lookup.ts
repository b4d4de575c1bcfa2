import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { At } from '../listing-query.ts';
import { component, described, object, orNull, positionProperties } from './common.ts';
import { TierSchema } from './score.ts';

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
  at: At,
});
const criteriaSchema = closed(criteria);
export const lookupBatchSchema = closed({ queries: Type.Array(criteriaSchema), at: At });
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

/** Digits of the hash that a private look-up gives away: at least four, so that each may mean thousands of domains. */
export const prefixParams = closed({
  prefix: Type.String({
    pattern: '^[0-9a-f]{4,8}$',
    description: 'first 4 to 8 hexadecimal digits of the SHA-256 of the domain, as A-labels in lower case',
    examples: ['0a1b'],
  }),
});

export const LookupBucketSchema = component(
  'LookupBucket',
  object({
    prefix: Type.String(),
    items: Type.Array(
      object({
        hash: described('SHA-256 of a proved domain, hexadecimal'),
        status: oneOf('certified', 'not_certified'),
        reason: orNull(described('with not_certified, as in a look-up')),
        tier: orNull(TierSchema),
        composite_percent: orNull(Type.String()),
        state: orNull(Type.String()),
        certificate_id: orNull(Type.String()),
        valid_to: orNull(Type.String({ format: 'date-time' })),
      }),
      { description: 'by hash; a hash that is not among them is unknown' },
    ),
    padding: described('means nothing: makes the length of every answer a multiple of 4,096 bytes'),
    ...positionProperties,
  }),
  'Every proved domain whose hash begins with the prefix.',
);
