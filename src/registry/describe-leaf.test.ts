import { describe, expect, test } from 'vitest';
import { CHANGE_WORDS } from '../core/change-words.ts';
import { LEAF_TYPES } from '../log/leaf.ts';
import { describeLeaf } from './describe-leaf.ts';

/** Every reason code of leaves (log, "Leaves"). */
const REASONS =
  'decision successor_issued act key_compromised domain_lost accreditation_withdrawn chain_fork silence invisible_share ' +
  'canary_failed reject_not_cured hold_band downgrade upgrade cured holder_request misrepresentation expired';

test.each(REASONS.split(' '))('the reason %s has words of its own', (reason) => {
  expect(CHANGE_WORDS[reason]).toMatch(/^[a-z][a-z ,'-]+$/);
  const text = describeLeaf({ t: 'certificate.suspended', tier: 'Obsidian', reason });
  expect(text).toBe(`Obsidian suspended: ${CHANGE_WORDS[reason]}.`);
});

test.each(LEAF_TYPES)('%s is one sentence', (t) => {
  const text = describeLeaf({ t, n: 2, reason: 'act', kind: 'review' });
  expect(text).toMatch(/^[A-Z0-9 "].*\.$/);
  expect(text).not.toMatch(/undefined|null|_/);
});

describe('telemetry', () => {
  test('windows and days are counted', () => {
    const window = { t: 'telemetry.window', from: '2026-11-25T12:00:00Z', to: '2026-11-25T12:00:09Z' } as const;
    const between = 'received between 2026-11-25T12:00:00Z and 2026-11-25T12:00:09Z.';
    expect(describeLeaf({ ...window, n: 1 })).toBe(`1 attestation ${between}`);
    expect(describeLeaf({ ...window, n: 200 })).toBe(`200 attestations ${between}`);
    const day = { t: 'telemetry.day', day: '2026-11-24' } as const;
    expect(describeLeaf({ ...day, n: 1 })).toBe('1 daily row of telemetry closed for 2026-11-24.');
    expect(describeLeaf({ ...day, n: 0 })).toBe('0 daily rows of telemetry closed for 2026-11-24.');
  });

  test('a live tier says why it was issued, an audit need not', () => {
    const issued = { t: 'certificate.issued', tier: 'Silver', composite_6: '0.812000', valid_to: 'then' } as const;
    expect(describeLeaf({ ...issued, reason: 'decision' })).toBe('Silver issued at composite 0.812000, valid to then.');
    expect(describeLeaf({ ...issued, reason: 'downgrade' })).toBe(
      'Silver issued at composite 0.812000, valid to then: the live figures no longer carry the tier before.',
    );
  });
});
