import { type Static, Type } from 'typebox';
import { CERTIFICATE_STATES, type CertificateState } from '../core/certificate-state.ts';
import { closed, oneOf } from '../core/documents/schema.ts';
import { LIVE_STATES } from '../core/freshness.ts';
import { TIER_NAMES } from '../core/methodology/cms-1.ts';
import { LISTING_SORTS, type ListingQuery } from '../core/views.ts';
import { MAX_CURSOR } from './cursor.ts';

const DEFAULT_STATES = ['active', 'watch'] as const satisfies readonly CertificateState[];
const STATE = `(${CERTIFICATE_STATES.join('|')})`;
const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** `?at=`: a seq, a day, or an instant; the use case reads it. */
export const At = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 40,
    description: 'the registry as it stood: a seq, a UTC day YYYY-MM-DD (its last leaf) or an instant',
    examples: ['2026-11-25'],
  }),
);

/** Which organisations are meant, and when. */
const filters = {
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'name, domain, legal id or party id; forgives typing errors',
    }),
  ),
  tier: Type.Optional(Type.Array(oneOf(...TIER_NAMES), { maxItems: 4, description: 'repeatable' })),
  min_composite: Type.Optional(
    Type.String({
      pattern: '^(100(\\.0{1,6})?|[0-9]{1,2}(\\.[0-9]{1,6})?)$',
      description: 'least composite in per cent, such as 62.5',
    }),
  ),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })),
  sector: Type.Optional(Type.String({ pattern: '^[A-U]$', description: 'NACE section letter' })),
  live: Type.Optional({ ...oneOf(...LIVE_STATES), description: 'freshness of telemetry now; with at all are none' }),
  state: Type.Optional(
    Type.String({
      pattern: `^(all|${STATE}(,${STATE}){0,5})$`,
      description:
        'certificate states joined by commas, or all (also organisations without a certificate); default active,watch',
    }),
  ),
  assurance: Type.Optional(Type.Integer({ minimum: 0, maximum: 4, description: 'assurance level reached' })),
  at: At,
};

/** What a visitor may ask of the listing, as it stands in the URL (api, "Public"). */
export const listingQuerySchema = closed({
  ...filters,
  sort: Type.Optional(oneOf(...LISTING_SORTS)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CURSOR, description: 'next of the page before' })),
});

/** The same without order and pages. */
export const facetsQuerySchema = closed(filters);
export type ListingParameters = Static<typeof listingQuerySchema>;

/** The parameters as the query the use case answers. */
export function toListingQuery(parameters: ListingParameters): ListingQuery {
  const { tier, min_composite, state, sort, limit, ...rest } = parameters;
  return {
    ...rest,
    ...(min_composite === undefined ? {} : { minComposite: min_composite }),
    tier: tier ?? [],
    state: statesOf(state),
    sort: sort ?? '-composite',
    limit: limit ?? DEFAULT_LIMIT,
  };
}

function statesOf(text: string | undefined): ListingQuery['state'] {
  if (text === 'all') return 'all';
  return text === undefined ? DEFAULT_STATES : CERTIFICATE_STATES.filter((state) => text.split(',').includes(state));
}

/** One spelling of filters, order and time: what a cursor is bound to. The page size may change on the way. */
export function cursorBinding({ cursor: _, limit: __, ...query }: ListingQuery): string {
  return JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));
}
