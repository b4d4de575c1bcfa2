import { Type } from 'typebox';
import { oneOf } from '../../core/documents/schema.ts';
import { MIRROR_IDS, SUBMETRIC_IDS, TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { component, described, Fraction, object, orNull, Percent1, ref } from './common.ts';

const Share = object({
  value: orNull(Fraction),
  numerator: Fraction,
  denominator: Fraction,
  unit: described('unit of numerator and denominator'),
  status: oneOf('ok', 'missing', 'not_applicable'),
  note: Type.Optional(Type.String()),
});

const each = (names: readonly string[], schema: Parameters<typeof object>[0][string]) =>
  object(Object.fromEntries(names.map((name) => [name, schema])));

export const TierSchema = oneOf(...TIER_NAMES);

export const ScoreSchema = component(
  'Score',
  object({
    methodology: Type.String({ examples: ['CMS-1.0.0'] }),
    submetrics: each(SUBMETRIC_IDS, Share),
    mirrors: each(MIRROR_IDS, object({ value: Fraction, percent: Percent1 })),
    coverage: Fraction,
    composite_pow4: { ...Fraction, description: 'the composite to the fourth power, exact: what tiers compare' },
    composite_6: described('the composite as a fraction of 1, six digits'),
    composite_percent: Percent1,
    facts: object({ visibility: Fraction, measured_share: Fraction, min_site_coverage: Fraction }),
  }),
  'A score, with every exact ratio it comes from.',
);

export const FindingSchema = component(
  'Finding',
  object({
    severity: oneOf('REJECT', 'FLAG', 'INFO'),
    code: Type.String({ examples: ['R13'] }),
    message: Type.String(),
    pointer: Type.String(),
    hint: Type.Optional(Type.String()),
    measured: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  'One observation about a document.',
);

const Reason = object({ code: Type.String(), need: Type.String(), have: Type.String() });
export const FailingSchema = component(
  'Failing',
  each(TIER_NAMES, Type.Array(Reason)),
  'For each tier the conditions that do not hold; an empty list means all hold.',
);

export const ClaimSchema = component(
  'Claim',
  object({
    verdict: oneOf('none', 'confirmed', 'restated', 'held'),
    claimed: orNull(Type.String()),
    recomputed: described('per cent, three digits'),
  }),
  'The claimed composite beside the recomputed one.',
);

export const DecisionSchema = component(
  'Decision',
  object({ tier: orNull(TierSchema), reasons: Type.Array(Type.String()) }),
  'The tier an audit earns now, and what blocks more.',
);

export const scoreMembers = {
  score: ref('Score'),
  claim: ref('Claim'),
  findings: Type.Array(ref('Finding')),
  failing: ref('Failing'),
};
