import { describe, expect, test } from 'vitest';
import { stateIn } from './dossier.ts';
import type { HistoryItem } from './views.ts';

const item = (seq: number, type: string, certificate_id: string | null = 'c1'): HistoryItem => ({
  seq,
  type,
  at: '2026-08-22T14:05:00Z',
  recorded_at: '2026-08-22T14:05:00Z',
  text: '',
  reason: null,
  certificate_id,
  audit: null,
});

describe('the state of a certificate by its history', () => {
  test.each([
    ['issued', ['certificate.issued'], 'active'],
    ['on watch', ['certificate.issued', 'certificate.watch'], 'watch'],
    ['off watch', ['certificate.issued', 'certificate.watch', 'certificate.active'], 'active'],
    ['signed anew while on watch', ['certificate.watch', 'certificate.reissued'], 'watch'],
    ['reinstated', ['certificate.suspended', 'certificate.reinstated'], 'active'],
    ['withdrawn after a suspension', ['certificate.suspended', 'certificate.withdrawn'], 'withdrawn'],
    ['expired', ['certificate.issued', 'certificate.expired'], 'expired'],
    ['superseded', ['certificate.issued', 'certificate.superseded'], 'superseded'],
    ['unknown', ['party.registered'], undefined],
  ])('%s', (_, types, state) => {
    const history = types.map((type, seq) => item(seq, type));
    expect(stateIn(history, 'c1')).toBe(state);
    expect(stateIn(history.toReversed(), 'c1')).toBe(state);
    expect(stateIn(history, 'c2')).toBeUndefined();
  });
});
