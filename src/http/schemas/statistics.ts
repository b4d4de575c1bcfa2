import { Type } from 'typebox';
import { CERTIFICATE_CHANGES } from '../../core/statistics-view.ts';
import { Fraction, object, orNull, Percent1, withPosition } from './common.ts';

const counts = (description: string) =>
  Type.Array(object({ value: Type.String(), count: Type.Integer() }), { description });

const month = object({
  month: Type.String({ description: 'calendar month, UTC', examples: ['2026-11'] }),
  changes: object(
    Object.fromEntries(CERTIFICATE_CHANGES.map((change) => [change, Type.Integer()])),
    'leaves of the month that record such a change of a certificate',
  ),
  certified: counts('organisations certified when it ended, by tier; the newest month as of `seq`'),
});

const median = {
  ...Percent1,
  description: 'per cent, one digit, half to even; of an even number the mean of the middle two',
};

/** Answer of `GET /v1/statistics`. */
export const statisticsSchema = withPosition({
  organisations: Type.Integer({ description: 'listed, certified or not' }),
  certified: Type.Integer({ description: 'with a certificate that is active or on watch' }),
  tiers: counts('certified organisations by tier'),
  states: counts('all organisations by state; those who never had a certificate have none'),
  assurance: counts('certified organisations by assurance level'),
  countries: counts('certified organisations by ISO 3166-1 country'),
  sectors: counts('certified organisations by NACE section'),
  live: counts('certified organisations by freshness of telemetry now; with at all are none'),
  composites: Type.Array(Type.Integer(), {
    minItems: 20,
    maxItems: 20,
    description: 'certified organisations by composite, steps of five points from 0; 100 is in the last',
  }),
  medians: orNull(
    object(
      { composite: median, efficiency: median, timing: median, data_diet: median, circularity: median },
      'over certified organisations: of the exact mirrors, and of composites with six digits; null without any',
    ),
  ),
  energy: orNull(
    object(
      {
        organisations: Type.Integer({ description: 'certified organisations with an evaluation of the last 56 days' }),
        it_kwh: { ...Fraction, description: 'IT energy in their newest trailing windows, kWh' },
        unattributed_kwh: { ...Fraction, description: 'of it, what no registered, owned workload answers for, kWh' },
      },
      'what live telemetry saw; null without an evaluation',
    ),
  ),
  months: Type.Array(month, { description: 'since the first leaf, oldest first' }),
});
