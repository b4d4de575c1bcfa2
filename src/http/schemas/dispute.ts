import { Type } from 'typebox';
import { DisputeSchema } from '../../core/documents/dispute.ts';
import { closed, oneOf, RegistryId } from '../../core/documents/schema.ts';
import { component, described, Instant, object, orNull, PartyId } from './common.ts';

/** The body as the OpenAPI document shows it; what is sent is read by the document's own parser. */
export const DisputeBody = Type.Unsafe<unknown>({ ...DisputeSchema });

export const disputeParams = closed({ id: RegistryId });

export const DisputeDeadlinesSchema = object({
  admission: { ...Instant, description: 'by then officers admit or refuse it' },
  answer: { ...Instant, description: 'by then the holder has answered' },
  decision: { ...Instant, description: 'by then it is decided' },
});

export const DisputeComponent = component(
  'Dispute',
  object({
    id: Type.String(),
    party_id: PartyId,
    certificate_id: orNull(Type.String()),
    evidence_sha256: described('SHA-256 of the evidence, lower-case hexadecimal'),
    state: oneOf('open', 'closed'),
    outcome: orNull(oneOf('allow', 'deny')),
    filed_at: Instant,
    admitted_at: Instant,
    admitted_seq: Type.Integer({ description: 'index of its case.opened leaf' }),
    closed_at: orNull(Instant),
    closed_seq: orNull(Type.Integer({ description: 'index of its case.closed leaf' })),
    admission_reason: described('of the act that admitted it'),
    decision_reason: orNull(described('of the act that decided it')),
    deadlines: DisputeDeadlinesSchema,
  }),
  'An admitted dispute. Who brought it, and in which words, is not published.',
);
