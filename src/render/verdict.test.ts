import { describe, expect, test } from 'vitest';
import {
  BLUEGLADE_BRONZE,
  inState,
  KESTREL_SUSPENDED,
  NEWCOMER,
  NORDLICHT_SILVER,
  TERN_DECLARED,
} from '../../test/support/view-fixtures.ts';
import type { AuditStatus, OrganisationView } from '../core/views.ts';
import { verdictOf } from './verdict.ts';

function withAuditStatus(status: AuditStatus, reasons: readonly string[] = []): OrganisationView {
  const { audit } = TERN_DECLARED;
  const decision = { tier: null, reasons };
  const claim = { verdict: 'held', claimed: '97.5', recomputed: '70.031' } as const;
  return { ...TERN_DECLARED, audit: audit && { ...audit, status, decision, claim } };
}

describe('verdict', () => {
  test.each([
    ['active', BLUEGLADE_BRONZE, 'good', 'Bronze, 45.2 %, by audit, certified 2026-08-22 until 2027-08-22.'],
    [
      'watch',
      inState(NORDLICHT_SILVER, 'watch'),
      'watch',
      'Silver, 71.3 %, on watch, by audit, certified 2026-08-22 until',
    ],
    [
      'suspended',
      KESTREL_SUSPENDED,
      'stop',
      'Suspended since 14:05 UTC on 25 August 2026: two different statements were signed for one interval.',
    ],
    ['withdrawn', inState(NORDLICHT_SILVER, 'withdrawn'), 'stop', 'Withdrawn.'],
    ['superseded', inState(NORDLICHT_SILVER, 'superseded'), 'neutral', 'Superseded.'],
    ['expired', inState(NORDLICHT_SILVER, 'expired'), 'stop', 'Expired on 22 August 2027.'],
    ['declared', TERN_DECLARED, 'neutral', 'Declared only: '],
    ['held', withAuditStatus('held'), 'watch', 'Held: nothing is issued.'],
    ['countersigned', withAuditStatus('countersigned', ['composite']), 'neutral', 'No tier: countersigned'],
    ['no audit', NEWCOMER, 'neutral', 'Registered, no audit declared.'],
  ])('%s', (_, organisation, tone, start) => {
    const verdict = verdictOf(organisation);
    expect(verdict.tone).toBe(tone);
    expect(verdict.headline.startsWith(start)).toBe(true);
    expect(verdict.reason).toMatch(/^[A-Z].*[.]$/);
  });

  test('says why: the newest change of that certificate counts', () => {
    const [change] = KESTREL_SUSPENDED.changes;
    if (change === undefined) throw new Error('the fixture has a change');
    const later = { ...change, seq: 5000, at: '2026-09-01T06:00:00Z', reason: 'accreditation_withdrawn' };
    const verdict = verdictOf({ ...KESTREL_SUSPENDED, changes: [later, change] });
    expect(verdict.headline).toContain('06:00 UTC on 1 September 2026');
    expect(verdict.headline).toMatch(/: the accreditation of its auditor was withdrawn\.$/);
  });

  test('a declared figure never reads like a certificate', () => {
    const { headline, reason } = verdictOf(TERN_DECLARED);
    expect(headline).toContain('not countersigned');
    expect(`${headline} ${reason}`).not.toMatch(/certified \d/i);
  });
});
