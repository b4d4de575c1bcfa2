import { type TSchema, Type } from 'typebox';
import { NOTICE_TYPES, type NoticeType } from '../../registry/webhooks.ts';
import { Digest, Instant, object, orNull, PartyId } from './common.ts';

/* What the registry sends to webhooks: the section `webhooks` of the OpenAPI document. */

const about = { party_id: PartyId };
const EVENT = Type.Unsafe<unknown>({ $ref: '#/components/schemas/Event' });
const Kwh = Type.String({ description: 'kWh as decimal text', examples: ['12.5'] });

/** `data` of those events that are no published leaf. */
const OTHERS: Readonly<Record<string, TSchema>> = {
  'tier.changed': Type.Intersect([
    EVENT,
    object({
      type: Type.Literal('tier.changed'),
      from: orNull(Type.String({ description: 'the tier before; null for none' })),
      to: orNull(Type.String({ description: 'the tier from now on; null for none' })),
    }),
  ]),
  'certificate.expiring': object({
    ...about,
    certificate_id: Type.String(),
    valid_to: Instant,
    days: Type.Integer({ description: '60, 30 or 7: so many days are left at most' }),
  }),
  'telemetry.stale': object({ ...about, live: Type.Literal('stale'), newest_interval_end: Instant }),
  'visibility.unattributed_spike': object({
    ...about,
    site_id: Type.String(),
    start: Instant,
    minutes: Type.Integer(),
    current: Type.Boolean({ description: 'it is the newest interval of the site' }),
    unattributed_kwh: Kwh,
    it_kwh: Kwh,
    median_kwh: { ...Kwh, description: 'what is usual in an interval of that length' },
    workloads: Type.Array(object({ workload_id: Type.String(), energy_kwh: Kwh })),
    rule: Type.String(),
  }),
  'submission.refused': object({
    ...about,
    typ: Type.String({ description: 'class of the statement', examples: ['cms-audit+jwt'] }),
    digest: Digest,
    code: Type.String({ description: 'as in the problem document' }),
    detail: Type.String(),
  }),
};

const SUMMARIES: Readonly<Record<Exclude<NoticeType, 'certificate.*' | 'case.*'>, string>> = {
  'certificate.issued': 'A certificate is issued',
  'certificate.reissued': 'A certificate is issued again under the same audit',
  'certificate.watch': 'A certificate is under watch',
  'certificate.active': 'A certificate is active again after a watch',
  'certificate.suspended': 'A certificate is suspended',
  'certificate.reinstated': 'A certificate is reinstated',
  'certificate.superseded': 'A certificate is replaced by a newer one',
  'certificate.withdrawn': 'A certificate is withdrawn',
  'certificate.expired': 'A certificate has ended',
  'certificate.expiring': 'A certificate ends in 60, 30 or 7 days',
  'tier.changed': 'The tier of an organisation is another one',
  'telemetry.stale': 'The newest telemetry of an organisation is stale',
  'visibility.unattributed_spike': 'Much more energy than usual belongs to nobody; to the party itself only',
  'key.added': 'A party has a new key',
  'case.opened': 'The officers have a case about a party',
  'case.closed': 'A case about a party is closed',
  'submission.refused': 'A statement of the party was refused; to the party itself only',
};

const header = (name: string, description: string) => ({
  name,
  description,
  in: 'header',
  required: true,
  schema: { type: 'string' } as const,
});
const HEADERS = [
  header('webhook-id', 'the same however often the delivery is sent'),
  header('webhook-timestamp', 'seconds since 1970, of this attempt'),
  header('webhook-signature', '`v1,` and HMAC-SHA256 over `id.timestamp.body` in base64'),
];
const RESPONSES = {
  '2XX': { description: 'taken, if it comes within ten seconds' },
  '410': { description: 'the webhook is disabled' },
  '4XX': { description: 'tried again over three days, as after no answer' },
};

/** Outgoing events by type: what a receiver gets, and what its answers mean. */
export const outgoingEvents = () =>
  Object.fromEntries(
    NOTICE_TYPES.flatMap((type) => (isOne(type) ? [[type, { post: delivery(type, SUMMARIES[type]) }]] : [])),
  );

const isOne = (type: NoticeType): type is keyof typeof SUMMARIES => !type.endsWith('.*');

const delivery = (type: string, summary: string) => ({
  operationId: `told ${type}`.replaceAll(/[ ._]([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  tags: ['access'],
  summary,
  description: 'Standard Webhooks. At least once, in no promised order; see POST /v1/me/webhooks.',
  parameters: HEADERS,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: object({ type: Type.Literal(type), timestamp: Instant, data: OTHERS[type] ?? EVENT }),
      },
    },
  },
  responses: RESPONSES,
});
