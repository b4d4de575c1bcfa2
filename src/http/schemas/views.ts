import { Type } from 'typebox';
import { oneOf } from '../../core/documents/schema.ts';
import { LIVE_STATES } from '../../core/freshness.ts';
import {
  component,
  Digest,
  described,
  Instant,
  object,
  orNull,
  PartyId,
  Percent1,
  positionProperties,
  ref,
} from './common.ts';
import { scoreMembers, TierSchema } from './score.ts';

const State = oneOf('active', 'watch', 'suspended', 'superseded', 'withdrawn', 'expired');
const Named = object({ party_id: PartyId, name: Type.String() });

const Live = oneOf(...LIVE_STATES);
const rowProperties = {
  party_id: PartyId,
  name: Type.String(),
  domain: orNull(described('first proved domain still held')),
  country: Type.String(),
  sector: Type.String(),
  tier: orNull(TierSchema),
  composite_percent: orNull(Percent1),
  composite_6: orNull(Type.String()),
  mirrors: orNull(object({ efficiency: Percent1, timing: Percent1, data_diet: Percent1, circularity: Percent1 })),
  assurance_level: Type.Integer({ minimum: 0, maximum: 4 }),
  live: { ...Live, description: 'freshness of telemetry now; none for a past position. No part of the ETag.' },
  state: orNull(State),
  certificate_id: orNull(Type.String()),
  certified_at: orNull(Instant),
  valid_to: orNull(Instant),
};

export const ListingRowSchema = component('ListingRow', object(rowProperties), 'One organisation of the listing.');

/** How fresh telemetry is now. */
export const Freshness = object({
  live: Live,
  last_interval_end: orNull(Instant),
  thresholds: object({
    live: Type.Integer({ description: 'seconds, inclusive' }),
    delayed: Type.Integer(),
    stale: Type.Integer({ description: 'older is silent' }),
  }),
});

export const ListingPageSchema = component(
  'ListingPage',
  object({
    items: Type.Array(ref('ListingRow')),
    total: Type.Integer({ description: 'exact up to 10,000, then a lower bound' }),
    total_is_exact: Type.Boolean(),
    next: orNull(described('cursor of the next page; it goes on at the same seq')),
    ...positionProperties,
  }),
  'A page of the listing.',
);

const Counts = Type.Array(object({ value: Type.String(), count: Type.Integer() }), {
  description: 'most first; values without an organisation are left out',
});

export const ListingFacetsSchema = component(
  'ListingFacets',
  object({
    tier: Counts,
    state: Counts,
    country: Counts,
    sector: Counts,
    live: Counts,
    assurance: Counts,
    composites: Type.Array(Type.Integer(), {
      minItems: 20,
      maxItems: 20,
      description: 'under every filter: organisations by composite, steps of five points from 0; 100 is in the last',
    }),
  }),
  'How the listing divides under a query, each facet with its own filter lifted.',
);

export const CertificateSchema = component(
  'Certificate',
  object({
    id: Type.String(),
    organisation: Named,
    scope: object({ sites: Type.Array(Type.String()), share: Type.String() }),
    tier: TierSchema,
    score: ref('Score'),
    audit_composite: described('the audit’s own composite, six digits'),
    assurance_level: Type.Integer(),
    auditors: Type.Array(PartyId),
    audits: Type.Array(Digest),
    methodology: Type.String(),
    methodology_sha256: Type.String(),
    valid_from: Instant,
    valid_to: Instant,
    state: State,
    reasons: Type.Array(Type.String()),
    leaf: Type.Integer({ description: 'index of the issuing leaf' }),
  }),
  'The registry’s decision record. Never deleted; its address never changes.',
);

const Opinion = object({
  digest: Digest,
  auditor: PartyId,
  result: oneOf('accept', 'reject', 'more_information'),
  level: Type.Integer(),
  scope_share: Type.String(),
  accepted_at: Instant,
  accepted_seq: Type.Integer(),
  standing: Type.Boolean(),
});

export const AuditSchema = component(
  'Audit',
  object({
    digest: Digest,
    organisation: Named,
    status: oneOf('declared', 'held', 'countersigned', 'certified', 'superseded'),
    level: Type.Integer(),
    window: object({ start: Instant, end: Instant }),
    sites: Type.Array(Type.String()),
    accepted_at: Instant,
    accepted_seq: Type.Integer(),
    ...scoreMembers,
    facts: Type.Unknown({ description: 'facts the registry itself holds, published with every decision' }),
    decision: ref('Decision'),
    invisible_workloads: Type.Array(Type.Unknown({ description: 'workloads that earn nothing, and why' })),
    opinions: Type.Array(Opinion),
    certificate_id: orNull(Type.String()),
  }),
  'An audit as it stands.',
);

export const HistoryItemSchema = component(
  'HistoryItem',
  object({
    seq: Type.Integer(),
    type: Type.String({ examples: ['certificate.issued'] }),
    at: { ...Instant, description: 'when it happened' },
    recorded_at: { ...Instant, description: 'when it was recorded' },
    text: described('a plain sentence: verdict, then reason'),
    reason: orNull(Type.String()),
    certificate_id: orNull(Type.String()),
    audit: orNull(Digest),
  }),
  'One change of what the registry says about an organisation.',
);

export const OrganisationSchema = component(
  'Organisation',
  object({
    ...rowProperties,
    website: Type.String(),
    legal_ids: object({ lei: Type.Optional(Type.String()), vat: Type.Optional(Type.String()) }),
    certificate: orNull(ref('Certificate')),
    submetrics: Type.Unknown({
      description: 'the thirteen shares as in a score, with units and notes; null before the first audit',
    }),
    scope: orNull(object({ sites: Type.Array(Type.String()), share: orNull(Type.String()) })),
    invisible_workloads: Type.Array(Type.Unknown({ description: 'workloads that earn nothing, and why' })),
    failing: Type.Unknown({ description: 'what fails for each tier; null before the first audit' }),
    audit: orNull(ref('Audit')),
    live_evaluation: Type.Unknown({
      description: 'the newest daily evaluation of its telemetry; null before the first',
    }),
    disputes: Type.Array(ref('Dispute'), { description: 'admitted objections, newest first, open and decided' }),
    freshness: Freshness,
    changes: Type.Array(ref('HistoryItem')),
    ...positionProperties,
  }),
  'An organisation: its row, its certificate, the audit its figures come from, its last changes.',
);

export const PartyKeySchema = component(
  'PartyKey',
  object({
    kid: described('RFC 7638 thumbprint'),
    use: oneOf('statements', 'telemetry', 'cosign', 'recovery', 'officer'),
    site_id: Type.Optional(Type.String()),
    state: oneOf('active', 'revoked'),
    added_seq: Type.Integer(),
    revoked_seq: Type.Optional(Type.Integer()),
  }),
  'A key of a party.',
);
