import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { parseUtcInstant } from '../../core/instant.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { component, object, PartyId, positionProperties, ref } from './common.ts';

const isDay = (text: string): boolean => parseUtcInstant(`${text}T00:00:00Z`) !== undefined;

/** No control characters: nobody types them, and the database takes no NUL. */
const DomainText = Type.String({
  minLength: 1,
  maxLength: 300,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
  description: 'domain, or an address on it; only proved domains match',
  examples: ['velocitytech.example'],
});

/** The parts of a sentence about somebody's certificate; only the domain is required. */
export const claimSchema = closed({
  domain: DomainText,
  tier: Type.Optional(oneOf(...TIER_NAMES)),
  composite_percent: Type.Optional(
    Type.String({
      pattern: '^(100(\\.0{1,6})?|(0|[1-9][0-9]?)(\\.[0-9]{1,6})?)$',
      description:
        'per cent as decimal text such as "45.2", without the sign; true are the published figures only: one digit, or the six digits of the fraction ("45.2209")',
    }),
  ),
  certified_on: Type.Optional(
    Type.Refine(
      Type.String({
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        description: 'UTC day YYYY-MM-DD on which the certificate was issued',
      }),
      isDay,
      () => 'is not an existing day YYYY-MM-DD',
    ),
  ),
  live: Type.Optional(Type.Boolean({ description: 'whether its telemetry is said to be live' })),
});
export type ClaimBody = Static<typeof claimSchema>;

const Verdict = oneOf('true', 'false', 'outdated', 'unknown');

export const ClaimCheckSchema = component(
  'ClaimCheck',
  object({
    parts: object(
      {
        domain: Verdict,
        tier: Type.Optional(Verdict),
        composite_percent: Type.Optional(Verdict),
        certified_on: Type.Optional(Verdict),
        live: Type.Optional(Verdict),
      },
      'exactly the parts that were claimed',
    ),
    wording: Type.String({ description: 'the sentence that is true today, verdict first, with its as of' }),
    status: oneOf('certified', 'not_certified', 'unknown'),
    domain: Type.String({ description: 'as it was matched' }),
    organisation: Type.Optional(object({ party_id: PartyId, name: Type.String() })),
    published: Type.Optional(ref('ListingRow')),
    reason: Type.Optional(Type.String({ description: 'with not_certified, as in a look-up; domain_lost' })),
    ...positionProperties,
  }),
  'true: holds now. outdated: held here at some earlier time. false: never did. unknown: nobody here proved the domain.',
);
