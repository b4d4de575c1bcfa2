import { describe, expect, test } from 'vitest';
import { byRank, isInSnapshot, snapshotLine } from './listing-lines.ts';
import { listingRow, shownAudit, shownCertificate } from './listing-row.ts';
import { compositeSortKey } from './methodology/render-score.ts';
import { rational } from './rational.ts';

const PARTY = { party_id: 'acme', name: 'Åcme "A"', country: 'DE', sector: 'J' };

describe('snapshotLine', () => {
  test('is RFC 8785 of the row without live, and a line feed', () => {
    expect(snapshotLine(listingRow(PARTY, 'acme.example', undefined, undefined))).toBe(
      '{"assurance_level":0,"certificate_id":null,"certified_at":null,"composite_6":null,"composite_percent":null,' +
        '"country":"DE","domain":"acme.example","mirrors":null,"name":"Åcme \\"A\\"","party_id":"acme","sector":"J",' +
        '"state":null,"tier":null,"valid_to":null}\n',
    );
  });

  test.each([
    ['active', true],
    ['watch', true],
    ['suspended', false],
    ['superseded', false],
    ['withdrawn', false],
    ['expired', false],
    [null, false],
  ] as const)('a row in state %s is in it: %s', (state, expected) => {
    expect(isInSnapshot({ state })).toBe(expected);
  });
});

describe('byRank', () => {
  const key = (num: bigint, den: bigint): string => compositeSortKey({ pow4: rational(num, den) });

  test('orders by the exact composite, where six digits agree, then by party id bytewise, no audit last', () => {
    const rows = [
      { party_id: 'none-b', compositeKey: null },
      { party_id: 'low', compositeKey: key(1n, 10n ** 40n) },
      { party_id: 'b', compositeKey: key(1n, 3n) },
      { party_id: 'none-a', compositeKey: null },
      { party_id: 'a-z', compositeKey: key(1n, 3n) },
      { party_id: 'aa', compositeKey: key(1n, 3n) },
      { party_id: 'z', compositeKey: key(10n ** 60n + 3n, 3n * 10n ** 60n) },
      { party_id: 'top', compositeKey: key(1n, 1n) },
    ];
    expect(rows.sort(byRank).map((row) => row.party_id)).toEqual([
      'top',
      'z',
      'a-z',
      'aa',
      'b',
      'low',
      'none-a',
      'none-b',
    ]);
  });
});

describe('what is shown', () => {
  test('the current certificate, else the newest that ended, else none', () => {
    const withdrawn = { id: '2', state: 'withdrawn' } as const;
    const suspended = { id: '1', state: 'suspended' } as const;
    expect(shownCertificate([withdrawn, suspended])).toBe(suspended);
    expect(shownCertificate([withdrawn, { id: '0', state: 'superseded' } as const])).toBe(withdrawn);
    expect(shownCertificate([])).toBeUndefined();
  });

  test('the audit behind the certificate, else the newest', () => {
    const [newest, older] = [{ digest: 'n' }, { digest: 'o' }];
    expect(shownAudit([newest, older], 'o')).toBe(older);
    expect(shownAudit([newest, older], undefined)).toBe(newest);
    expect(shownAudit([], undefined)).toBeUndefined();
  });
});
