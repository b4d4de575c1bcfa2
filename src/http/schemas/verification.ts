import { type TProperties, type TSchema, Type } from 'typebox';
import { oneOf } from '../../core/documents/schema.ts';
import { ARTEFACT_KINDS, ASPECTS, type Aspect, WORDS } from '../../sdk/verify/verdict.ts';
import { component, described, object, positionProperties } from './common.ts';

const MEANING = {
  signature: 'the artefact’s own signature, by a key that is its issuer’s',
  log: 'its leaf lies in the log',
  status: 'nothing ended it since',
  time: 'validity now, and the order of the times it states',
  scope: 'it is about what it seems to be about',
  recomputation: 'score and tier follow from the signed audit and the auditors’ opinions',
} as const satisfies Record<Aspect, string>;

const eachAspect = (make: (aspect: Aspect) => TSchema): TProperties =>
  Object.fromEntries(ASPECTS.map((aspect) => [aspect, make(aspect)]));

export const VerificationSchema = component(
  'Verification',
  object({
    kind: oneOf(...ARTEFACT_KINDS),
    ...eachAspect((aspect) => Type.Enum([...WORDS], { description: MEANING[aspect] })),
    reasons: object(eachAspect((aspect) => described(`why ${aspect} is so, in one sentence`))),
    facts: Type.Unknown({ description: 'what the artefact says; as good as the verdicts beside it' }),
    ...positionProperties,
  }),
  'Six answers, never one: `unknown` wherever evidence is absent or the question does not arise.',
);
