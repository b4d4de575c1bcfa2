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

/** Exactly one member; the use case says so. */
export const lookupQuerySchema = closed(criteria);
export const lookupBatchSchema = closed({ queries: Type.Array(closed(criteria)) });
export type LookupQuery = Static<typeof lookupQuerySchema>;

export const LookupSchema = component(
  'Lookup',
  object({
    status: oneOf('certified', 'not_certified', 'unknown'),
    organisation: Type.Optional(Type.Unknown()),
    certificate: Type.Optional(Type.Unknown()),
    reason: Type.Optional(Type.String({ description: 'with not_certified: suspended, expired, declared, no_audit …' })),
  }),
  'Three-valued: certified, not certified with the reason, unknown.',
);
