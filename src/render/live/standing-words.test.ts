import { describe, expect, test } from 'vitest';
import { LIVE_SAMPLES, LIVE_VIEW } from '../../../test/support/live-fixtures.ts';
import {
  freshnessIn,
  inState,
  LEDGER_PRIME,
  NORDLICHT_SILVER,
  TERN_DECLARED,
} from '../../../test/support/view-fixtures.ts';
import type { OrganisationView } from '../../core/views.ts';
import { standingWords } from './standing-words.ts';

function sample(name: string): OrganisationView {
  const found = LIVE_SAMPLES[name];
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.organisation;
}

describe('what the state of a live tier means', () => {
  test('watch: the band, and when the tier falls', () => {
    const words = standingWords(sample('watch')) ?? '';
    expect(words).toContain('1.0 points of the composite, 2.0 of a mirror, 0.5 of visibility');
    expect(words).toContain('14 days in a row');
    expect(words).toContain('56 of 90 days');
  });

  test('suspended for silence: how long, what is allowed, what comes next, what lifts it', () => {
    const words = standingWords(sample('silent')) ?? '';
    expect(words).toContain('No interval has counted for 8 closed days; 7 are allowed.');
    expect(words).toContain('After 30 the tier falls');
    expect(words).toContain('14 clean days');
  });

  test('suspended for another cause: what lifts it', () => {
    expect(standingWords(sample('invisible'))).toContain('14 clean days');
  });

  test.each([
    ['live', undefined],
    ['delayed', 'No interval has come for 5 h. Up to 72 hours that costs coverage only.'],
    ['stale', 'No interval has come for 4 d. After 7 days the certificate is suspended.'],
    ['silent', 'No interval has come for 9 d. The next daily evaluation suspends the certificate.'],
    ['none', undefined],
  ] as const)('the steps of silence of a standing live tier: %s', (live, words) => {
    const view = { ...LEDGER_PRIME, live, freshness: freshnessIn(live), live_evaluation: LIVE_VIEW };
    expect(standingWords(view)).toBe(words);
  });

  test('a tier that rests on its audit is not threatened with silence', () => {
    expect(standingWords({ ...NORDLICHT_SILVER, freshness: freshnessIn('silent') })).toBeUndefined();
  });

  test('nothing is said of what ended, or never began', () => {
    expect(standingWords(inState(LEDGER_PRIME, 'expired'))).toBeUndefined();
    expect(standingWords(TERN_DECLARED)).toBeUndefined();
  });
});
