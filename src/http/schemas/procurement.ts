import { Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { LIVE_STATES } from '../../core/freshness.ts';
import { At } from '../listing-query.ts';
import { component, described, Instant, object, orNull, PartyId, positionProperties, ref } from './common.ts';
import { TierSchema } from './score.ts';

/** Most organisations in one comparison: more are a listing. */
export const MAX_COMPARED = 10;
/** Most vendors in one table. */
export const MAX_VENDORS = 1_000;
/** A domain or an id; long enough for an address pasted with its path. */
export const MAX_VENDOR_TEXT = 300;

export const compareQuerySchema = closed({
  ids: Type.Array(Type.String({ minLength: 1, maxLength: MAX_COMPARED * (MAX_VENDOR_TEXT + 1) }), {
    minItems: 1,
    maxItems: MAX_COMPARED,
    description: 'two to ten party ids or proved domains, joined by commas or repeated',
  }),
  strict: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'refuse (409 not_comparable) what must not be ranked, in place of flagging it',
    }),
  ),
  at: At,
});

const Difference = object({
  kind: oneOf('methodology', 'period', 'scope', 'assurance', 'state'),
  effect: {
    ...oneOf('refuses', 'flags'),
    description: 'refuses: these scores must not be ranked; flags: keep it in mind',
  },
  detail: Type.String(),
  organisations: Type.Array(PartyId),
});

export const ComparisonSchema = component(
  'Comparison',
  object({
    items: Type.Array(ref('ComparedOrganisation'), { description: 'in the order asked' }),
    comparability: object({
      comparable: Type.Boolean({ description: 'false as soon as one difference refuses' }),
      differences: Type.Array(Difference),
    }),
    unknown: Type.Array(Type.String(), { description: 'what was asked and nobody listed bears' }),
    ...positionProperties,
  }),
  'Organisations side by side. The registry names no winner.',
);

export const ComparedOrganisationSchema = component(
  'ComparedOrganisation',
  Type.Intersect([
    ref('ListingRow'),
    object({
      submetrics: Type.Unknown({ description: 'the thirteen shares as in a score; null before the first audit' }),
      scope: orNull(object({ sites: Type.Array(Type.String()), share: orNull(Type.String()) })),
      period: orNull(object({ start: Instant, end: Instant })),
      methodology: orNull(Type.String()),
      methodology_sha256: orNull(Type.String()),
      certificate: orNull(
        object({
          id: Type.String(),
          state: Type.String(),
          valid_from: Instant,
          valid_to: Instant,
          auditors: Type.Array(PartyId),
          audits: Type.Array(Type.String()),
        }),
      ),
    }),
  ]),
  'A listing row and what its figure rests on.',
);

const VendorText = Type.String({
  minLength: 1,
  maxLength: MAX_VENDOR_TEXT,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
  description: 'domain (or an address on it), or party id',
  examples: ['velocitytech.example'],
});
export const rfpSchema = closed({ vendors: Type.Array(VendorText, { minItems: 1 }) });

export const RFP_FORMATS = ['json', 'csv', 'xlsx', 'html'] as const;
export type RfpFormat = (typeof RFP_FORMATS)[number];

const text = (description: string) => orNull(described(description));

export const RfpRowSchema = component(
  'RfpRow',
  object({
    vendor: described('as it was asked'),
    status: oneOf('certified', 'not_certified', 'unknown'),
    reason: text('with not_certified, as in a look-up'),
    party_id: orNull(PartyId),
    name: orNull(Type.String()),
    domain: text('first proved domain still held'),
    tier: orNull(TierSchema),
    composite_percent: text('per cent, one digit'),
    composite_6: text('fraction of 1, six digits'),
    state: text('of the certificate'),
    live: orNull(oneOf(...LIVE_STATES)),
    assurance_level: orNull(Type.Integer()),
    methodology: orNull(Type.String()),
    methodology_sha256: orNull(Type.String()),
    scope_share: text('share of the organisation’s IT energy in scope'),
    scope_sites: orNull(Type.Integer()),
    period_start: orNull(Instant),
    period_end: orNull(Instant),
    certified_at: orNull(Instant),
    valid_to: orNull(Instant),
    certificate_id: orNull(Type.String()),
    verify_url: text('where anybody verifies it in his own browser'),
    signed_answer_url: text('gives the answer of the day in signed form, also of an unknown domain'),
    evidence_url: text('the evidence bundle'),
    leaf: orNull(Type.Integer({ description: 'index of the leaf that issued the certificate' })),
    proof_hash: text('RFC 6962 hash of that leaf: SHA-256 of a zero byte and its exact text, hexadecimal'),
    audit_digest: text('digest of the signed audit'),
  }),
  'What the registry says of one vendor. Null: nothing of the kind is known.',
);
