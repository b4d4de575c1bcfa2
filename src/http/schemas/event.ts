import { Type } from 'typebox';
import { component, Instant, object, orNull, PartyId } from './common.ts';

/** A published leaf in words, as pages, streams and webhooks tell it. */
export const EventSchema = component(
  'Event',
  object({
    seq: Type.Integer({ description: 'index of the leaf; the id of the event in a stream' }),
    at: Instant,
    type: Type.String({ description: 'type of the leaf', examples: ['certificate.issued'] }),
    organisation: orNull(
      object({ party_id: PartyId, name: Type.String() }, 'null where the leaf names nobody who is public'),
    ),
    text: Type.String({ description: 'a plain sentence: verdict, then reason' }),
    certificate_id: Type.Optional(Type.String()),
    tier: Type.Optional(Type.String()),
    composite_percent: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    url: Type.String({ description: 'page of the organisation, else of the entry' }),
  }),
  'What happened, in words: one published leaf.',
);
