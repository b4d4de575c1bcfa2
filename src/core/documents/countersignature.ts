import { type Static, Type } from 'typebox';
import type { JsonValue } from '../json-value.ts';
import { parseWith } from './parse-with.ts';
import { closed, Decimal, DigestText, LocalId, oneOf, Sha256Text, ShareAboveZero, schemaName, text } from './schema.ts';

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'a count' });

/** A known load run unregistered to see whether the remainder shows it (methodology section 6). */
const CanarySchema = closed({
  site_id: LocalId,
  interval: Type.String({
    pattern:
      '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$',
    description: 'start of the interval in UTC, or start/end',
  }),
  kwh: Decimal,
  observed_kwh: Decimal,
});

/** `cms-countersignature/1` (statements section 5): an accredited auditor's opinion on one audit. */
export const CountersignatureSchema = closed({
  schema: schemaName('cms-countersignature/1'),
  audit: DigestText,
  result: oneOf('accept', 'reject', 'more_information'),
  level: Type.Integer({ minimum: 1, maximum: 4, description: 'assurance level 1 to 4' }),
  scope_share: ShareAboveZero,
  measured_share_confirmed: Type.Boolean(),
  cleared_flags: Type.Array(Type.String({ pattern: '^[FR][0-9]{2}$', description: 'check code such as "F05"' }), {
    maxItems: 100,
    uniqueItems: true,
  }),
  not_deferrable_confirmed: Type.Array(LocalId, { maxItems: 5000, uniqueItems: true }),
  samples: closed({ workloads: Count, sites: Count }),
  canary: Type.Optional(CanarySchema),
  findings: Type.Array(text(1000), { maxItems: 100 }),
  report_sha256: Type.Optional(Sha256Text),
  conflict_of_interest: Type.Optional(Type.Literal(false)),
});
export type Countersignature = Static<typeof CountersignatureSchema>;

/** The body of a `cms-countersignature+jwt`. @throws RegistryError document_invalid with every issue */
export const parseCountersignature = (body: JsonValue): Countersignature => parseWith(CountersignatureSchema, body);
