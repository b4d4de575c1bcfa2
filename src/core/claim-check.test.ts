import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE_STATES, isStanding } from './certificate-state.ts';
import { type Claim, type ClaimFacts, checkClaim, PART_NAMES } from './claim-check.ts';
import { LIVE_STATES } from './freshness.ts';
import { TIER_NAMES } from './methodology/cms-1.ts';
import type { ListingRow } from './views.ts';

const ROW: ListingRow = {
  party_id: 'acme',
  name: 'Acme AG',
  domain: 'acme.example',
  country: 'CH',
  sector: 'J',
  tier: 'Silver',
  composite_percent: '71.3',
  composite_6: '0.712649',
  mirrors: null,
  assurance_level: 2,
  live: 'none',
  state: 'active',
  certificate_id: 'c1',
  certified_at: '2026-07-07T12:00:00Z',
  valid_to: '2027-07-07T12:00:00Z',
};
const FACTS: ClaimFacts = { now: ROW, shown: [ROW], live: 'none', hasMeasured: false };
const CLAIM: Claim = { domain: 'acme.example' };

const rows = fc.record({
  ...Object.fromEntries(Object.entries(ROW).map(([name, value]) => [name, fc.constant(value)])),
  tier: fc.constantFrom(...TIER_NAMES),
  state: fc.constantFrom(...CERTIFICATE_STATES, null),
  composite_percent: fc.constantFrom('71.3', '45.2', '92.4'),
  certified_at: fc.constantFrom('2026-07-07T12:00:00Z', '2026-01-02T00:00:00Z'),
}) as fc.Arbitrary<ListingRow>;
const facts: fc.Arbitrary<ClaimFacts> = fc
  .record({
    now: fc.option(rows),
    shown: fc.array(rows),
    live: fc.constantFrom(...LIVE_STATES),
    hasMeasured: fc.boolean(),
  })
  .map((one) => ({ ...one, hasMeasured: one.hasMeasured || one.live !== 'none' }));
const claims = fc.record(
  {
    domain: fc.constant('acme.example'),
    tier: fc.constantFrom(...TIER_NAMES),
    composite_percent: fc.constantFrom('71.3', '45.2', '92.4', '0'),
    certified_on: fc.constantFrom('2026-07-07', '2026-01-02', '2025-12-31'),
    live: fc.boolean(),
  },
  { requiredKeys: ['domain'] },
) as fc.Arbitrary<Claim>;

describe('whatever is claimed of whomever', () => {
  test('exactly the parts that were claimed are judged', () => {
    fc.assert(
      fc.property(claims, fc.option(facts, { nil: undefined }), (claim, known) => {
        const asked = PART_NAMES.filter((name) => claim[name] !== undefined);
        expect(Object.keys(checkClaim(claim, known))).toEqual(asked);
      }),
    );
  });

  test('of an unknown domain all is unknown, of a known one nothing is', () => {
    fc.assert(
      fc.property(claims, fc.option(facts, { nil: undefined }), (claim, known) => {
        const verdicts = Object.values(checkClaim(claim, known));
        expect(verdicts.every((verdict) => (verdict === 'unknown') === (known === undefined))).toBe(true);
      }),
    );
  });

  test('nothing is true of a domain that is held no more, and no tier or date of a certificate that does not stand', () => {
    fc.assert(
      fc.property(claims, facts, (claim, known) => {
        const parts = checkClaim(claim, known);
        if (known.now === null) expect(Object.values(parts)).not.toContain('true');
        if (!isStanding(known.now?.state ?? null)) expect([parts.tier, parts.certified_on]).not.toContain('true');
      }),
    );
  });

  test('what is true today is outdated once another row is shown, never false', () => {
    fc.assert(
      fc.property(claims, facts, rows, (claim, known, next) => {
        const today = checkClaim(claim, known);
        const later = checkClaim(claim, {
          ...known,
          now: next,
          shown: [...known.shown, ...(known.now ? [known.now] : [])],
        });
        for (const name of ['tier', 'composite_percent', 'certified_on'] as const) {
          if (today[name] === 'true' || today[name] === 'outdated') expect(later[name]).not.toBe('false');
        }
      }),
    );
  });

  test('at most one tier, one day and one answer about telemetry is true', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const trues = (claims: readonly Claim[], name: (typeof PART_NAMES)[number]) =>
          claims.filter((claim) => checkClaim(claim, known)[name] === 'true').length;
        expect(
          trues(
            TIER_NAMES.map((tier) => ({ ...CLAIM, tier })),
            'tier',
          ),
        ).toBeLessThanOrEqual(1);
        const live = [true, false].map((value) => ({ ...CLAIM, live: value }));
        expect(trues(live, 'live')).toBe(known.now === null ? 0 : 1);
      }),
    );
  });
});

describe('a composite', () => {
  test.each([
    ['71.3', 'true'],
    ['71.30', 'true'],
    ['71.2649', 'true'],
    ['71.264900', 'true'],
    ['71.26', 'false'],
    ['71', 'false'],
    ['71.4', 'false'],
    ['0.7126', 'false'],
  ])('of %s is %s where 71.3 and 0.712649 are published', (composite_percent, verdict) => {
    expect(checkClaim({ ...CLAIM, composite_percent }, FACTS).composite_percent).toBe(verdict);
  });

  test.each([
    ['suspended', 'outdated'],
    ['expired', 'outdated'],
    [null, 'true'],
  ] as const)('of a row in state %s is %s', (state, verdict) => {
    const known = { ...FACTS, now: { ...ROW, state } };
    expect(checkClaim({ ...CLAIM, composite_percent: '71.3' }, known).composite_percent).toBe(verdict);
  });
});

describe('live telemetry', () => {
  test.each([
    [true, 'live', true, 'true'],
    [true, 'delayed', true, 'outdated'],
    [true, 'silent', true, 'outdated'],
    [true, 'none', false, 'false'],
    [false, 'none', false, 'true'],
    [false, 'stale', true, 'true'],
    [false, 'live', true, 'outdated'],
  ] as const)('claimed %s where it is %s (measured ever: %s) is %s', (claimed, live, hasMeasured, verdict) => {
    expect(checkClaim({ ...CLAIM, live: claimed }, { ...FACTS, live, hasMeasured }).live).toBe(verdict);
  });
});
