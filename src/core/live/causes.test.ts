import { describe, expect, test } from 'vitest';
import { isCounted, isCurable, isRepeatedCause, isTelemetryCause, TELEMETRY_CAUSES } from './causes.ts';

const at = (text: string): Date => new Date(text);
const NOW = at('2026-11-25T00:30:00Z');

describe('a suspension', () => {
  test.each([
    ['chain_fork', true, true, true],
    ['silence', true, true, true],
    ['invisible_share', true, true, true],
    ['reject_not_cured', true, true, true],
    ['canary_failed', true, false, true],
    ['downgrade', false, true, false],
    ['act', false, false, false],
    ['key_compromised', false, false, true],
    ['domain_lost', false, false, true],
    ['accreditation_withdrawn', false, false, true],
  ])('for %s', (reason, ofTelemetry, curable, counted) => {
    expect([isTelemetryCause(reason), isCurable(reason), isCounted(reason)]).toEqual([ofTelemetry, curable, counted]);
  });

  test('causes of telemetry are all that the methodology names', () => {
    expect(TELEMETRY_CAUSES).toHaveLength(5);
  });
});

describe('the second suspension for one cause within twelve months', () => {
  test.each([
    ['2026-11-24T00:30:00Z', true],
    ['2025-11-25T00:30:00Z', true],
    ['2025-11-25T00:29:59Z', false],
  ])('after one of %s', (earlier, isRepeated) => {
    expect(isRepeatedCause('silence', NOW, [{ reason: 'silence', at: at(earlier) }])).toBe(isRepeated);
  });

  test('months are calendar months, clamped', () => {
    const earlier = [{ reason: 'silence', at: at('2027-02-28T00:30:00Z') }];
    expect(isRepeatedCause('silence', at('2028-03-01T00:30:00Z'), earlier)).toBe(false);
    expect(isRepeatedCause('silence', at('2028-02-29T00:30:00Z'), earlier)).toBe(true);
  });

  test('is about one cause', () => {
    const earlier = [
      { reason: 'invisible_share', at: at('2026-10-01T00:30:00Z') },
      { reason: null, at: at('2026-10-02T00:30:00Z') },
    ];
    expect(isRepeatedCause('silence', NOW, earlier)).toBe(false);
    expect(isRepeatedCause('silence', NOW, [])).toBe(false);
  });

  test.each(['act', 'downgrade'])('never counts for %s', (reason) => {
    expect(isRepeatedCause(reason, NOW, [{ reason, at: at('2026-11-01T00:30:00Z') }])).toBe(false);
  });
});
